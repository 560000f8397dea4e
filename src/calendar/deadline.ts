import { Temporal } from '@js-temporal/polyfill';
import type { TimeUnit } from '../duties/table.ts';
import { invalid } from '../errors.ts';
import { type OfficeHours, OfficeTime } from './office-time.ts';
import { chineseCalendar, type WorkCalendar } from './work-calendar.ts';

/** The office's time. Everything may be left out; the defaults are China's. */
export interface CalendarSettings {
  /** IANA zone, default Asia/Shanghai. */
  readonly timeZone?: string;
  /** Office hours of a working day, local `HH:MM` pairs in order, default 08:30–12:00 and 14:00–17:30. */
  readonly officeHours?: OfficeHours;
  readonly calendar?: WorkCalendar;
}

export interface DeadlineInput extends CalendarSettings {
  /** ms */
  readonly start: number;
  /** Whole number of units, 0 or more. */
  readonly amount: number;
  readonly unit: TimeUnit;
}

/** A day between start and deadline, and whether time ran on it: the answer to "why this date" (R9). */
export interface ExplainedDay {
  /** ISO date in the office's zone. */
  readonly date: string;
  readonly counted: boolean;
  /** Chinese. */
  readonly why: string;
}

export interface Deadline {
  /** ms */
  readonly dueAt: number;
  /** A day was passed whose holiday arrangement is not published yet: the date may move. */
  readonly provisional: boolean;
  /** Each day from the start's to the deadline's, in order. */
  readonly days: readonly ExplainedDay[];
}

/** Longest rule: a thousand units of days or hours. Seconds (drill) may be as many as a thousand hours have. */
const MOST = 1_000;
const HOUR_MS = 3_600_000;
const OFFICE_HOURS: OfficeHours = [
  ['08:30', '12:00'],
  ['14:00', '17:30'],
];

/** Most units that a deadline rule may have. */
export const mostUnits = (unit: TimeUnit): number => (unit === 'second' ? MOST * 3_600 : MOST);

/**
 * When something is due (R9). Working days: the day of receipt is not counted, receipt after office hours or on a rest
 * day counts as the next working day's, due at the end of the office hours of day n. Working hours: office hours only.
 * Days, hours, seconds: natural time without a break. An amount of 0 is due at the start itself.
 * @throws DomainError `invalid-deadline-rule` when the amount is no whole number from 0 to the unit's limit
 */
export function computeDeadline(input: DeadlineInput): Deadline {
  const { start, amount, unit } = input;
  const most = mostUnits(unit);
  if (!Number.isInteger(amount) || amount < 0 || amount > most)
    throw invalid('invalid-deadline-rule', `时限须为0至${most}之间的整数，现为${amount}。`, 'amount');
  const office = officeTime(input);
  if (amount === 0) return unmoved(office, start, unit);
  if (unit === 'working-day') return dueInWorkingDays(office, start, amount);
  if (unit === 'working-hour') return dueInOfficeTime(office, start, amount * HOUR_MS);
  return dueInNaturalTime(office, start, amount, unit);
}

/** The deadline after an extension: `amount` units counted on from the present deadline `dueAt` (ms). */
export function shiftDeadline({ dueAt, ...rule }: Omit<DeadlineInput, 'start'> & { readonly dueAt: number }): Deadline {
  return computeDeadline({ ...rule, start: dueAt });
}

export interface ResumeInput extends CalendarSettings {
  /** Deadline before the pause, ms. */
  readonly dueAt: number;
  readonly pausedAt: number;
  readonly resumedAt: number;
  /** Unit of the duty's deadline rule: it says in which time the pause is measured. */
  readonly unit: TimeUnit;
}

/**
 * The deadline after a pause, so that as much is left at `resumedAt` as was left at `pausedAt`: working days for rules
 * in working days (a pause within one working day moves nothing), office time for working hours, else elapsed time.
 * @throws DomainError `invalid-pause` when it ends before it begins
 */
export function resumeDeadline(input: ResumeInput): Deadline {
  const { dueAt, pausedAt, resumedAt, unit } = input;
  if (resumedAt < pausedAt) throw invalid('invalid-pause', '恢复时间不能早于暂停时间。', 'resumedAt');
  const office = officeTime(input);
  if (unit === 'working-day') {
    const amount = office.workingDaysBetween(pausedAt, resumedAt);
    return amount === 0 ? unmoved(office, dueAt, unit) : dueInWorkingDays(office, dueAt, amount);
  }
  if (unit === 'working-hour') {
    const paused = office.officeMsBetween(pausedAt, resumedAt);
    return paused === 0 ? unmoved(office, dueAt, unit) : dueInOfficeTime(office, dueAt, paused);
  }
  return { dueAt: dueAt + resumedAt - pausedAt, provisional: false, days: [] };
}

/**
 * When something is due for which a person set a date (R7c, R9): a date without a time, that is 00:00 in the office's
 * zone, means the end of that day's office hours; any other instant means itself.
 * @param setFor ms
 */
export function setDeadline(settings: CalendarSettings, setFor: number): number {
  const office = officeTime(settings);
  return office.isMidnight(setFor) ? office.endOf(office.dateOf(setFor)) : setFor;
}

/** The instant (ms) at which `percent` of the time from `start` to `due` has passed, for reminders before due. */
export function instantAtShare(start: number, due: number, percent: number): number {
  return Math.round(start + ((due - start) * percent) / 100);
}

/** ISO-8601 with the zone's offset and whole seconds, as the engine's FEEL reads it: `2026-11-24T17:30:00+08:00`. */
export function isoWithOffset(instant: number, timeZone = 'Asia/Shanghai'): string {
  return Temporal.Instant.fromEpochMilliseconds(instant).toString({ timeZone, smallestUnit: 'second' });
}

function officeTime(settings: CalendarSettings): OfficeTime {
  const { timeZone = 'Asia/Shanghai', officeHours = OFFICE_HOURS, calendar = chineseCalendar } = settings;
  return new OfficeTime(timeZone, officeHours, calendar);
}

/** Nothing to count; the deadline is still a guess if it lies in a year that is not published. */
function unmoved(office: OfficeTime, dueAt: number, unit: TimeUnit): Deadline {
  const working = unit === 'working-day' || unit === 'working-hour';
  const day = office.day(office.dateOf(dueAt).toString());
  return { dueAt, provisional: working && !day.published, days: [] };
}

function dueInWorkingDays(office: OfficeTime, start: number, amount: number): Deadline {
  const received = office.dateOfReceipt(start);
  const days: ExplainedDay[] = [];
  let provisional = false;
  let counted = 0;
  let date = office.dateOf(start);
  for (;;) {
    const day = office.day(date.toString());
    if (!day.published) provisional = true;
    const isCounted = day.working && Temporal.PlainDate.compare(date, received) > 0;
    if (isCounted) counted++;
    const why = isCounted ? `第${counted}个工作日` : whyNotCounted(office, start, date, received);
    days.push({ date: date.toString(), counted: isCounted, why: describe(why, day) });
    if (counted === amount) return { dueAt: office.endOf(date), provisional, days };
    date = date.add({ days: 1 });
  }
}

function whyNotCounted(
  office: OfficeTime,
  start: number,
  date: Temporal.PlainDate,
  received: Temporal.PlainDate,
): string {
  const isReceipt = date.equals(received);
  if (date.equals(office.dateOf(start))) {
    if (isReceipt) return '收到当日不计入';
    if (office.day(date.toString()).working) return '办公时间后收到，视为次一工作日收到';
    return '休息日收到，视为次一工作日收到';
  }
  return isReceipt ? '视为收到当日，不计入' : '休息日不计入';
}

function dueInOfficeTime(office: OfficeTime, start: number, amountMs: number): Deadline {
  const days: ExplainedDay[] = [];
  let provisional = false;
  let left = amountMs;
  let date = office.dateOf(start);
  for (;;) {
    const day = office.day(date.toString());
    if (!day.published) provisional = true;
    const { usedMs, lastAt } = office.spend(date, start, left);
    left -= usedMs;
    const why = usedMs > 0 ? `计${hours(usedMs)}小时` : day.working ? '办公时间已过，不计入' : '休息日不计入';
    days.push({ date: date.toString(), counted: usedMs > 0, why: describe(why, day) });
    if (left === 0) return { dueAt: lastAt, provisional, days };
    date = date.add({ days: 1 });
  }
}

function dueInNaturalTime(
  office: OfficeTime,
  start: number,
  amount: number,
  unit: 'day' | 'hour' | 'second',
): Deadline {
  const dueAt = office.addNatural(start, amount, unit);
  const days = office.dates(start, dueAt).map((date) => ({ date, counted: true, why: '自然时间连续计算' }));
  return { dueAt, provisional: false, days };
}

const describe = (why: string, { name, published }: { name: string; published: boolean }): string =>
  `${name}：${why}${published ? '' : '（当年节假日安排尚未公布，暂按周末推算）'}`;

/** Two decimals at most: 3.5, 0.25. */
const hours = (ms: number): number => Math.round((ms / HOUR_MS) * 100) / 100;
