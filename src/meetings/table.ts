import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Resolutions of the leading group or a government joint meeting (政府会办, R7c): one row per item. */
export const resolutionItems = sqliteTable(
  'resolution_items',
  {
    id: text().primaryKey(),
    caseId: text().notNull(),
    /** The duty in which it was decided. */
    dutyId: text().notNull(),
    kind: text({ enum: ['instruction', 'joint-meeting'] }).notNull(),
    ownerOrganisationId: text().notNull(),
    description: text().notNull(),
    status: text({ enum: ['open', 'carried-out', 'not-carried-out'] }).notNull(),
    report: text(),
    decidedAt: integer().notNull(),
    finishedAt: integer(),
  },
  (t) => [index('resolution_items_case').on(t.caseId)],
);
