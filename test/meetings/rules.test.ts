import { describe, expect, it } from 'vitest';
import { carryingOutRole, checkMeetingAnswer, dueOnDate, endOfDate, instantOf } from '../../src/meetings/rules.ts';

const SETTINGS = { timeZone: 'Asia/Shanghai' };
const at = (text: string) => Date.parse(text);
const NOW = at('2026-11-23T09:00:00+08:00');
const check =
  (step: string, data: Record<string, unknown>, heldAt: number | null = NOW - 1) =>
  () =>
    checkMeetingAnswer(step, data, heldAt, NOW, SETTINGS);

describe('a date that a person set', () => {
  it.each([
    ['2026-11-25', '2026-11-25T17:30:00+08:00'],
    ['2026-11-28', '2026-11-28T17:30:00+08:00'],
  ])('%s means the end of its office hours, on a rest day too', (date, end) => {
    expect(endOfDate(date, 'dueOn', SETTINGS)).toBe(at(end));
  });

  it('is today at the earliest, and not after the offices have closed', () => {
    expect(dueOnDate('2026-11-23', 'dueOn', NOW, SETTINGS)).toBe(at('2026-11-23T17:30:00+08:00'));
    const inPast = expect.objectContaining({ code: 'date-in-past', status: 400, field: 'dueOn' });
    expect(() => dueOnDate('2026-11-22', 'dueOn', NOW, SETTINGS)).toThrow(inPast);
    const evening = at('2026-11-23T20:00:00+08:00');
    expect(() => dueOnDate('2026-11-23', 'dueOn', evening, SETTINGS)).toThrow(inPast);
  });

  it('may be written with or without an offset, and is refused when it is none', () => {
    expect(instantOf('2026-11-23T15:00', 'heldAt', SETTINGS)).toBe(at('2026-11-23T15:00:00+08:00'));
    expect(instantOf('2026-11-23T15:00:00Z', 'heldAt', SETTINGS)).toBe(at('2026-11-23T23:00:00+08:00'));
    expect(() => instantOf('2026-11-31T15:00', 'heldAt', SETTINGS)).toThrow(
      expect.objectContaining({ code: 'invalid-date', field: 'heldAt' }),
    );
  });
});

describe('checkMeetingAnswer', () => {
  it('takes no minutes before the meeting, but hears that it is not held', () => {
    const early = expect.objectContaining({ code: 'meeting-not-held-yet', status: 409 });
    expect(check('hold-meeting', { outcome: 'held' }, NOW + 1)).toThrow(early);
    expect(check('hold-joint-meeting', { outcome: 'resolved' }, NOW + 1)).toThrow(early);
    expect(check('hold-meeting', { outcome: 'cancelled' }, NOW + 1)).not.toThrow();
    expect(check('hold-meeting', { outcome: 'held' }, NOW)).not.toThrow();
    expect(check('hold-joint-meeting', { outcome: 'resolved' }, null)).not.toThrow();
  });

  it.each([
    ['hold-meeting', 'decisions'],
    ['hold-joint-meeting', 'items'],
    ['leader-decision', 'items'],
  ])('%s: nothing is due in the past', (step, list) => {
    const rows = (dueOn?: string) => ({ outcome: 'held', [list]: [{}, { ...(dueOn ? { dueOn } : {}) }] });
    expect(check(step, rows('2026-11-20'))).toThrow(
      expect.objectContaining({ code: 'date-in-past', status: 400, field: `${list}.1.dueOn` }),
    );
    expect(check(step, rows('2026-11-23'))).not.toThrow();
    expect(check(step, rows())).not.toThrow();
    expect(check(step, { outcome: 'held' })).not.toThrow();
  });

  it('call-joint-meeting: not for the past', () => {
    expect(check('call-joint-meeting', { heldAt: '2026-11-23T08:58' })).toThrow(
      expect.objectContaining({ code: 'meeting-in-past', status: 400, field: 'heldAt' }),
    );
    expect(check('call-joint-meeting', { heldAt: '2026-11-23T08:59:00' })).not.toThrow();
    expect(check('call-joint-meeting', { heldAt: '2026-11-24T14:30' })).not.toThrow();
  });

  it('lets every other step pass', () => {
    expect(check('report', { heldAt: '2020-01-01', items: [{ dueOn: '2020-01-01' }] }, NOW + 1)).not.toThrow();
  });
});

it('a department’s handler and a town’s officer carry out what was decided, nobody else', () => {
  expect(carryingOutRole('department', 'a')).toBe('handler');
  expect(carryingOutRole('town', 'a')).toBe('town-officer');
  for (const kind of ['platform', 'city', undefined] as const)
    expect(() => carryingOutRole(kind, 'a')).toThrow(expect.objectContaining({ code: 'unknown-owner' }));
});
