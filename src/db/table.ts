import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** What the engine is still to be told (design, decision 5). */
export const outbox = sqliteTable(
  'outbox',
  {
    id: text().primaryKey(),
    kind: text({ enum: ['message', 'complete-task', 'write-back'] }).notNull(),
    payload: text({ mode: 'json' }).$type<OutboxPayload>().notNull(),
    createdAt: integer().notNull(),
    attempts: integer().notNull(),
    /** Not before this instant, ms. */
    nextAttemptAt: integer().notNull(),
    /** Taken by a dispatcher until this instant, ms. */
    claimedUntil: integer().notNull(),
    /** pending → delivered, or gone: the task no longer existed in the engine. */
    status: text({ enum: ['pending', 'delivered', 'gone'] }).notNull(),
    lastError: text(),
    finishedAt: integer(),
  },
  (t) => [index('outbox_pending').on(t.status, t.nextAttemptAt)],
);

export type OutboxPayload =
  | {
      kind: 'message';
      name: string;
      correlationKey: string;
      variables: Record<string, unknown>;
      /** How long the engine keeps it while nobody waits for it, ms; otherwise as long as messages of its name. */
      lifetimeMs?: number;
    }
  | { kind: 'complete-task'; taskId: string; jobKey: string; variables: Record<string, unknown> }
  /** What became of a complaint, for the hotline that it came from (R4b). */
  | { kind: 'write-back'; source: string; complaintId: string };

/** Output of each finished job, so that a job which is handed out twice works once. */
export const jobResults = sqliteTable(
  'job_results',
  {
    engineEpoch: text().notNull(),
    jobKey: text().notNull(),
    type: text().notNull(),
    output: text({ mode: 'json' }).$type<Record<string, unknown>>().notNull(),
    at: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.engineEpoch, t.jobKey] }), index('job_results_at').on(t.at)],
);

/** Deployed bundles; the newest is active. `number` is what people see. */
export const bundles = sqliteTable('bundles', {
  number: integer().primaryKey({ autoIncrement: true }),
  hash: text().notNull(),
  engineEpoch: text().notNull(),
  deployedAt: integer().notNull(),
  /** Each file with its text, so that a task finds the form of its own bundle. */
  files: text({ mode: 'json' }).$type<Record<string, string>>().notNull(),
  /** Process id → definition key and version. */
  processes: text({ mode: 'json' }).$type<Record<string, { key: string; version: number }>>().notNull(),
  /** Step → Chinese name. */
  names: text({ mode: 'json' }).$type<Record<string, string>>().notNull(),
});

/** Which engine's data we are joined to: a new epoch begins when the engine does not know the old one. */
export const engineEpochs = sqliteTable('engine_epochs', {
  id: text().primaryKey(),
  beganAt: integer().notNull(),
});
