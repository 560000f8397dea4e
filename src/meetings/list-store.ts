import { and, asc, eq, sql } from 'drizzle-orm';
import type { Database } from '../db/open.ts';
import { organisations, parties, people } from '../register/table.ts';
import { consultations, meetingParticipants, meetings, resolutionItems } from './table.ts';

/** Meetings of a case with the names of host and caller, in the order of their time. */
export function meetingsOf(db: Database, caseId: string) {
  return db
    .select({ row: meetings, hostName: organisations.name, callerName: people.name })
    .from(meetings)
    .leftJoin(organisations, eq(organisations.id, meetings.hostOrganisationId))
    .leftJoin(people, eq(people.id, meetings.calledBy))
    .where(eq(meetings.caseId, caseId))
    .orderBy(asc(meetings.heldAt), asc(meetings.id))
    .all();
}

/** Who was asked to a meeting, organisations first, each with its name. */
export function participantsOf(db: Database, meetingId: string) {
  return db
    .select({ row: meetingParticipants, name: sql<string | null>`coalesce(${organisations.name}, ${parties.name})` })
    .from(meetingParticipants)
    .leftJoin(
      organisations,
      and(eq(meetingParticipants.kind, 'organisation'), eq(organisations.id, meetingParticipants.participantId)),
    )
    .leftJoin(parties, and(eq(meetingParticipants.kind, 'party'), eq(parties.id, meetingParticipants.participantId)))
    .where(eq(meetingParticipants.meetingId, meetingId))
    .orderBy(asc(meetingParticipants.kind), asc(meetingParticipants.participantId))
    .all();
}

/** Things to carry out in a case with the names of owner and party, in the order in which they were decided. */
export function itemsOf(db: Database, caseId: string) {
  return namedItems(db)
    .where(eq(resolutionItems.caseId, caseId))
    .orderBy(asc(resolutionItems.decidedAt), sql`${resolutionItems}.rowid`)
    .all();
}

const namedItems = (db: Database) =>
  db
    .select({ row: resolutionItems, ownerName: organisations.name, partyName: parties.name })
    .from(resolutionItems)
    .leftJoin(organisations, eq(organisations.id, resolutionItems.ownerOrganisationId))
    .leftJoin(parties, eq(parties.id, resolutionItems.partyId));

/** Consultations of a case with the names of those who opened them, oldest first. */
export function consultationsOf(db: Database, caseId: string) {
  return db
    .select({ row: consultations, organisationName: organisations.name, openerName: people.name })
    .from(consultations)
    .leftJoin(organisations, eq(organisations.id, consultations.organisationId))
    .leftJoin(people, eq(people.id, consultations.openedBy))
    .where(eq(consultations.caseId, caseId))
    .orderBy(asc(consultations.openedAt), asc(consultations.id))
    .all();
}

/** An item with its owner and party, whatever case; undefined for an unknown one. */
export const namedItem = (db: Database, id: string) => namedItems(db).where(eq(resolutionItems.id, id)).get();

/** A consultation, whatever case; undefined for an unknown one. */
export const findConsultation = (db: Database, id: string) =>
  db.select().from(consultations).where(eq(consultations.id, id)).get();
