import { and, eq } from 'drizzle-orm';
import { type CalendarSettings, isoWithOffset } from '../calendar/deadline.ts';
import { changeCase, idsOf, processActor, requireForm, textOf } from '../cases/case-store.ts';
import type { Actor } from '../cases/events.ts';
import type { Database } from '../db/open.ts';
import { duties } from '../duties/table.ts';
import { notFound } from '../errors.ts';
import { instantOf } from './rules.ts';
import { meetingParticipants, meetings } from './table.ts';

export type Meeting = typeof meetings.$inferSelect;

/** Of the case. @throws DomainError `meeting-not-found` */
export function meetingById(db: Database, caseId: string, meetingId: string): Meeting {
  const meeting = db
    .select()
    .from(meetings)
    .where(and(eq(meetings.id, meetingId), eq(meetings.caseId, caseId)))
    .get();
  if (!meeting) throw notFound('meeting-not-found', `案件没有编号为 ${meetingId} 的会议。`);
  return meeting;
}

/** The meeting that a duty is about; undefined when there is no duty, or it is about something else. */
export function meetingOfDuty(db: Database, dutyId: string | null): Meeting | undefined {
  if (dutyId === null) return undefined;
  return db
    .select({ meeting: meetings })
    .from(duties)
    .innerJoin(meetings, eq(meetings.id, duties.reference))
    .where(eq(duties.id, dutyId))
    .get()?.meeting;
}

export type NewMeeting = Omit<Meeting, 'status' | 'minutes' | 'dutyId'>;

/** Who is asked to a meeting besides its host. */
export interface Invited {
  readonly organisationIds: readonly string[];
  readonly partyIds: readonly string[];
}

/**
 * Calls a meeting (R6a, R7c, R8a); its host takes part by itself. A meeting that there is already stays as it is.
 * @param told at: ms; cause: the duty in which it was called, if one
 */
export function callMeeting(
  db: Database,
  actor: Actor,
  meeting: NewMeeting,
  invited: Invited,
  told: { readonly at: number; readonly cause: string | null },
): void {
  const { id, caseId, kind, heldAt, hostOrganisationId } = meeting;
  const guests = invited.organisationIds.filter((organisationId) => organisationId !== hostOrganisationId);
  db.insert(meetings)
    .values({ ...meeting, status: 'called' })
    .onConflictDoNothing()
    .run();
  const participants = [
    ...[hostOrganisationId, ...guests].map((participantId) => ({ kind: 'organisation' as const, participantId })),
    ...invited.partyIds.map((participantId) => ({ kind: 'party' as const, participantId })),
  ];
  db.insert(meetingParticipants)
    .values(participants.map((participant) => ({ ...participant, meetingId: id })))
    .onConflictDoNothing()
    .run();
  changeCase(db, actor, caseId, told.at, {
    type: 'meeting-called',
    data: { meetingId: id, kind, heldAt, invitedOrganisationIds: guests, invitedPartyIds: invited.partyIds },
    cause: told.cause,
  });
}

/**
 * The leader calls a government joint meeting (政府会办, R7c). It has the id of the duty in which it was called, so that a
 * rebuilt engine finds the same one.
 * @param now ms
 * @throws DomainError `invalid-date`
 */
export function recordMeetingCall(
  db: Database,
  { caseId, dutyId, leadingGroupId }: { caseId: string; dutyId: string; leadingGroupId: string },
  settings: CalendarSettings,
  now: number,
): { meetingId: string; heldAt: string } {
  const form = requireForm(db, dutyId, 'call-joint-meeting');
  const heldAt = instantOf(textOf(form, 'heldAt'), 'heldAt', settings);
  const meeting: NewMeeting = {
    id: dutyId,
    caseId,
    kind: 'government',
    hostOrganisationId: leadingGroupId,
    calledBy: form.submittedBy,
    calledAt: form.submittedAt,
    heldAt,
    place: textOf(form, 'place'),
    agenda: textOf(form, 'agenda'),
  };
  const actor = processActor('record-meeting-call', form.submittedBy, leadingGroupId);
  const invited: Invited = { organisationIds: idsOf(form, 'invitedIds'), partyIds: [] };
  callMeeting(db, actor, meeting, invited, { at: now, cause: dutyId });
  return { meetingId: dutyId, heldAt: isoWithOffset(heldAt, settings.timeZone) };
}

/** What came of a meeting. */
export function keepMinutes(
  db: Database,
  meetingId: string,
  set: Pick<Meeting, 'status' | 'minutes' | 'dutyId'>,
): void {
  db.update(meetings).set(set).where(eq(meetings.id, meetingId)).run();
}

/** Who came, as the rows of the minutes' form say; a box that was left empty means not. @returns how many came */
export function keepAttendance(db: Database, meetingId: string, rows: readonly Record<string, unknown>[]): number {
  for (const { participantId, attended } of rows)
    db.update(meetingParticipants)
      .set({ attended: attended === true })
      .where(
        and(eq(meetingParticipants.meetingId, meetingId), eq(meetingParticipants.participantId, String(participantId))),
      )
      .run();
  return rows.filter(({ attended }) => attended === true).length;
}
