import type { CalendarSettings, Deadline } from '../calendar/deadline.ts';
import { resumeDeadline, shiftDeadline } from '../calendar/deadline.ts';
import { conflict } from '../errors.ts';
import { UNIT_WORDS } from './deadline-rule.ts';
import type { Duty } from './table.ts';

/** Reason of a resumption for which nobody wrote one. */
export const RESUMED = '恢复计时';

/** What an extension may still add, in units of the duty's own rule. A date that a person set stands for the amount. */
export function extensionLeft(
  { amount, limit, setDueAt }: Pick<Duty, 'amount' | 'limit' | 'setDueAt'>,
  granted: number,
): number {
  return Math.max(0, (setDueAt === null ? limit - amount : limit) - granted);
}

/**
 * Whether a duty may be extended by so many more units of its own rule: asked for before expiry and within the rule's
 * limit (R9).
 * @param granted units of earlier extensions
 * @throws DomainError `duty-not-open`, `duty-paused`, `duty-expired`, `extension-too-long`
 */
export function assertExtendable(duty: Duty, granted: number, amount: number, now: number): void {
  assertRunning(duty, now);
  const left = extensionLeft(duty, granted);
  if (amount <= left) return;
  const unit = UNIT_WORDS[duty.unit];
  throw conflict(
    'extension-too-long',
    left === 0 ? '延期已到时限规则的上限，不能再延。' : `超过时限规则的上限，最多还可延期${left}${unit}。`,
    'amount',
  );
}

/** The deadline after an extension. It stays provisional when it was. */
export function extendedDeadline(
  calendar: CalendarSettings,
  { dueAt, unit, provisional }: Pick<Duty, 'dueAt' | 'unit' | 'provisional'>,
  amount: number,
): Deadline {
  const moved = shiftDeadline({ ...calendar, dueAt, unit, amount });
  return { ...moved, provisional: provisional || moved.provisional };
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
  if (duty.pausedAt === null) throw conflict('duty-not-paused', '计时没有暂停。');
  return resumedDeadline(calendar, duty, duty.pausedAt, now);
}

/** The deadline after a pause from one instant to another (ms). It stays provisional when it was. */
export function resumedDeadline(
  calendar: CalendarSettings,
  { dueAt, unit, provisional }: Pick<Duty, 'dueAt' | 'unit' | 'provisional'>,
  pausedAt: number,
  resumedAt: number,
): Deadline {
  const moved = resumeDeadline({ ...calendar, dueAt, unit, pausedAt, resumedAt });
  return { ...moved, provisional: provisional || moved.provisional };
}

function assertOpen({ status }: Duty): void {
  if (status !== 'open') throw conflict('duty-not-open', '任务已经办结或收回，时限不再变动。');
}
