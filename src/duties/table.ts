import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { PROFILES, STAGES } from '../cases/table.ts';

export const TIME_UNITS = ['working-day', 'working-hour', 'day', 'hour', 'second'] as const;
export type TimeUnit = (typeof TIME_UNITS)[number];

/** What a clock may stand still for (R9): the citizen, material, a court, a season. */
export const PAUSE_GROUNDS = ['citizen', 'material', 'court', 'season'] as const;

/** One human step with its clock: a process instance of `duty`. The id is new each round and the correlation key. */
export const duties = sqliteTable(
  'duties',
  {
    id: text().primaryKey(),
    caseId: text().notNull(),
    /** What is to be done, e.g. `report`; also the name of the form. */
    step: text().notNull(),
    stage: text({ enum: STAGES }).notNull(),
    organisationId: text().notNull(),
    role: text().notNull(),
    profile: text({ enum: PROFILES }).notNull(),
    processInstanceKey: text().notNull(),
    /** Whose data `processInstanceKey` belongs to; changes when a rebuilt engine takes the duty over. */
    engineEpoch: text().notNull().default(''),
    /** Which part of the case it belongs to, e.g. `joint/dept-housing`: interrupting the part withdraws its duties. */
    scope: text().notNull().default(''),
    /** The case's round in which it began. */
    round: integer().notNull().default(1),
    /** What it is about besides the case: the id of a resolution item, meeting, direction, consultation or duty. */
    reference: text(),
    /** lapsed: its time was over and the process went on without it. */
    status: text({ enum: ['open', 'done', 'lapsed', 'cancelled'] }).notNull(),
    startedAt: integer().notNull(),
    /** Deadline rule: amount of units from the start. */
    amount: integer().notNull(),
    unit: text({ enum: TIME_UNITS }).notNull(),
    /** Most units from the start, extensions included. */
    limit: integer().notNull().default(0),
    /** A date that a person set instead of the rule, ms (a resolution item's, a direction's). */
    setDueAt: integer(),
    /** Present deadline, ms; moves with extensions and pauses. */
    dueAt: integer().notNull(),
    /** The year's calendar was not published when it was computed. */
    provisional: integer({ mode: 'boolean' }).notNull(),
    pausedAt: integer(),
    /** Highest rung of the ladder that was reached. */
    level: text(),
    outcome: text(),
    finishedAt: integer(),
  },
  (t) => [index('duties_case').on(t.caseId), index('duties_open').on(t.status, t.dueAt)],
);

export type Duty = typeof duties.$inferSelect;

/** Extensions and pauses of a duty, with the deadline before and after. */
export const dutyChanges = sqliteTable(
  'duty_changes',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    dutyId: text().notNull(),
    kind: text({ enum: ['extension', 'pause', 'resume', 'recomputed'] }).notNull(),
    reason: text().notNull(),
    /** Of a pause. */
    ground: text({ enum: PAUSE_GROUNDS }),
    amount: integer(),
    unit: text({ enum: TIME_UNITS }),
    dueBefore: integer().notNull(),
    dueAfter: integer().notNull(),
    at: integer().notNull(),
    /** null: the service did, when a year's calendar was imported. */
    byPersonId: text(),
  },
  (t) => [index('duty_changes_duty').on(t.dutyId)],
);

/** An extension that was asked for (R9) and what the platform decided. */
export const extensionRequests = sqliteTable(
  'extension_requests',
  {
    id: text().primaryKey(),
    dutyId: text().notNull(),
    /** More units of the duty's own rule. */
    amount: integer().notNull(),
    reason: text().notNull(),
    status: text({ enum: ['open', 'approved', 'refused', 'withdrawn'] }).notNull(),
    requestedBy: text().notNull(),
    requestedAt: integer().notNull(),
    decidedBy: text(),
    decidedAt: integer(),
    decisionReason: text(),
  },
  (t) => [index('extension_requests_duty').on(t.dutyId)],
);

export type DutyChange = typeof dutyChanges.$inferSelect;
export type ExtensionRequest = typeof extensionRequests.$inferSelect;
