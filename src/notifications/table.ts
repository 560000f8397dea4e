import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

/** Messages to staff (by candidate group) and to a case's complainants (group `complainants`). */
export const notifications = sqliteTable(
  'notifications',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    caseId: text().notNull(),
    dutyId: text(),
    /** `organisationId:role`, or `complainants`. */
    recipient: text().notNull(),
    /** Which text, e.g. `duty-reminder`, `case-refused`. */
    template: text().notNull(),
    text: text().notNull(),
    at: integer().notNull(),
    /** One message per happening: the job or event that caused it. */
    cause: text().notNull(),
  },
  (t) => [
    uniqueIndex('notifications_cause').on(t.cause, t.recipient),
    index('notifications_recipient').on(t.recipient, t.id),
  ],
);
