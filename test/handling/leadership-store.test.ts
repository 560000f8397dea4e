import { describe, expect, it } from 'vitest';
import { addEvent } from '../../src/cases/events.ts';
import { interruptionReason } from '../../src/handling/leadership-store.ts';
import { Bench } from '../support/worker.ts';

const PROPOSED = 'leadership-proposed';

describe('why the team was interrupted', () => {
  it.each([
    ['overdue', ['leadership-requested', 'redo-started', 'team-convened', 'progress-noted']],
    ['not-agreed', ['team-convened', 'coordination-failed']],
    ['by-hand', ['team-convened', 'leadership-requested']],
    ['objections-unresolved', ['team-convened', PROPOSED]],
    ['by-hand', ['team-convened', PROPOSED, 'leadership-requested']],
    ['overdue', [PROPOSED, 'leadership-taken-over', 'team-convened']],
    ['by-hand', []],
  ])('is %s after %j', (reason, types) => {
    const bench = new Bench();
    const caseId = bench.addCase();
    const data = { reason: 'objections-unresolved' };
    for (const type of types)
      addEvent(bench.db, { personId: null, origin: 'test' }, { caseId, at: bench.now, type, stage: 'report', data });
    expect(interruptionReason(bench.db, caseId)).toBe(reason);
  });
});
