import { describe, expect, it } from 'vitest';
import { coordinateCityDistrictWorker } from '../../workers/coordinate-city-district.ts';
import { Bench, itSettlesItsJobs } from '../support/worker.ts';

const RIVER = { itemId: 'river-pollution', otherDistrictIds: ['district-heming'] };

describe('coordinate-city-district', () => {
  itSettlesItsJobs(coordinateCityDistrictWorker, (bench) => {
    return { variables: { caseId: bench.addCase(RIVER) }, wrong: { caseId: 'nowhere' }, code: 'case-not-found' };
  });

  it('adds the departments of each district and gives each platform those of its own level', () => {
    const bench = new Bench();
    const caseId = bench.addCase(RIVER);
    bench.addDepartment(caseId, 'dept-water', { responsibility: 'lead' });
    const output = bench.complete(coordinateCityDistrictWorker, { variables: { caseId } });
    const { platforms } = output as { platforms: { platformId: string; departments: { departmentId: string }[] }[] };
    expect(
      platforms.map(({ platformId, departments }) => [platformId, departments.map((d) => d.departmentId)]),
    ).toEqual([
      ['platform-city', ['dept-water', 'dept-ecology']],
      ['platform-lanting', ['dept-lanting-agriculture', 'dept-lanting-urban-management']],
      ['platform-heming', ['dept-heming-agriculture', 'dept-heming-urban-management']],
    ]);
    expect(bench.team(caseId)['dept-water']).toBe('lead dispatched');
    const seated = bench.db.query.teamMembers.findMany().sync();
    expect(seated.map(({ organisationId, personId }) => [organisationId, personId])).toContainEqual([
      'dept-heming-agriculture',
      'person-heming-agriculture-handler',
    ]);
  });

  it('adds nobody again when a rebuilt engine comes here, not even one that has left', () => {
    const bench = new Bench();
    const caseId = bench.addCase(RIVER);
    bench.complete(coordinateCityDistrictWorker, { variables: { caseId } });
    bench.db.$client.exec("update case_departments set status = 'released' where department_id = 'dept-ecology'");
    const { events, case_departments } = bench.everything();
    const { platforms } = bench.complete(coordinateCityDistrictWorker, { variables: { caseId }, key: '2' });
    expect(platforms).toMatchObject([{ departments: [{ departmentId: 'dept-water' }] }, {}, {}]);
    expect(bench.everything()).toMatchObject({ events, case_departments });
  });

  it('leaves a department with the city’s platform whose own district is not concerned', () => {
    const bench = new Bench();
    const caseId = bench.addCase({ itemId: null, otherDistrictIds: ['district-heming'] });
    bench.addDepartment(caseId, 'dept-songlu-market', { responsibility: 'lead' });
    const output = bench.complete(coordinateCityDistrictWorker, { variables: { caseId } });
    expect(output.platforms).toMatchObject([
      { platformId: 'platform-city', departments: [{ departmentId: 'dept-songlu-market' }] },
      { platformId: 'platform-lanting', departments: [] },
      { platformId: 'platform-heming', departments: [] },
    ]);
  });
});
