import { describe, expect, it } from 'vitest';
import { checkObjection, objectionDeadline } from '../../src/handling/rules.ts';

const at = (time: string) => Date.parse(`${time}+08:00`);
/** The last working day before the National Day week of 2026. */
const DISPATCHED = at('2026-09-30T10:00:00');
const iso = (ms: number | null) => ms && new Date(ms).toISOString();

describe('objectionDeadline', () => {
  it('is the end of the second working day, holidays and make-up days considered', () => {
    expect(iso(objectionDeadline({}, 'standard', DISPATCHED))).toBe('2026-10-09T09:30:00.000Z');
  });

  it('is 24 natural hours in an urgent matter, and never over in a drill', () => {
    expect(objectionDeadline({}, 'urgent', DISPATCHED)).toBe(DISPATCHED + 24 * 3_600_000);
    expect(objectionDeadline({}, 'drill', DISPATCHED)).toBeNull();
  });
});

describe('checkObjection', () => {
  const objection = { mayObject: true, profile: 'standard', dispatchedAt: DISPATCHED, grounds: '不属职责' } as const;
  const check =
    (change: object, now = DISPATCHED) =>
    () =>
      checkObjection({}, { ...objection, ...change }, now);
  const until = objectionDeadline({}, 'standard', DISPATCHED) ?? 0;

  it('takes one with grounds until the very end', () => {
    expect(check({}, until)).not.toThrow();
    expect(check({ profile: 'drill' }, until * 2)).not.toThrow();
  });

  it.each([
    ['too late', {}, until + 1, 409, 'objection-too-late'],
    ['too late for an urgent matter', { profile: 'urgent' }, until, 409, 'objection-too-late'],
    ['of whom the platform has decided for', { mayObject: false }, DISPATCHED, 409, 'objection-after-decision'],
    ['without grounds', { grounds: ' ' }, DISPATCHED, 400, 'objection-without-grounds'],
  ])('refuses one %s', (_what, change, now, status, code) => {
    expect(check(change, now)).toThrow(expect.objectContaining({ status, code }));
  });
});
