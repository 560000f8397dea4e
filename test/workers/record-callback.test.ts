import { describe, expect, it } from 'vitest';
import { withdrawTarget } from '../../src/handling/callback-store.ts';
import { recordCallbackWorker } from '../../workers/record-callback.ts';
import { CallbackRound } from '../support/callback.ts';
import { itSettlesItsJobs, START } from '../support/worker.ts';

const kept = (round: CallbackRound) =>
  round.bench.db.query.callbacks
    .findMany()
    .sync()
    .map(({ id: _, caseId: __, ...row }) => row);

describe('record-callback', () => {
  itSettlesItsJobs(recordCallbackWorker, (bench) => {
    const caseId = bench.addCase();
    const dutyId = bench.submit(caseId, 'callback', { outcome: 'called-back' });
    return { variables: { caseId, dutyId, attempt: 1 }, wrong: { dutyId: null }, code: 'form-missing' };
  });

  it('keeps contacted, solved and satisfied of each complainant, and who was called by whom and when', () => {
    const round = new CallbackRound(2, { round: 2 });
    round.prepare();
    expect(round.attempt(1, 'dissatisfied', 'unreachable')).toBe(1);
    const call = { round: 2, attempt: 1, at: START, byPersonId: 'person-of-platform-city' };
    expect(kept(round)).toEqual([
      {
        ...call,
        complaintId: round.ids[0],
        contacted: true,
        solved: false,
        satisfaction: 'dissatisfied',
        reason: '没有解决',
      },
      { ...call, complaintId: round.ids[1], contacted: false, solved: null, satisfaction: null, reason: null },
    ]);
    expect(round.targets()).toEqual(['reached', 'open']);
    expect(round.events('callback-done')).toEqual([{ round: 2, attempt: 1, called: 2, reached: 1 }]);
  });

  it('calls who was not reached again, and nobody twice', () => {
    const round = new CallbackRound(2);
    round.prepare();
    round.attempt(1, 'satisfied', 'unreachable');
    expect(round.attempt(2, 'dissatisfied', 'basically-satisfied')).toBe(0);
    expect(kept(round).map(({ attempt, satisfaction }) => [attempt, satisfaction])).toEqual([
      [1, 'satisfied'],
      [1, null],
      [2, 'basically-satisfied'],
    ]);
  });

  it('counts a form once, also when a rebuilt engine hands it out again', () => {
    const round = new CallbackRound(2);
    round.prepare();
    const dutyId = round.hand(['satisfied', 'unreachable']);
    const replay = () => round.complete(recordCallbackWorker, { dutyId, attempt: 1 });
    expect([replay(), replay()]).toEqual([{ openTargets: 1 }, { openTargets: 1 }]);
    expect(kept(round)).toHaveLength(2);
    expect(round.events('callback-done')).toHaveLength(1);
  });

  it('keeps nothing of who withdrew, and nothing of strangers', () => {
    const round = new CallbackRound(2);
    round.prepare();
    const { bench, caseId, ids } = round;
    withdrawTarget(bench.db, caseId, ids[0] ?? '');
    ids.push('stranger');
    expect(round.attempt(1, 'dissatisfied', 'satisfied', 'dissatisfied')).toBe(0);
    expect(kept(round).map(({ complaintId }) => complaintId)).toEqual([ids[1]]);
    expect(round.targets()).toEqual(['withdrawn', 'reached', undefined]);
  });
});
