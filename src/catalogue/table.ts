import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** 高频事项清单 (R3): 8 areas with 46 items. */
export const catalogueItems = sqliteTable('catalogue_items', {
  id: text().primaryKey(),
  areaCode: text().notNull(),
  areaName: text().notNull(),
  name: text().notNull(),
  /** Words that speak for the item in a complaint's text. */
  keywords: text({ mode: 'json' }).$type<string[]>().notNull(),
  /** `hard` items get the longer deadlines (R5 table: hard whistle 5 wd, complex result 10 wd). */
  difficulty: text({ enum: ['ordinary', 'hard'] }).notNull(),
  /** The complainant is hidden from the accused side by rule (R4b). */
  confidential: integer({ mode: 'boolean' }).notNull(),
  version: integer().notNull(),
  /** Drawn up by us as an example, not taken from a city's published list. */
  sample: integer({ mode: 'boolean' }).notNull(),
});

/** Each published state of the catalogue (R3). */
export const catalogueVersions = sqliteTable('catalogue_versions', {
  number: integer().primaryKey({ autoIncrement: true }),
  publishedAt: integer().notNull(),
  /** null: the sample city's first one. */
  publishedBy: text(),
  note: text().notNull(),
  /** All items as they were. */
  items: text({ mode: 'json' }).$type<(typeof catalogueItems.$inferSelect)[]>().notNull(),
});
