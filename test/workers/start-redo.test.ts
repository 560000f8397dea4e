import { describe, expect, it } from 'vitest';
import { problems } from '../../src/cases/table.ts';
import { startRedoWorker } from '../../workers/start-redo.ts';
import { Bench, itSettlesItsJobs } from '../support/worker.ts';

describe('start-redo', () => {
  itSettlesItsJobs(startRedoWorker, (bench) => {
    return { variables: { caseId: bench.addCase() }, wrong: { caseId: 'nowhere' }, code: 'case-not-found' };
  });

  it('opens the next round: who reported stays, what was handed in is open again', () => {
    const bench = new Bench();
    const caseId = bench.addCase({ stage: 'feedback' });
    bench.addDepartment(caseId, 'dept-housing', { status: 'handed-in', reportedAt: 1, handedInAt: 2 });
    bench.addDepartment(caseId, 'dept-market', { status: 'released', releasedAt: 1 });
    bench.db.update(problems).set({ solved: true }).run();
    const output = bench.complete(startRedoWorker, { variables: { caseId } });
    expect(output).toEqual({ round: 2, path: 'whistle', leadershipReason: 'dissatisfied-again' });
    expect(bench.team(caseId)).toEqual({ 'dept-housing': 'support reported', 'dept-market': 'support released' });
    expect(bench.db.query.problems.findMany().sync()).toMatchObject([{ solved: null }]);
    expect(bench.case(caseId)).toMatchObject({ round: 2, stage: 'report' });
  });
});
