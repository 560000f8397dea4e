import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

/** The five stages (R1): 问题发现, 街道吹哨, 平台调度, 部门报到, 结果反馈. */
export const STAGES = ['discovery', 'whistle', 'dispatch', 'report', 'feedback'] as const;
export type Stage = (typeof STAGES)[number];

/** undecided until screened; ordinary = 直办; whistle = 一哨联办; rejected = 不予受理. */
export const PATHS = ['undecided', 'ordinary', 'whistle', 'rejected'] as const;
export type CasePath = (typeof PATHS)[number];

/** standard: working time; urgent: natural hours; drill (演练): seconds, counts in no figure. */
export const PROFILES = ['standard', 'urgent', 'drill'] as const;
export type Profile = (typeof PROFILES)[number];

/** Why a complaint may have to be refused (不予受理); set at intake, decided by decision `acceptance`. */
export const REFUSAL_GROUNDS = [
  'court',
  'discipline',
  'petition',
  'repeated-without-new-facts',
  'not-government',
] as const;
export type RefusalGround = (typeof REFUSAL_GROUNDS)[number];

/** A citizen's complaint as it came in. The only table with personal data. */
export const complaints = sqliteTable(
  'complaints',
  {
    id: text().primaryKey(),
    caseId: text().notNull(),
    /** Where it comes from, e.g. `desk`, `hotline-12345`; with `orderNumber` the idempotency key (R4b). */
    source: text().notNull(),
    orderNumber: text().notNull(),
    channel: text().notNull(),
    subject: text().notNull(),
    text: text().notNull(),
    place: text().notNull(),
    complainantName: text().notNull(),
    complainantPhone: text().notNull(),
    /** The complainant asked to be hidden from the accused side (R4b). */
    hidden: integer({ mode: 'boolean' }).notNull(),
    /** SHA-256 of complainant and normalised text: the very same complaint is attached, not opened again. */
    contentHash: text().notNull(),
    /** When the citizen complained, ms. */
    receivedAt: integer().notNull(),
    createdAt: integer().notNull(),
    createdBy: text().notNull(),
    /** When the citizen took it back, ms; then nobody calls back for it. */
    withdrawnAt: integer(),
  },
  (t) => [
    uniqueIndex('complaints_order').on(t.source, t.orderNumber),
    index('complaints_case').on(t.caseId),
    index('complaints_content').on(t.contentHash),
  ],
);

/** One matter with one process instance. Its id is its public number and the engine's correlation key. */
export const cases = sqliteTable(
  'cases',
  {
    id: text().primaryKey(),
    /** `complaint`, or `town`: a hazard the town found itself (R4b): no callback, outside 满意率. */
    origin: text({ enum: ['complaint', 'town'] }).notNull(),
    subject: text().notNull(),
    itemId: text(),
    /** Territorial town (属地镇街); null until the platform has placed it. */
    townId: text(),
    profile: text({ enum: PROFILES }).notNull(),
    difficulty: text({ enum: ['ordinary', 'hard'] }).notNull(),
    status: text({ enum: ['open', 'closed'] }).notNull(),
    stage: text({ enum: STAGES }).notNull(),
    path: text({ enum: PATHS }).notNull(),
    /** Decision inputs given at intake (R2, R4b). */
    repeatCount: integer().notNull(),
    pushedDepartments: integer().notNull(),
    legacyMatter: integer({ mode: 'boolean' }).notNull(),
    refusalGrounds: text({ mode: 'json' }).$type<RefusalGround[]>().notNull(),
    /** Districts besides the town's own that the matter touches (R7b). */
    otherDistrictIds: text({ mode: 'json' }).$type<string[]>().notNull(),
    /** Decision `whistle-source` with its inputs: "why is this a whistle". */
    whistleDecision: text({ mode: 'json' }).$type<Record<string, unknown>>(),
    leadDepartmentId: text(),
    leaderId: text(),
    /** The leading group that handles it (领办, R7c); null while the team does. */
    leadingGroupId: text(),
    /** Version of the response register that it was dispatched with (R5). */
    registerVersion: integer(),
    /** 1, and one more for each redo after a dissatisfied callback. */
    round: integer().notNull(),
    /** How it ended: solved, partly-solved, unsolved, refused, withdrawn */
    outcome: text(),
    processInstanceKey: text(),
    engineEpoch: text(),
    openedAt: integer().notNull(),
    closedAt: integer(),
    /** ms; the list's order and cursor. */
    changedAt: integer().notNull(),
  },
  (t) => [
    index('cases_changed').on(t.changedAt, t.id),
    index('cases_status').on(t.status, t.stage),
    index('cases_town').on(t.townId),
    uniqueIndex('cases_instance').on(t.engineEpoch, t.processInstanceKey),
  ],
);

/** A blown whistle: who, when, on which criterion. A case has at most one. */
export const whistles = sqliteTable('whistles', {
  caseId: text().primaryKey(),
  townId: text().notNull(),
  criterion: text().notNull(),
  reason: text().notNull(),
  /** Person, or null where the platform overruled the town. */
  blownBy: text(),
  overruled: integer({ mode: 'boolean' }).notNull(),
  blownAt: integer().notNull(),
});

/** The units of the handling team (专办团队, R7a): the N of 1+1+N, the lead among them. */
export const caseDepartments = sqliteTable(
  'case_departments',
  {
    caseId: text().notNull(),
    departmentId: text().notNull(),
    responsibility: text({ enum: ['lead', 'support'] }).notNull(),
    /** dispatched → reported → handed-in, or released after an upheld objection. */
    status: text({ enum: ['dispatched', 'reported', 'handed-in', 'released'] }).notNull(),
    handlerId: text(),
    registerEntryId: text(),
    registerVersion: integer(),
    dispatchedAt: integer().notNull(),
    reportedAt: integer(),
    handedInAt: integer(),
    releasedAt: integer(),
    /** Why it left before the end. */
    releaseReason: text(),
    /** False once the platform has decided by hand that the matter is its own: no further objection. */
    mayObject: integer({ mode: 'boolean' }).notNull().default(true),
  },
  (t) => [primaryKey({ columns: [t.caseId, t.departmentId] }), index('case_departments_department').on(t.departmentId)],
);

/** The problems of a case, each solved or not, with what it yields (R4c). */
export const problems = sqliteTable(
  'problems',
  {
    caseId: text().notNull(),
    seq: integer().notNull(),
    description: text().notNull(),
    solved: integer({ mode: 'boolean' }),
    households: integer(),
    people: integer(),
    riskRemoved: integer({ mode: 'boolean' }),
  },
  (t) => [primaryKey({ columns: [t.caseId, t.seq] })],
);

/** Whom a round of callbacks asks: every complainant, or a sample where there are many (R11). */
export const callbackTargets = sqliteTable(
  'callback_targets',
  {
    caseId: text().notNull(),
    round: integer().notNull(),
    complaintId: text().notNull(),
    /** open → reached, or unreachable after the last attempt; withdrawn with its complaint. */
    status: text({ enum: ['open', 'reached', 'unreachable', 'withdrawn'] }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.caseId, t.round, t.complaintId] })],
);

/** Callbacks to complainants (R11): one row per complainant, round and attempt. */
export const callbacks = sqliteTable(
  'callbacks',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    caseId: text().notNull(),
    complaintId: text(),
    round: integer().notNull(),
    /** 1 to 3. */
    attempt: integer().notNull().default(1),
    contacted: integer({ mode: 'boolean' }).notNull(),
    solved: integer({ mode: 'boolean' }),
    satisfaction: text({ enum: ['satisfied', 'basically-satisfied', 'dissatisfied'] }),
    reason: text(),
    at: integer().notNull(),
    byPersonId: text(),
  },
  (t) => [index('callbacks_case').on(t.caseId)],
);

/** Every change of a case (who, when, what, from where). Append-only: rates, ranks and the timeline come from here. */
export const events = sqliteTable(
  'events',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    caseId: text().notNull(),
    at: integer().notNull(),
    /** kebab-case, e.g. `whistle-blown`. */
    type: text().notNull(),
    stage: text({ enum: STAGES }).notNull(),
    /** Person who did it; null: the process did. */
    personId: text(),
    /** In whose name, when a deputy acted. */
    onBehalfOfId: text(),
    organisationId: text(),
    /** Ids and figures; never personal data of citizens. */
    data: text({ mode: 'json' }).$type<Record<string, unknown>>().notNull(),
    /** `api`, or the worker's task type. */
    origin: text().notNull(),
    /** What it follows from, e.g. the duty whose form it carries out: an engine that is rebuilt tells nothing twice. */
    cause: text(),
  },
  (t) => [
    index('events_case').on(t.caseId, t.id),
    index('events_type').on(t.type, t.at),
    uniqueIndex('events_cause').on(t.caseId, t.type, t.cause),
  ],
);

/** Process instances seen working for a case: the main one and those it called. */
export const processInstances = sqliteTable(
  'process_instances',
  {
    engineEpoch: text().notNull(),
    key: text().notNull(),
    caseId: text().notNull(),
    processId: text().notNull(),
    processDefinitionKey: text().notNull(),
    seenAt: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.engineEpoch, t.key] }), index('process_instances_case').on(t.caseId)],
);

/** Counters behind case numbers: one row per day. */
export const counters = sqliteTable('counters', {
  name: text().primaryKey(),
  value: integer().notNull(),
});
