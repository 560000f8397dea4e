import { describe, expect, it } from 'vitest';
import { recordGatheringWorker } from '../../workers/record-gathering.ts';
import { Bench, itSettlesItsJobs } from '../support/worker.ts';

const RIVER = { itemId: 'river-pollution', otherDistrictIds: ['district-heming'] };

/** The city's water bureau leads, each district has one department in it; a platform gathers more. */
function arrange(bench: Bench, platformId: string, departmentIds: readonly string[]) {
  const caseId = bench.addCase(RIVER);
  bench.addDepartment(caseId, 'dept-water', { responsibility: 'lead', status: 'reported', reportedAt: 1 });
  bench.addDepartment(caseId, 'dept-lanting-agriculture');
  bench.addDepartment(caseId, 'dept-heming-agriculture');
  const form = { outcome: 'gathered', plan: '三日内到场', departmentIds };
  const dutyId = bench.submit(caseId, 'gather-departments', form, platformId);
  return { caseId, platformId, dutyId };
}

const gathered = (output: Record<string, unknown>) =>
  (output.departments as { departmentId: string }[]).map(({ departmentId }) => departmentId);

describe('record-gathering', () => {
  itSettlesItsJobs(recordGatheringWorker, (bench) => {
    const variables = arrange(bench, 'platform-heming', ['dept-heming-housing']);
    return { variables, wrong: { dutyId: null }, code: 'form-missing' };
  });

  it('brings the departments into the team and hands out all of the platform', () => {
    const bench = new Bench();
    const variables = arrange(bench, 'platform-heming', ['dept-heming-housing']);
    const output = bench.complete(recordGatheringWorker, { variables });
    expect(gathered(output)).toEqual(['dept-heming-agriculture', 'dept-heming-housing']);
    expect(bench.team(variables.caseId)['dept-heming-housing']).toBe('support dispatched');
    expect(bench.lastEvent(variables.caseId)).toMatchObject({
      type: 'departments-gathered',
      organisationId: 'platform-heming',
      data: { platformId: 'platform-heming', departmentIds: ['dept-heming-housing'], plan: '三日内到场' },
    });
  });

  it('changes nothing for one that is in the team already, be it the lead', () => {
    const bench = new Bench();
    const variables = arrange(bench, 'platform-city', ['dept-water', 'dept-ecology']);
    const { departments } = bench.complete(recordGatheringWorker, { variables });
    expect(departments).toMatchObject([
      { departmentId: 'dept-water', responsibility: 'lead', reported: true, handedIn: false, mayObject: true },
      { departmentId: 'dept-ecology', responsibility: 'support', reported: false, handedIn: false, mayObject: true },
    ]);
    expect(bench.lastEvent(variables.caseId)?.data.departmentIds).toEqual(['dept-ecology']);
  });

  it('gathers once: what has happened since stays when a rebuilt engine comes again', () => {
    const bench = new Bench();
    const variables = arrange(bench, 'platform-heming', ['dept-heming-housing']);
    bench.complete(recordGatheringWorker, { variables });
    bench.db.$client.exec(
      "update case_departments set status = 'released' where department_id = 'dept-heming-housing'",
    );
    const before = bench.everything();
    const output = bench.complete(recordGatheringWorker, { variables, key: '2' });
    expect(gathered(output)).toEqual(['dept-heming-agriculture']);
    const { events, case_departments } = bench.everything();
    expect({ events, case_departments }).toEqual({
      events: before.events,
      case_departments: before.case_departments,
    });
  });

  it('makes an incident of a department that hangs below another platform', () => {
    const bench = new Bench();
    const variables = arrange(bench, 'platform-heming', ['dept-lanting-housing']);
    const message = expect.stringContaining('[department-not-of-platform]');
    expect(bench.run(recordGatheringWorker, { variables })).toMatchObject({ kind: 'fail', retries: 0, message });
  });
});
