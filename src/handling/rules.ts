import { type CalendarSettings, computeDeadline } from '../calendar/deadline.ts';
import type { Profile } from '../cases/table.ts';
import { conflict, invalid } from '../errors.ts';

/** A misdispatch is returned within 2 working days with the reason (R9, as in Shandong's 12345 rules). */
export const OBJECTION_WORKING_DAYS = 2;
/** The same in an urgent matter, which runs in natural hours. */
export const OBJECTION_URGENT_HOURS = 24;

/**
 * Until when a department may say that a matter is not its own.
 * @param dispatchedAt when it was given the matter, ms
 * @returns ms; null in a drill, whose clocks run in seconds
 */
export function objectionDeadline(calendar: CalendarSettings, profile: Profile, dispatchedAt: number): number | null {
  if (profile === 'drill') return null;
  const rule =
    profile === 'urgent'
      ? ({ amount: OBJECTION_URGENT_HOURS, unit: 'hour' } as const)
      : ({ amount: OBJECTION_WORKING_DAYS, unit: 'working-day' } as const);
  return computeDeadline({ ...calendar, ...rule, start: dispatchedAt }).dueAt;
}

/** What decides whether a department may object. */
export interface Objection {
  readonly mayObject: boolean;
  readonly profile: Profile;
  /** ms */
  readonly dispatchedAt: number;
  /** What it says for itself. */
  readonly grounds: string;
}

/**
 * Whether an objection (不属本部门职责) is taken at `now` (ms).
 * @throws DomainError `objection-after-decision` when the platform has just decided for this department,
 * `objection-too-late`, `objection-without-grounds`
 */
export function checkObjection(calendar: CalendarSettings, objection: Objection, now: number): void {
  const { mayObject, profile, dispatchedAt, grounds } = objection;
  if (!mayObject) throw conflict('objection-after-decision', '平台已经指定由本部门办理，不能再提出异议。');
  const until = objectionDeadline(calendar, profile, dispatchedAt);
  if (until !== null && now > until)
    throw conflict(
      'objection-too-late',
      profile === 'urgent'
        ? `紧急事项的异议应在派单后 ${OBJECTION_URGENT_HOURS} 小时内提出，现已超过期限。`
        : `异议应在派单后 ${OBJECTION_WORKING_DAYS} 个工作日内提出，现已超过期限。`,
    );
  if (grounds.trim() === '') throw invalid('objection-without-grounds', '提出异议须写明理由和依据。', 'opinion');
}
