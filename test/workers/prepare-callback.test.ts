import { describe, expect, it } from 'vitest';
import { addLateTarget, MOST_TARGETS, withdrawTarget } from '../../src/handling/callback-store.ts';
import { prepareCallbackWorker } from '../../workers/prepare-callback.ts';
import { CallbackRound, EVERYONE } from '../support/callback.ts';
import { itSettlesItsJobs, START } from '../support/worker.ts';

const SAMPLE = { ...EVERYONE, share: 0.3, minimum: 20 };
const chosen = (round: CallbackRound) => round.ids.filter((_, i) => round.targets()[i] !== undefined);

describe('prepare-callback', () => {
  itSettlesItsJobs(prepareCallbackWorker, (bench) => {
    const variables = { caseId: bench.addCase(), callbackPlan: EVERYONE };
    return { variables, wrong: { caseId: 'nowhere' }, code: 'case-not-found' };
  });

  it('asks everyone who has not taken the complaint back', () => {
    const round = new CallbackRound(2);
    round.complain({ withdrawnAt: START });
    expect(round.prepare()).toEqual({ targets: 2, attempt: 1 });
    expect(round.targets()).toEqual(['open', 'open', undefined]);
    expect(round.events('callback-prepared')).toEqual([{ round: 1, complainants: 2, targets: 2 }]);
  });

  it.each([
    [0, 0],
    [7, 7],
    [21, 20],
    [70, 21],
    [100, 30],
  ])('of %i complainants a sample asks %i', (people, targets) => {
    expect(new CallbackRound(people).prepare(SAMPLE).targets).toBe(targets);
  });

  it('asks no more than one form can hold', () => {
    expect(new CallbackRound(MOST_TARGETS + 5).prepare().targets).toBe(MOST_TARGETS);
  });

  it('chooses a round once: a rebuilt engine asks the same people, whoever came since', () => {
    const round = new CallbackRound(60);
    round.prepare(SAMPLE);
    const first = chosen(round);
    round.complain();
    expect(round.prepare({ ...SAMPLE, share: 1 })).toEqual({ targets: 20, attempt: 1 });
    expect(chosen(round)).toEqual(first);
    expect(round.events('callback-prepared')).toHaveLength(1);
  });

  it('chooses the next round anew', () => {
    const round = new CallbackRound(1);
    round.prepare();
    const { caseId, bench } = round;
    bench.db.$client.prepare('update cases set round = 2 where id = ?').run(caseId);
    expect(round.targets()).toEqual([undefined]);
    expect(round.prepare().targets).toBe(1);
    expect(round.targets()).toEqual(['open']);
  });

  it('includes who joins while the callbacks are under way, and only then', () => {
    const round = new CallbackRound(1);
    const { bench, caseId } = round;
    addLateTarget(bench.db, caseId, round.complain());
    expect(round.targets()).toEqual([undefined, undefined]);
    round.prepare();
    addLateTarget(bench.db, caseId, round.complain());
    expect(round.targets()).toEqual(['open', 'open', 'open']);
  });

  it('counts nobody who withdrew meanwhile', () => {
    const round = new CallbackRound(2);
    round.prepare();
    withdrawTarget(round.bench.db, round.caseId, round.ids[0] ?? '');
    expect(round.prepare().targets).toBe(1);
  });
});
