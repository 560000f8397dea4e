import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { PROFILES, STAGES } from '../cases/table.ts';

export const TIME_UNITS = ['working-day', 'working-hour', 'day', 'hour', 'second'] as const;
export type TimeUnit = (typeof TIME_UNITS)[number];

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
    /** What it is about besides the case: the id of a resolution item. */
    reference: text(),
    status: text({ enum: ['open', 'done', 'cancelled'] }).notNull(),
    startedAt: integer().notNull(),
    /** Deadline rule: amount of units from the start. */
    amount: integer().notNull(),
    unit: text({ enum: TIME_UNITS }).notNull(),
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
    kind: text({ enum: ['extension', 'pause', 'resume'] }).notNull(),
    reason: text().notNull(),
    amount: integer(),
    unit: text({ enum: TIME_UNITS }),
    dueBefore: integer().notNull(),
    dueAfter: integer().notNull(),
    at: integer().notNull(),
    byPersonId: text().notNull(),
  },
  (t) => [index('duty_changes_duty').on(t.dutyId)],
);
