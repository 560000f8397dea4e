import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** A town's opinion on the handling, or its urging of a unit (指挥权, R6b). */
export const directions = sqliteTable(
  'directions',
  {
    id: text().primaryKey(),
    caseId: text().notNull(),
    /** opinion: must be answered; urging: is told. */
    kind: text({ enum: ['opinion', 'urging'] }).notNull(),
    townId: text().notNull(),
    departmentId: text().notNull(),
    text: text().notNull(),
    givenBy: text().notNull(),
    givenAt: integer().notNull(),
    /** Date by which an opinion is to be answered, ms; null: by the rule. */
    dueAt: integer(),
    status: text({ enum: ['given', 'answered', 'withdrawn'] }).notNull(),
    answer: text(),
    answeredBy: text(),
    answeredAt: integer(),
  },
  (t) => [index('directions_case').on(t.caseId)],
);

/** A rating of a department's response and result by the town (评价权, R6c), each 1 (worst) to 5. */
export const evaluations = sqliteTable(
  'evaluations',
  {
    id: text().primaryKey(),
    caseId: text().notNull(),
    round: integer().notNull(),
    byOrganisationId: text().notNull(),
    byPersonId: text(),
    departmentId: text().notNull(),
    response: integer().notNull(),
    result: integer().notNull(),
    comment: text(),
    at: integer().notNull(),
  },
  (t) => [index('evaluations_case').on(t.caseId), index('evaluations_department').on(t.departmentId, t.at)],
);

/** Named members of a whistle's team (专办, R7a); they change only with a reason and are released at the close. */
export const teamMembers = sqliteTable(
  'team_members',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    caseId: text().notNull(),
    personId: text().notNull(),
    /** The town, or a department of the team. */
    organisationId: text().notNull(),
    post: text().notNull(),
    joinedAt: integer().notNull(),
    joinReason: text().notNull(),
    leftAt: integer(),
    leaveReason: text(),
  },
  (t) => [index('team_members_case').on(t.caseId)],
);
