import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/**
 * on-spot, table: a town's (召集, R6a); coordination 协调会, discussion 座谈会, joint 会办会: a lead department's (R8a);
 * government: the leading group's (政府会办, R7c).
 */
export const MEETING_KINDS = ['on-spot', 'table', 'coordination', 'discussion', 'joint', 'government'] as const;

export const meetings = sqliteTable(
  'meetings',
  {
    id: text().primaryKey(),
    caseId: text().notNull(),
    kind: text({ enum: MEETING_KINDS }).notNull(),
    /** Who called it and keeps its minutes. */
    hostOrganisationId: text().notNull(),
    calledBy: text(),
    calledAt: integer().notNull(),
    /** When it is (or was) held, ms. */
    heldAt: integer().notNull(),
    place: text().notNull(),
    agenda: text().notNull(),
    status: text({ enum: ['called', 'held', 'cancelled'] }).notNull(),
    minutes: text(),
    /** The duty in which minutes and decisions were handed in. */
    dutyId: text(),
  },
  (t) => [index('meetings_case').on(t.caseId)],
);

/** Who was invited: an organisation, or a party of the register; and who came. */
export const meetingParticipants = sqliteTable(
  'meeting_participants',
  {
    meetingId: text().notNull(),
    kind: text({ enum: ['organisation', 'party'] }).notNull(),
    /** Of the organisation or party. */
    participantId: text().notNull(),
    /** null until the minutes say so. */
    attended: integer({ mode: 'boolean' }),
  },
  (t) => [primaryKey({ columns: [t.meetingId, t.kind, t.participantId] })],
);

/**
 * Things to carry out, one row each: of a leader's instruction, a government joint meeting (R7c), another meeting's
 * decisions (R6a, R8a), or a sub-task that the lead gave to a party (R8a).
 */
export const resolutionItems = sqliteTable(
  'resolution_items',
  {
    id: text().primaryKey(),
    caseId: text().notNull(),
    /** The duty in which it was decided; null for a sub-task. */
    dutyId: text(),
    meetingId: text(),
    kind: text({ enum: ['instruction', 'joint-meeting', 'meeting-decision', 'sub-task'] }).notNull(),
    /** Who carries it out; for a sub-task the lead department, which sees to it. */
    ownerOrganisationId: text().notNull(),
    /** Of a sub-task. */
    partyId: text(),
    description: text().notNull(),
    /** Date that was set, ms. */
    dueAt: integer(),
    status: text({ enum: ['open', 'carried-out', 'not-carried-out', 'withdrawn'] }).notNull(),
    report: text(),
    decidedAt: integer().notNull(),
    finishedAt: integer(),
  },
  (t) => [index('resolution_items_case').on(t.caseId)],
);

/** site-visit 走访, opinion-form 征求意见, suggestion-meeting 建议征集会, council 民意代表议事会 (R8b). */
export const CONSULTATION_KINDS = ['site-visit', 'opinion-form', 'suggestion-meeting', 'council'] as const;

export const consultations = sqliteTable(
  'consultations',
  {
    id: text().primaryKey(),
    caseId: text().notNull(),
    kind: text({ enum: CONSULTATION_KINDS }).notNull(),
    organisationId: text().notNull(),
    openedBy: text().notNull(),
    openedAt: integer().notNull(),
    /** What the public is asked. */
    question: text().notNull(),
    place: text().notNull(),
    /** When opinions are no longer taken, or the meeting is held, ms; the summary is due after it. */
    closesAt: integer().notNull(),
    status: text({ enum: ['open', 'summarised', 'withdrawn'] }).notNull(),
    /** People who took part. */
    participants: integer(),
    summary: text(),
    summarisedAt: integer(),
  },
  (t) => [index('consultations_case').on(t.caseId)],
);
