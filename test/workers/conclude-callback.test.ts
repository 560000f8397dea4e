import { describe, expect, it } from 'vitest';
import { withdrawTarget } from '../../src/handling/callback-store.ts';
import { concludeCallbackWorker } from '../../workers/conclude-callback.ts';
import { CallbackRound } from '../support/callback.ts';
import { itSettlesItsJobs } from '../support/worker.ts';

const conclude = (round: CallbackRound) => round.complete(concludeCallbackWorker).satisfaction;

describe('conclude-callback', () => {
  itSettlesItsJobs(concludeCallbackWorker, (bench) => {
    return { variables: { caseId: bench.addCase() }, wrong: { caseId: 'nowhere' }, code: 'case-not-found' };
  });

  it.each([
    ['satisfied', ['satisfied', 'satisfied']],
    ['basically-satisfied', ['satisfied', 'basically-satisfied']],
    ['dissatisfied', ['satisfied', 'dissatisfied', 'basically-satisfied']],
    ['satisfied', ['satisfied', 'unreachable']],
    ['unreachable', ['unreachable', 'unreachable']],
    ['unreachable', []],
  ] as const)('is %s after %j', (satisfaction, answers) => {
    const round = new CallbackRound(answers.length);
    round.prepare();
    round.attempt(1, ...answers);
    expect(conclude(round)).toBe(satisfaction);
  });

  it('keeps the figures of the round, and who was never reached', () => {
    const round = new CallbackRound(4);
    round.prepare();
    round.attempt(1, 'satisfied', 'dissatisfied', 'unreachable', 'unreachable');
    withdrawTarget(round.bench.db, round.caseId, round.ids[3] ?? '');
    conclude(round);
    expect(round.targets()).toEqual(['reached', 'reached', 'unreachable', 'withdrawn']);
    expect(round.events('callback-concluded')).toEqual([
      {
        round: 1,
        satisfaction: 'dissatisfied',
        targets: 4,
        reached: 2,
        satisfied: 1,
        basicallySatisfied: 0,
        dissatisfied: 1,
        unreachable: 1,
        withdrawn: 1,
        solved: 1,
      },
    ]);
  });

  it('looks at the answers of its own round only', () => {
    const round = new CallbackRound(1);
    round.prepare();
    round.attempt(1, 'dissatisfied');
    conclude(round);
    round.bench.db.$client.prepare('update cases set round = 2').run();
    round.prepare();
    round.attempt(1, 'satisfied');
    expect(conclude(round)).toBe('satisfied');
  });

  it('tells the hotline of each complaint that came from one, except of those who withdrew', () => {
    const round = new CallbackRound(2, { source: 'hotline-12345' });
    round.complain({ source: 'desk' });
    round.complain({ source: 'hotline-12345', withdrawnAt: 1 });
    round.prepare();
    conclude(round);
    const row = { kind: 'write-back', source: 'hotline-12345' };
    expect(round.told()).toEqual(
      expect.arrayContaining(round.ids.slice(0, 2).map((complaintId) => ({ ...row, complaintId }))),
    );
    expect(round.told()).toHaveLength(2);
  });

  it('concludes a round once: a rebuilt engine gets the same answer and tells nobody again', () => {
    const round = new CallbackRound(1, { source: 'hotline-12345' });
    round.prepare();
    expect(conclude(round)).toBe('unreachable');
    round.attempt(2, 'satisfied');
    expect(conclude(round)).toBe('unreachable');
    expect(round.told()).toHaveLength(1);
    expect(round.events('callback-concluded')).toHaveLength(1);
  });
});
