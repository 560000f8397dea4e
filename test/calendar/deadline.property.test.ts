import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { computeDeadline, resumeDeadline, shiftDeadline } from '../../src/calendar/deadline.ts';
import { OfficeTime } from '../../src/calendar/office-time.ts';
import {
  calendarFrom,
  chineseCalendar,
  importedFirst,
  type NoticeDay,
  plainDay,
  type WorkCalendar,
} from '../../src/calendar/work-calendar.ts';
import type { TimeUnit } from '../../src/duties/table.ts';

/** Any second of two published years, with both long holidays twice, and of one that is imported or unknown. */
const instant = fc
  .integer({ min: Date.parse('2025-01-01T00:00:00Z') / 1000, max: Date.parse('2027-11-30T00:00:00Z') / 1000 })
  .map((seconds) => seconds * 1000);
const amount = fc.integer({ min: 0, max: 25 });
const unit = fc.constantFrom<TimeUnit>('working-day', 'working-hour', 'day', 'hour', 'second');
const RUNS = { numRuns: 150 };

/** A notice of 2027 as no government would publish it: any days of the year off or worked, and some around it. */
const notice = fc
  .uniqueArray(fc.integer({ min: -7, max: 371 }), { maxLength: 60 })
  .chain((days) => fc.tuple(...days.map((day) => fc.tuple(fc.constant(isoDay(day)), fc.boolean()))))
  .map((days) => {
    const found = new Map<string, NoticeDay>(days.map(([date, working]) => [date, { working, name: '某节' }]));
    return { knows: (year: number) => year === 2027, day: (date: string) => found.get(date) };
  });
const calendar: fc.Arbitrary<WorkCalendar> = fc.oneof(
  fc.constant(chineseCalendar),
  notice.map((imported) => calendarFrom(importedFirst(imported))),
);

function isoDay(ofYear: number): string {
  return new Date(Date.UTC(2027, 0, 1 + ofYear)).toISOString().slice(0, 10);
}

const officeOf = (of: WorkCalendar) =>
  new OfficeTime(
    'Asia/Shanghai',
    [
      ['08:30', '12:00'],
      ['14:00', '17:30'],
    ],
    of,
  );

describe('every deadline', () => {
  test('a later start never ends earlier', () => {
    fc.assert(
      fc.property(calendar, instant, instant, amount, unit, (calendar, a, b, n, u) => {
        const first = computeDeadline({ calendar, start: Math.min(a, b), amount: n, unit: u });
        const second = computeDeadline({ calendar, start: Math.max(a, b), amount: n, unit: u });
        expect(second.dueAt).toBeGreaterThanOrEqual(first.dueAt);
      }),
      RUNS,
    );
  });

  test('n and then m units end like n + m', () => {
    fc.assert(
      fc.property(calendar, instant, amount, amount, unit, (calendar, start, n, m, u) => {
        const once = computeDeadline({ calendar, start, amount: n, unit: u });
        const twice = shiftDeadline({ calendar, dueAt: once.dueAt, amount: m, unit: u });
        expect(twice.dueAt).toBe(computeDeadline({ calendar, start, amount: n + m, unit: u }).dueAt);
      }),
      RUNS,
    );
  });

  test('in working time is never due on a rest day', () => {
    fc.assert(
      fc.property(calendar, instant, fc.integer({ min: 1, max: 25 }), (calendar, start, n) => {
        const office = officeOf(calendar);
        for (const u of ['working-day', 'working-hour'] as const) {
          const date = office.dateOf(computeDeadline({ calendar, start, amount: n, unit: u }).dueAt).toString();
          expect(calendar.day(date).working).toBe(true);
        }
      }),
      RUNS,
    );
  });

  test('counts exactly its working days in the explanation', () => {
    fc.assert(
      fc.property(calendar, instant, amount, (calendar, start, n) => {
        const { days } = computeDeadline({ calendar, start, amount: n, unit: 'working-day' });
        const counted = days.filter((day) => day.counted);
        expect(counted).toHaveLength(n);
        expect(counted.every(({ date }) => calendar.day(date).working)).toBe(true);
      }),
      RUNS,
    );
  });
});

describe('every pause', () => {
  test('of n working days moves the end by n working days', () => {
    fc.assert(
      fc.property(calendar, instant, amount, amount, (calendar, start, days, n) => {
        const before = computeDeadline({ calendar, start, amount: days + 1, unit: 'working-day' });
        const resumedAt = computeDeadline({ calendar, start, amount: n, unit: 'working-day' }).dueAt;
        const pause = { pausedAt: start, resumedAt };
        const after = resumeDeadline({ calendar, dueAt: before.dueAt, ...pause, unit: 'working-day' });
        const moved = shiftDeadline({ calendar, dueAt: before.dueAt, amount: n, unit: 'working-day' });
        expect(after.dueAt).toBe(moved.dueAt);
      }),
      RUNS,
    );
  });

  test('leaves as much working time as there was', () => {
    fc.assert(
      fc.property(calendar, instant, fc.integer({ min: 0, max: 30 * 86_400 }), amount, (calendar, at, seconds, n) => {
        const office = officeOf(calendar);
        const pause = { pausedAt: at, resumedAt: at + seconds * 1000 };
        const days = computeDeadline({ calendar, start: at, amount: n, unit: 'working-day' }).dueAt;
        const movedDays = resumeDeadline({ calendar, dueAt: days, ...pause, unit: 'working-day' }).dueAt;
        if (n > 0) expect(office.workingDaysBetween(pause.resumedAt, movedDays)).toBe(n);
        const hours = computeDeadline({ calendar, start: at, amount: n, unit: 'working-hour' }).dueAt;
        const movedHours = resumeDeadline({ calendar, dueAt: hours, ...pause, unit: 'working-hour' }).dueAt;
        expect(office.officeMsBetween(pause.resumedAt, movedHours)).toBe(n * 3_600_000);
      }),
      RUNS,
    );
  });
});

describe('every imported year', () => {
  test('says of each of its days what its notice says, and else what the week says', () => {
    fc.assert(
      fc.property(notice, fc.integer({ min: 0, max: 357 }), (imported, day) => {
        const date = isoDay(day);
        const found = calendarFrom(importedFirst(imported)).day(date);
        expect(found.working).toBe((imported.day(date) ?? plainDay(date)).working);
        expect(found.published).toBe(true);
      }),
      RUNS,
    );
  });

  test('leaves the years around it as they were', () => {
    fc.assert(
      fc.property(notice, instant, (imported, at) => {
        const date = new Date(at).toISOString().slice(0, 10);
        fc.pre(date < '2026-12-25');
        expect(calendarFrom(importedFirst(imported)).day(date)).toEqual(chineseCalendar.day(date));
      }),
      RUNS,
    );
  });
});
