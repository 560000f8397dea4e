import { describe, expect, it } from 'vitest';
import { conveneTeamWorker } from '../../workers/convene-team.ts';
import { Bench, itSettlesItsJobs } from '../support/worker.ts';

describe('convene-team', () => {
  itSettlesItsJobs(conveneTeamWorker, (bench) => {
    const caseId = bench.addCase();
    bench.addDepartment(caseId, 'dept-housing');
    return { variables: { caseId }, wrong: { caseId: 'nowhere' }, code: 'case-not-found' };
  });

  it('calls the departments that are in the team; who reported in an earlier round need not again', () => {
    const bench = new Bench();
    const caseId = bench.addCase({ round: 2 });
    bench.addDepartment(caseId, 'dept-housing', { status: 'reported', reportedAt: 1 });
    bench.addDepartment(caseId, 'dept-urban-management', { responsibility: 'lead' });
    bench.addDepartment(caseId, 'dept-market', { status: 'released' });
    expect(bench.complete(conveneTeamWorker, { variables: { caseId } })).toEqual({
      crossTerritory: false,
      departments: [
        { departmentId: 'dept-urban-management', responsibility: 'lead', reported: false },
        { departmentId: 'dept-housing', responsibility: 'support', reported: true },
      ],
    });
    expect(bench.case(caseId).stage).toBe('report');
  });

  it('says that a matter crosses territories when it touches another district', () => {
    const bench = new Bench();
    const caseId = bench.addCase({ otherDistrictIds: ['district-heming'] });
    const output = bench.complete(conveneTeamWorker, { variables: { caseId } });
    expect(output).toEqual({ crossTerritory: true, departments: [] });
  });
});
