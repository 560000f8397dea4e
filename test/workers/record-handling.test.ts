import { describe, expect, it } from 'vitest';
import { releaseFromTeam } from '../../src/handling/team-store.ts';
import { recordHandlingWorker } from '../../workers/record-handling.ts';
import { Bench, itSettlesItsJobs } from '../support/worker.ts';

/** A department of the team that has handed in its share. */
function arrange(bench: Bench) {
  const caseId = bench.addCase();
  bench.addDepartment(caseId, 'dept-housing', { status: 'reported', reportedAt: 1 });
  bench.addDepartment(caseId, 'dept-market', { status: 'reported', reportedAt: 1 });
  const dutyId = bench.submit(caseId, 'handle', { outcome: 'handed-in', result: '已督促' }, 'dept-housing');
  return { caseId, departmentId: 'dept-housing', dutyId };
}

describe('record-handling', () => {
  itSettlesItsJobs(recordHandlingWorker, (bench) => {
    return { variables: arrange(bench), wrong: { dutyId: null }, code: 'form-missing' };
  });

  it('notes the share of this department and of no other', () => {
    const bench = new Bench();
    const variables = arrange(bench);
    bench.complete(recordHandlingWorker, { variables });
    expect(bench.team(variables.caseId)).toEqual({
      'dept-housing': 'support handed-in',
      'dept-market': 'support reported',
    });
    expect(bench.lastEvent(variables.caseId)).toMatchObject({
      type: 'department-handed-in',
      organisationId: 'dept-housing',
      data: { result: '已督促' },
    });
  });

  it('does not bring back who has left since when a rebuilt engine carries the form out again', () => {
    const bench = new Bench();
    const variables = arrange(bench);
    bench.complete(recordHandlingWorker, { variables, key: '1' });
    releaseFromTeam(bench.db, variables.caseId, 'dept-housing', '无关', bench.now);
    bench.complete(recordHandlingWorker, { variables, key: '2' });
    expect(bench.team(variables.caseId)['dept-housing']).toBe('support released');
  });
});
