import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Years whose official notice (国务院办公厅节假日安排通知) an administrator has imported; they stand before the package's data. */
export const calendarYears = sqliteTable('calendar_years', {
  year: integer().primaryKey(),
  /** Title or number of the notice. */
  notice: text().notNull(),
  importedAt: integer().notNull(),
  importedBy: text().notNull(),
});

/** Days of an imported year that differ from the week: holidays, and weekends that are worked. */
export const calendarDays = sqliteTable(
  'calendar_days',
  {
    /** ISO date. It may lie in a neighbouring year: the notice of 2027 may move a day of December 2026. */
    date: text().notNull(),
    year: integer().notNull(),
    working: integer({ mode: 'boolean' }).notNull(),
    /** Chinese, e.g. `春节`. */
    name: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.year, t.date] }), index('calendar_days_date').on(t.date)],
);
