import type { Static } from 'typebox';
import type { Database } from '../db/open.ts';
import { isoOrNull, toIso } from '../http/schema.ts';
import { consultationsOf, itemsOf, meetingsOf, participantsOf } from './list-store.ts';
import type { ConsultationView, MeetingView, ResolutionItemView } from './schema.ts';

/** Meetings, things to carry out and consultations as a case shows them (R6a, R7c, R8a, R8b). */
export interface MeetingPart {
  readonly meetings: Static<typeof MeetingView>[];
  readonly resolutionItems: Static<typeof ResolutionItemView>[];
  readonly consultations: Static<typeof ConsultationView>[];
}

/** The part of a case's view that this room knows. */
export function meetingPart(db: Database, caseId: string): MeetingPart {
  const items = itemsOf(db, caseId).map(itemView);
  return {
    meetings: meetingsOf(db, caseId).map((meeting) => meetingView(db, meeting, items)),
    resolutionItems: items,
    consultations: consultationsOf(db, caseId).map(consultationView),
  };
}

const named = (id: string, name: string | null) => ({ id, name: name ?? id });

function itemView({
  row,
  ownerName,
  partyName,
}: ReturnType<typeof itemsOf>[number]): Static<typeof ResolutionItemView> {
  const { id, kind, meetingId, ownerOrganisationId, partyId, description, dueAt, status, report } = row;
  return {
    id,
    kind,
    meetingId,
    owner: named(ownerOrganisationId, ownerName),
    party: partyId === null ? null : named(partyId, partyName),
    description,
    dueAt: isoOrNull(dueAt),
    status,
    report,
    decidedAt: toIso(row.decidedAt),
    finishedAt: isoOrNull(row.finishedAt),
  };
}

function meetingView(
  db: Database,
  { row, hostName, callerName }: ReturnType<typeof meetingsOf>[number],
  items: readonly Static<typeof ResolutionItemView>[],
): Static<typeof MeetingView> {
  const { id, kind, place, agenda, status, minutes, calledBy } = row;
  return {
    id,
    kind,
    host: named(row.hostOrganisationId, hostName),
    calledBy: calledBy === null ? null : named(calledBy, callerName),
    calledAt: toIso(row.calledAt),
    heldAt: toIso(row.heldAt),
    place,
    agenda,
    status,
    participants: participantsOf(db, id).map(({ row: { participantId, kind: as, attended }, name }) => ({
      ...named(participantId, name),
      kind: as,
      attended,
    })),
    minutes,
    decisions: items.filter(({ meetingId }) => meetingId === id),
  };
}

function consultationView({
  row,
  organisationName,
  openerName,
}: ReturnType<typeof consultationsOf>[number]): Static<typeof ConsultationView> {
  const { id, kind, question, place, status, participants, summary } = row;
  return {
    id,
    kind,
    organisation: named(row.organisationId, organisationName),
    openedBy: named(row.openedBy, openerName),
    openedAt: toIso(row.openedAt),
    question,
    place,
    closesAt: toIso(row.closesAt),
    status,
    participants,
    summary,
    summarisedAt: isoOrNull(row.summarisedAt),
  };
}
