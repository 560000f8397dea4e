import type { CalendarSettings, Deadline } from '../calendar/deadline.ts';
import { resumeDeadline, shiftDeadline } from '../calendar/deadline.ts';
import { conflict } from '../errors.ts';
import type { Duty, TimeUnit } from './table.ts';

/** A duty may be extended by at most so many working days in all (R9). */
export const MOST_EXTENSION_WORKING_DAYS = 10;

/**
 * What a unit counts against that limit, in working days. Natural time counts as if every day were a working day, which
 * never gives more than the rule allows.
 */
const WORKING_DAYS: Readonly<Record<TimeUnit, number>> = {
  'working-day': 1,
  'working-hour': 1 / 7,
  day: 1,
  hour: 1 / 24,
  second: 1 / 86_400,
};

export interface Extension {
  /** Whole number of units, from 1. */
  readonly amount: number;
  readonly unit: TimeUnit;
}

/**
 * The deadline after an extension, asked for before expiry (R9).
 * @param earlier extensions granted before
 * @throws DomainError `duty-not-open`, `duty-paused`, `duty-expired`, `extension-too-long`
 */
export function extendDuty(
  calendar: CalendarSettings,
  duty: Duty,
  earlier: readonly Extension[],
  extension: Extension,
  now: number,
): Deadline {
  assertRunning(duty, now);
  const total = [...earlier, extension].reduce((sum, { amount, unit }) => sum + amount * WORKING_DAYS[unit], 0);
  if (total > MOST_EXTENSION_WORKING_DAYS)
    throw conflict('extension-too-long', `延期累计不能超过 ${MOST_EXTENSION_WORKING_DAYS} 个工作日。`, 'amount');
  return shiftDeadline({ ...calendar, dueAt: duty.dueAt, ...extension });
}

/** Whether a duty's clock may be stopped. @throws DomainError `duty-not-open`, `duty-paused`, `duty-expired` */
export function assertRunning(duty: Duty, now: number): void {
  assertOpen(duty);
  if (duty.pausedAt !== null) throw conflict('duty-paused', '计时已经暂停，请先恢复。');
  if (now >= duty.dueAt) throw conflict('duty-expired', '时限已过，不能再延期或暂停。');
}

/** The deadline after a pause: as much is left as was. @throws DomainError `duty-not-open`, `duty-not-paused` */
export function resumeDuty(calendar: CalendarSettings, duty: Duty, now: number): Deadline {
  assertOpen(duty);
  const { dueAt, pausedAt, unit } = duty;
  if (pausedAt === null) throw conflict('duty-not-paused', '计时没有暂停。');
  return resumeDeadline({ ...calendar, dueAt, pausedAt, resumedAt: now, unit });
}

function assertOpen({ status }: Duty): void {
  if (status !== 'open') throw conflict('duty-not-open', '任务已经办结或收回，时限不再变动。');
}
