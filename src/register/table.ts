import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const ORGANISATION_KINDS = ['city', 'district', 'town', 'department', 'platform', 'leading-group'] as const;
export type OrganisationKind = (typeof ORGANISATION_KINDS)[number];

export const ROLES = [
  'operator',
  'town-officer',
  'handler',
  'head',
  'leader',
  'assessor',
  'process-designer',
  'system-administrator',
  'security-administrator',
  'audit-administrator',
] as const;
export type Role = (typeof ROLES)[number];

/**
 * The tree city → districts → towns; departments, 12345 platforms and leading groups hang below the city or a district.
 * A territory is an organisation of kind city, district or town.
 */
export const organisations = sqliteTable('organisations', {
  id: text().primaryKey(),
  kind: text({ enum: ORGANISATION_KINDS }).notNull(),
  parentId: text(),
  name: text().notNull(),
  nameEn: text().notNull(),
  sample: integer({ mode: 'boolean' }).notNull(),
});

export const people = sqliteTable('people', {
  id: text().primaryKey(),
  /** Sign-in name. */
  account: text().notNull().unique(),
  name: text().notNull(),
  sample: integer({ mode: 'boolean' }).notNull(),
  /** When the person left, ms: the account is closed, the name stays in the timelines. */
  leftAt: integer(),
});

/** Which role a person has in which organisation, under which post (定职). */
export const memberships = sqliteTable(
  'memberships',
  {
    personId: text().notNull(),
    organisationId: text().notNull(),
    role: text({ enum: ROLES }).notNull(),
    post: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.personId, t.organisationId, t.role] }),
    index('memberships_group').on(t.organisationId, t.role),
  ],
);

/** Who stands in for whom (定人), from and until instants in ms. */
export const deputies = sqliteTable(
  'deputies',
  {
    personId: text().notNull(),
    deputyId: text().notNull(),
    validFrom: integer().notNull(),
    validUntil: integer(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.deputyId] })],
);

/** Bearer tokens; only their SHA-256 is kept. */
export const tokens = sqliteTable('tokens', {
  hash: text().primaryKey(),
  personId: text().notNull(),
  label: text().notNull(),
  createdAt: integer().notNull(),
  expiresAt: integer(),
});

/** 应哨部门数据库 (R5): for an item and a territory (its subtree included) which department leads or supports (定事). */
export const registerEntries = sqliteTable(
  'register_entries',
  {
    id: text().primaryKey(),
    itemId: text().notNull(),
    /** City, district or town whose subtree the entry covers; the nearest one to the case's town wins. */
    territoryId: text().notNull(),
    departmentId: text().notNull(),
    responsibility: text({ enum: ['lead', 'support'] }).notNull(),
    /** Post, person and duty inside the department. */
    post: text().notNull(),
    personId: text().notNull(),
    duty: text().notNull(),
    version: integer().notNull(),
    validFrom: integer().notNull(),
    validUntil: integer(),
    sample: integer({ mode: 'boolean' }).notNull(),
  },
  (t) => [index('register_item').on(t.itemId, t.territoryId)],
);

/** Which leader is in charge of which line of responsibility (条线分管领导): an area of the catalogue at a level. */
export const leadershipLines = sqliteTable(
  'leadership_lines',
  {
    leadingGroupId: text().notNull(),
    areaCode: text().notNull(),
    personId: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.leadingGroupId, t.areaCode] })],
);

export const PARTY_KINDS = ['community', 'owners-committee', 'property-company', 'association', 'other'] as const;

/** Parties that a lead department brings in (R8a): communities, owners' committees, property companies, associations. */
export const parties = sqliteTable('parties', {
  id: text().primaryKey(),
  kind: text({ enum: PARTY_KINDS }).notNull(),
  name: text().notNull(),
  /** Town, district or city where it is. */
  territoryId: text().notNull(),
  sample: integer({ mode: 'boolean' }).notNull(),
});

/** Each published state of the response register (R5): a case keeps the one that it was dispatched with. */
export const registerVersions = sqliteTable('register_versions', {
  number: integer().primaryKey({ autoIncrement: true }),
  publishedAt: integer().notNull(),
  /** null: the sample city's first one. */
  publishedBy: text(),
  note: text().notNull(),
  /** All entries as they were. */
  entries: text({ mode: 'json' }).$type<(typeof registerEntries.$inferSelect)[]>().notNull(),
});
