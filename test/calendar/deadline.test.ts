import { describe, expect, test } from 'vitest';
import {
  computeDeadline,
  instantAtShare,
  isoWithOffset,
  resumeDeadline,
  setDeadline,
  shiftDeadline,
} from '../../src/calendar/deadline.ts';
import type { TimeUnit } from '../../src/duties/table.ts';

/** Local time in China → ms. */
const at = (local: string): number => Date.parse(`${local}:00+08:00`);
const local = (instant: number): string => isoWithOffset(instant).slice(0, 16);
const due = (start: string, amount: number, unit: TimeUnit): string =>
  local(computeDeadline({ start: at(start), amount, unit }).dueAt);

describe('a deadline in working days', () => {
  test.each([
    ['the day of receipt is not counted', '2026-11-23T09:00', 1, '2026-11-24T17:30'],
    ['receipt at closing time is still that day', '2026-11-23T17:30', 1, '2026-11-24T17:30'],
    ['receipt after closing counts as the next working day', '2026-11-23T17:31', 1, '2026-11-25T17:30'],
    ['receipt before opening is that day', '2026-11-23T06:00', 1, '2026-11-24T17:30'],
    ['receipt on Friday evening counts as Monday', '2026-11-20T20:00', 1, '2026-11-24T17:30'],
    ['receipt on Saturday counts as Monday', '2026-11-21T10:00', 1, '2026-11-24T17:30'],
    ['a weekend between is skipped', '2026-11-19T10:00', 3, '2026-11-24T17:30'],
    ['National Day: seven days off are skipped', '2026-09-30T10:00', 1, '2026-10-08T17:30'],
    ['National Day: the make-up Saturday counts', '2026-09-30T10:00', 3, '2026-10-10T17:30'],
    ['National Day: the Sunday after it does not', '2026-09-30T10:00', 4, '2026-10-12T17:30'],
    ['National Day: the make-up Sunday before it counts', '2026-09-18T10:00', 1, '2026-09-20T17:30'],
    ['receipt on a make-up Saturday is that day', '2026-10-10T09:00', 1, '2026-10-12T17:30'],
    ['Spring Festival: the make-up Saturday before it counts', '2026-02-13T10:00', 1, '2026-02-14T17:30'],
    ['Spring Festival: nine days off are skipped', '2026-02-14T10:00', 1, '2026-02-24T17:30'],
    ['Spring Festival: five days end on the make-up Saturday after it', '2026-02-14T10:00', 5, '2026-02-28T17:30'],
    ['receipt during Spring Festival counts as the first day back', '2026-02-18T10:00', 1, '2026-02-25T17:30'],
  ])('%s', (_name, start, amount, expected) => {
    expect(due(start, amount, 'working-day')).toBe(expected);
  });

  test('explains each day in Chinese', () => {
    const { days } = computeDeadline({ start: at('2026-09-30T18:00'), amount: 2, unit: 'working-day' });
    expect(days.map(({ date, counted, why }) => `${date} ${counted ? '计' : '不计'} ${why}`)).toEqual([
      '2026-09-30 不计 周三：办公时间后收到，视为次一工作日收到',
      '2026-10-01 不计 国庆节放假：休息日不计入',
      '2026-10-02 不计 国庆节放假：休息日不计入',
      '2026-10-03 不计 国庆节放假：休息日不计入',
      '2026-10-04 不计 国庆节放假：休息日不计入',
      '2026-10-05 不计 国庆节放假：休息日不计入',
      '2026-10-06 不计 国庆节放假：休息日不计入',
      '2026-10-07 不计 国庆节放假：休息日不计入',
      '2026-10-08 不计 周四：视为收到当日，不计入',
      '2026-10-09 计 周五：第1个工作日',
      '2026-10-10 计 国庆节调休上班：第2个工作日',
    ]);
  });

  test('is explained day by day over the National Day holiday and its two make-up days', () => {
    const { days, dueAt } = computeDeadline({ start: at('2026-09-18T16:40'), amount: 11, unit: 'working-day' });
    expect(local(dueAt)).toBe('2026-10-10T17:30');
    expect(days.map(({ date, counted, why }) => [date, counted ? '计' : '', why])).toEqual([
      ['2026-09-18', '', '周五：收到当日不计入'],
      ['2026-09-19', '', '周六：休息日不计入'],
      ['2026-09-20', '计', '国庆节调休上班：第1个工作日'],
      ['2026-09-21', '计', '周一：第2个工作日'],
      ['2026-09-22', '计', '周二：第3个工作日'],
      ['2026-09-23', '计', '周三：第4个工作日'],
      ['2026-09-24', '计', '周四：第5个工作日'],
      ['2026-09-25', '', '中秋放假：休息日不计入'],
      ['2026-09-26', '', '中秋放假：休息日不计入'],
      ['2026-09-27', '', '中秋放假：休息日不计入'],
      ['2026-09-28', '计', '周一：第6个工作日'],
      ['2026-09-29', '计', '周二：第7个工作日'],
      ['2026-09-30', '计', '周三：第8个工作日'],
      ['2026-10-01', '', '国庆节放假：休息日不计入'],
      ['2026-10-02', '', '国庆节放假：休息日不计入'],
      ['2026-10-03', '', '国庆节放假：休息日不计入'],
      ['2026-10-04', '', '国庆节放假：休息日不计入'],
      ['2026-10-05', '', '国庆节放假：休息日不计入'],
      ['2026-10-06', '', '国庆节放假：休息日不计入'],
      ['2026-10-07', '', '国庆节放假：休息日不计入'],
      ['2026-10-08', '计', '周四：第9个工作日'],
      ['2026-10-09', '计', '周五：第10个工作日'],
      ['2026-10-10', '计', '国庆节调休上班：第11个工作日'],
    ]);
  });

  test('follows the office hours, zone and calendar that are handed in', () => {
    const everyDay = { day: () => ({ working: true, name: '工作日', published: true }) };
    const { dueAt } = computeDeadline({
      start: Date.parse('2026-07-04T15:00:00Z'),
      amount: 1,
      unit: 'working-day',
      timeZone: 'Europe/Berlin',
      officeHours: [['09:00', '16:00']],
      calendar: everyDay,
    });
    expect(new Date(dueAt).toISOString()).toBe('2026-07-06T14:00:00.000Z');
  });
});

describe('a deadline in working hours', () => {
  test.each([
    ['runs within the morning', '2026-11-23T09:00', 2, '2026-11-23T11:00'],
    ['skips the lunch break', '2026-11-23T11:30', 1, '2026-11-23T14:30'],
    ['may end as the morning ends', '2026-11-23T08:30', 3.5 * 2, '2026-11-23T17:30'],
    ['goes on the next morning', '2026-11-23T17:00', 1, '2026-11-24T09:00'],
    ['begins when the offices open', '2026-11-23T22:00', 1, '2026-11-24T09:30'],
    ['skips the weekend', '2026-11-20T17:00', 1, '2026-11-23T09:00'],
    ['runs on a make-up Saturday', '2026-10-09T17:00', 1, '2026-10-10T09:00'],
  ])('%s', (_name, start, amount, expected) => {
    expect(due(start, amount, 'working-hour')).toBe(expected);
  });

  test('explains how much of each day was used', () => {
    const { days } = computeDeadline({ start: at('2026-11-20T17:00'), amount: 2, unit: 'working-hour' });
    expect(days.map(({ why }) => why)).toEqual([
      '周五：计0.5小时',
      '周六：休息日不计入',
      '周日：休息日不计入',
      '周一：计1.5小时',
    ]);
  });
});

test.each([
  ['day', 7, '2026-10-08T20:00'],
  ['hour', 24, '2026-10-02T20:00'],
  ['second', 60, '2026-10-01T20:01'],
] as const)('a deadline in natural time (%s) runs through holidays and nights', (unit, amount, expected) => {
  expect(due('2026-10-01T20:00', amount, unit)).toBe(expected);
});

test.each([-1, 1.5, Number.NaN, 1_001])('an amount of %s is refused', (amount) => {
  expect(() => computeDeadline({ start: 0, amount, unit: 'working-day' })).toThrow(
    expect.objectContaining({ code: 'invalid-deadline-rule' }),
  );
});

describe('a year that is not published', () => {
  test('makes the deadline provisional and says so', () => {
    const found = computeDeadline({ start: at('2090-03-01T10:00'), amount: 1, unit: 'working-day' });
    expect(found.provisional).toBe(true);
    expect(found.days.at(-1)?.why).toContain('尚未公布');
  });

  test('reaches into the last week of the year before, which that notice may move', () => {
    const known = (start: string) => !computeDeadline({ start: at(start), amount: 1, unit: 'working-day' }).provisional;
    expect(known('2025-12-29T10:00')).toBe(true);
    const last = lastPublishedYear();
    expect(known(`${last}-12-14T10:00`)).toBe(true);
    expect(known(`${last}-12-28T10:00`)).toBe(false);
  });

  test('does not touch natural time', () => {
    expect(computeDeadline({ start: at('2090-03-01T10:00'), amount: 3, unit: 'day' }).provisional).toBe(false);
  });

  test('stays provisional when nothing is added', () => {
    const still = shiftDeadline({ dueAt: at('2090-03-01T17:30'), amount: 0, unit: 'working-day' });
    expect(still).toMatchObject({ dueAt: at('2090-03-01T17:30'), provisional: true });
  });

  /** The data grows by a year each autumn. */
  function lastPublishedYear(): number {
    let year = 2026;
    while (!computeDeadline({ start: at(`${year + 1}-06-01T10:00`), amount: 1, unit: 'working-day' }).provisional)
      year++;
    return year;
  }
});

test.each([
  ['a date means the end of its office hours', '2026-11-30T00:00', '2026-11-30T17:30'],
  ['an instant means itself', '2026-11-30T10:15', '2026-11-30T10:15'],
])('a date that a person set: %s', (_name, setFor, expected) => {
  expect(local(setDeadline({}, at(setFor)))).toBe(expected);
});

test('an extension counts on from the present deadline', () => {
  const { dueAt } = shiftDeadline({ dueAt: at('2026-09-30T17:30'), amount: 2, unit: 'working-day' });
  expect(local(dueAt)).toBe('2026-10-09T17:30');
});

describe('a pause', () => {
  const resumed = (unit: TimeUnit, dueAt: string, pausedAt: string, resumedAt: string): string =>
    local(resumeDeadline({ dueAt: at(dueAt), pausedAt: at(pausedAt), resumedAt: at(resumedAt), unit }).dueAt);

  test.each([
    ['within a working day moves no working-day deadline', '2026-11-24T09:00', '2026-11-24T16:00', '2026-11-26T17:30'],
    ['over one night moves it by a day', '2026-11-24T16:00', '2026-11-25T09:00', '2026-11-27T17:30'],
    ['over a weekend alone moves it by nothing', '2026-11-20T18:00', '2026-11-23T09:00', '2026-11-26T17:30'],
    ['of two days moves it over the weekend', '2026-11-23T10:00', '2026-11-25T10:00', '2026-11-30T17:30'],
  ])('%s', (_name, pausedAt, resumedAt, expected) => {
    expect(resumed('working-day', '2026-11-26T17:30', pausedAt, resumedAt)).toBe(expected);
  });

  test('gives back the office time of a working-hour deadline', () => {
    expect(resumed('working-hour', '2026-11-24T10:00', '2026-11-23T17:00', '2026-11-24T09:00')).toBe(
      '2026-11-24T11:00',
    );
  });

  test('gives back the elapsed time of a natural deadline', () => {
    expect(resumed('hour', '2026-11-24T10:00', '2026-11-23T22:00', '2026-11-24T01:30')).toBe('2026-11-24T13:30');
  });

  test('that ends before it begins is refused', () => {
    expect(() => resumeDeadline({ dueAt: 10, pausedAt: 5, resumedAt: 4, unit: 'hour' })).toThrow(
      expect.objectContaining({ code: 'invalid-pause' }),
    );
  });
});

test('a share of the time lies between start and due', () => {
  expect(instantAtShare(1_000, 2_000, 80)).toBe(1_800);
});

test('an instant is written with the offset of its zone', () => {
  expect(isoWithOffset(Date.parse('2026-11-24T09:30:00.250Z'))).toBe('2026-11-24T17:30:00+08:00');
});
