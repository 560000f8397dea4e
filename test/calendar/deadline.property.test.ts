import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { computeDeadline, resumeDeadline, shiftDeadline } from '../../src/calendar/deadline.ts';
import { OfficeTime } from '../../src/calendar/office-time.ts';
import { chineseCalendar } from '../../src/calendar/work-calendar.ts';
import type { TimeUnit } from '../../src/duties/table.ts';

/** Any second of two published years, with both long holidays twice. */
const instant = fc
  .integer({ min: Date.parse('2025-01-01T00:00:00Z') / 1000, max: Date.parse('2026-11-30T00:00:00Z') / 1000 })
  .map((seconds) => seconds * 1000);
const amount = fc.integer({ min: 0, max: 25 });
const unit = fc.constantFrom<TimeUnit>('working-day', 'working-hour', 'day', 'hour', 'second');
const RUNS = { numRuns: 150 };

const office = new OfficeTime(
  'Asia/Shanghai',
  [
    ['08:30', '12:00'],
    ['14:00', '17:30'],
  ],
  chineseCalendar,
);

describe('every deadline', () => {
  test('a later start never ends earlier', () => {
    fc.assert(
      fc.property(instant, instant, amount, unit, (a, b, n, u) => {
        const first = computeDeadline({ start: Math.min(a, b), amount: n, unit: u });
        const second = computeDeadline({ start: Math.max(a, b), amount: n, unit: u });
        expect(second.dueAt).toBeGreaterThanOrEqual(first.dueAt);
      }),
      RUNS,
    );
  });

  test('n and then m units end like n + m', () => {
    fc.assert(
      fc.property(instant, amount, amount, unit, (start, n, m, u) => {
        const once = computeDeadline({ start, amount: n, unit: u });
        const twice = shiftDeadline({ dueAt: once.dueAt, amount: m, unit: u });
        expect(twice.dueAt).toBe(computeDeadline({ start, amount: n + m, unit: u }).dueAt);
      }),
      RUNS,
    );
  });

  test('in working time lies on a working day', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 1, max: 25 }), (start, n) => {
        for (const u of ['working-day', 'working-hour'] as const) {
          const date = office.dateOf(computeDeadline({ start, amount: n, unit: u }).dueAt).toString();
          expect(chineseCalendar.day(date).working).toBe(true);
        }
      }),
      RUNS,
    );
  });

  test('counts exactly its working days in the explanation', () => {
    fc.assert(
      fc.property(instant, amount, (start, n) => {
        const { days } = computeDeadline({ start, amount: n, unit: 'working-day' });
        expect(days.filter(({ counted }) => counted)).toHaveLength(n);
      }),
      RUNS,
    );
  });
});

describe('every pause', () => {
  test('of n working days moves the end by n working days', () => {
    fc.assert(
      fc.property(instant, amount, amount, (start, days, n) => {
        const before = computeDeadline({ start, amount: days + 1, unit: 'working-day' });
        const resumedAt = computeDeadline({ start, amount: n, unit: 'working-day' }).dueAt;
        const after = resumeDeadline({ dueAt: before.dueAt, pausedAt: start, resumedAt, unit: 'working-day' });
        expect(after.dueAt).toBe(shiftDeadline({ dueAt: before.dueAt, amount: n, unit: 'working-day' }).dueAt);
      }),
      RUNS,
    );
  });

  test('leaves as much working time as there was', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 0, max: 30 * 86_400 }), amount, (pausedAt, seconds, n) => {
        const resumedAt = pausedAt + seconds * 1000;
        const days = computeDeadline({ start: pausedAt, amount: n, unit: 'working-day' }).dueAt;
        const movedDays = resumeDeadline({ dueAt: days, pausedAt, resumedAt, unit: 'working-day' }).dueAt;
        if (n > 0) expect(office.workingDaysBetween(resumedAt, movedDays)).toBe(n);
        const hours = computeDeadline({ start: pausedAt, amount: n, unit: 'working-hour' }).dueAt;
        const movedHours = resumeDeadline({ dueAt: hours, pausedAt, resumedAt, unit: 'working-hour' }).dueAt;
        expect(office.officeMsBetween(resumedAt, movedHours)).toBe(n * 3_600_000);
      }),
      RUNS,
    );
  });
});
