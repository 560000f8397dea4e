import { describe, expect, it } from 'vitest';
import { problems } from '../../src/cases/table.ts';
import { concludeCallbackWorker } from '../../workers/conclude-callback.ts';
import { startRedoWorker } from '../../workers/start-redo.ts';
import { CallbackRound } from '../support/callback.ts';
import { Bench, itSettlesItsJobs } from '../support/worker.ts';

/** A round of callbacks that ended with a dissatisfied citizen. */
function dissatisfied(change: ConstructorParameters<typeof CallbackRound>[1] = {}): CallbackRound {
  const round = new CallbackRound(2, change);
  round.prepare();
  round.attempt(1, 'satisfied', 'dissatisfied');
  round.complete(concludeCallbackWorker);
  return round;
}

const redo = (round: CallbackRound) => round.complete(startRedoWorker);

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

  it('says whose answer it follows from', () => {
    const round = dissatisfied();
    redo(round);
    expect(round.events('redo-started')).toEqual([{ round: 2, dissatisfied: [round.ids[1]] }]);
  });

  it('gives the second round back to the team, the third to the leaders who have it', () => {
    const led = { leadingGroupId: 'leading-lanting', leaderId: 'person-lanting-leader1' };
    const second = dissatisfied(led);
    redo(second);
    expect(second.bench.case(second.caseId)).toMatchObject({ round: 2, leadingGroupId: null, leaderId: null });
    const third = dissatisfied({ ...led, round: 2 });
    redo(third);
    expect(third.bench.case(third.caseId)).toMatchObject({ round: 3, ...led });
  });

  it('begins one round only, also when a rebuilt engine asks again', () => {
    const round = dissatisfied();
    expect(redo(round)).toEqual(redo(round));
    expect(round.bench.case(round.caseId).round).toBe(2);
    expect(round.events('redo-started')).toHaveLength(1);
  });
});
