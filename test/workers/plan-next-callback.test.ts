import { describe, expect, it } from 'vitest';
import { planNextCallbackWorker } from '../../workers/plan-next-callback.ts';
import { CallbackRound, EVERYONE } from '../support/callback.ts';
import { DAY, itSettlesItsJobs } from '../support/worker.ts';

describe('plan-next-callback', () => {
  itSettlesItsJobs(planNextCallbackWorker, (bench) => {
    const variables = { caseId: bench.addCase(), callbackPlan: EVERYONE };
    return { variables, wrong: { caseId: 'nowhere' }, code: 'case-not-found' };
  });

  it('is the plan’s pause after the last attempt, at another time of the day', () => {
    const round = new CallbackRound(1);
    round.prepare();
    round.attempt(1, 'unreachable');
    expect(round.planNext()).toBe('2026-11-23T16:00:00+08:00');
    expect(round.planNext({ ...EVERYONE, amount: 30, unit: 'second' })).toBe('2026-11-23T09:00:30+08:00');
  });

  it('does not wait anew when a rebuilt engine asks later', () => {
    const round = new CallbackRound(1);
    round.prepare();
    round.attempt(1, 'unreachable');
    round.bench.now += 3 * DAY;
    expect(round.planNext()).toBe('2026-11-23T16:00:00+08:00');
  });

  it('counts from now where nobody was called yet', () => {
    const round = new CallbackRound(0);
    round.bench.now += DAY;
    expect(round.planNext()).toBe('2026-11-24T16:00:00+08:00');
  });
});
