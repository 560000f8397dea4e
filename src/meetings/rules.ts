import { type CalendarSettings, setDeadline } from '../calendar/deadline.ts';
import { conflict, DomainError, invalid } from '../errors.ts';
import { parseInstant } from '../intake/rules.ts';
import type { OrganisationKind, Role } from '../register/table.ts';

/** How long ago a meeting that is called "now" may have begun, ms: clocks are a little apart, a form takes its time. */
const GRACE_MS = 60_000;
const CITY_ZONE = 'Asia/Shanghai';

/** Kinds of organisations that have people who can be called together or given something to carry out, and in which role. */
export const ROLE_OF_KIND: Readonly<Partial<Record<OrganisationKind, Role>>> = {
  department: 'handler',
  town: 'town-officer',
  platform: 'operator',
  'leading-group': 'leader',
};

/**
 * In which role an organisation carries out what was decided (R6a, R7c): a department's handler, a town's officer.
 * @throws DomainError `unknown-owner` for any other kind, or none
 */
export function carryingOutRole(kind: OrganisationKind | undefined, organisationId: string): Role {
  const role = kind === 'department' || kind === 'town' ? ROLE_OF_KIND[kind] : undefined;
  if (!role)
    throw new DomainError(
      'unknown-owner',
      422,
      `责任单位“${organisationId}”不是部门或镇街，无法交办。请核对组织机构。`,
    );
  return role;
}

/**
 * An instant that somebody typed in, ISO 8601; without an offset it is the city's time.
 * @returns ms
 * @throws DomainError `invalid-date`
 */
export function instantOf(text: string, field: string, { timeZone = CITY_ZONE }: CalendarSettings): number {
  const instant = parseInstant(text, timeZone);
  if (instant === undefined) throw invalid('invalid-date', '不是有效的日期和时间。', field);
  return instant;
}

/** End of the office hours of a date that a person set (ISO), ms. @throws DomainError `invalid-date` */
export const endOfDate = (date: string, field: string, settings: CalendarSettings): number =>
  setDeadline(settings, instantOf(date, field, settings));

/** @param heldAt ms @throws DomainError `meeting-in-past` */
export function assertMeetingAhead(heldAt: number, now: number): void {
  if (heldAt < now - GRACE_MS) throw invalid('meeting-in-past', '会议时间不能早于现在。', 'heldAt');
}

/**
 * Until when something is to be done on a date that a person set (ISO), ms.
 * @throws DomainError `date-in-past` when the offices have closed on it
 */
export function dueOnDate(date: string, field: string, now: number, settings: CalendarSettings): number {
  const dueAt = endOfDate(date, field, settings);
  if (dueAt < now) throw invalid('date-in-past', '完成日期不能早于今天。', field);
  return dueAt;
}

type Answer = Readonly<Record<string, unknown>>;

/** Steps whose form has a list of things to carry out, with the name of that list. */
const LISTS: Readonly<Record<string, string>> = {
  'hold-meeting': 'decisions',
  'hold-joint-meeting': 'items',
  'leader-decision': 'items',
};

/**
 * Whether the answer of a step about meetings makes sense in time (issue point 7): there are no minutes before the meeting,
 * nothing is due in the past, no meeting is called for the past. Other steps pass.
 * @param meetingHeldAt when the meeting is held that the step is about, ms; null where there is none
 * @param now ms
 * @throws DomainError `meeting-not-held-yet`, `date-in-past`, `meeting-in-past`
 */
export function checkMeetingAnswer(
  step: string,
  data: Answer,
  meetingHeldAt: number | null,
  now: number,
  settings: CalendarSettings,
): void {
  if (step === 'call-joint-meeting') assertMeetingAhead(instantOf(String(data.heldAt), 'heldAt', settings), now);
  if (step === 'hold-joint-meeting' || (step === 'hold-meeting' && data.outcome === 'held'))
    assertHeld(meetingHeldAt, now);
  const list = LISTS[step];
  if (list !== undefined) checkDates(data[list], list, now, settings);
}

function assertHeld(heldAt: number | null, now: number): void {
  if (heldAt !== null && heldAt > now)
    throw conflict('meeting-not-held-yet', '会议还没有开，不能提交纪要；会议不开的，请填写“取消”和理由。');
}

function checkDates(rows: unknown, list: string, now: number, settings: CalendarSettings): void {
  for (const [i, { dueOn }] of rowsOf(rows).entries())
    if (typeof dueOn === 'string') dueOnDate(dueOn, `${list}.${i}.dueOn`, now, settings);
}

/** Rows of a form's list; none when it was left out. */
export const rowsOf = (list: unknown): Record<string, unknown>[] =>
  Array.isArray(list) ? (list as Record<string, unknown>[]) : [];
