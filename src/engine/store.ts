import { and, count, desc, eq, inArray, lt, ne, sql } from 'drizzle-orm';
import { cases, processInstances } from '../cases/table.ts';
import type { Database } from '../db/open.ts';
import { ENGINE_KINDS } from '../db/outbox.ts';
import { bundles, engineEpochs, jobResults, outbox } from '../db/table.ts';
import { tasks } from '../tasks/table.ts';
import type { DeployedProcess, Job } from './engine.ts';

export interface Bundle {
  readonly number: number;
  readonly hash: string;
  readonly engineEpoch: string;
  readonly deployedAt: number;
  readonly files: Record<string, string>;
  readonly processes: Record<string, { key: string; version: number }>;
  /** Step → Chinese name. */
  readonly names: Record<string, string>;
}

/** The newest engine epoch, if an engine was ever joined. */
export function currentEpoch(db: Database): string | undefined {
  return db.select().from(engineEpochs).orderBy(desc(engineEpochs.beganAt)).limit(1).get()?.id;
}

/**
 * Begins an epoch: tasks of the engine before it can never be completed any more. Forms that it was still to hear of stay
 * with their duties, where a rebuilt process finds them; other messages were meant for process instances that are no more,
 * and the doctor publishes anew what still counts. Only new cases begin in the engine that now is.
 */
export function beginEpoch(db: Database, id: string, now: number): void {
  db.insert(engineEpochs).values({ id, beganAt: now }).run();
  const outdated = sql`coalesce(json_extract(${outbox.payload}, '$.name'), '') <> 'case-registered'`;
  db.update(outbox)
    .set({
      status: sql`case ${outbox.kind} when 'complete-task' then 'delivered' else 'gone' end`,
      finishedAt: now,
      claimedUntil: 0,
    })
    .where(and(eq(outbox.status, 'pending'), inArray(outbox.kind, [...ENGINE_KINDS]), outdated))
    .run();
  db.update(tasks)
    .set({ status: 'cancelled' })
    .where(inArray(tasks.status, ['open', 'submitted']))
    .run();
}

/** How many open cases were worked on by an engine of another epoch and have no process instance in this one. */
export function strandedCases(db: Database, epoch: string): number {
  const stranded = and(eq(cases.status, 'open'), ne(cases.engineEpoch, epoch));
  return db.select({ count: count() }).from(cases).where(stranded).get()?.count ?? 0;
}

/** The active bundle of an epoch. */
export function activeBundle(db: Database, epoch: string): Bundle | undefined {
  return db.select().from(bundles).where(eq(bundles.engineEpoch, epoch)).orderBy(desc(bundles.number)).limit(1).get();
}

export function saveBundle(
  db: Database,
  bundle: {
    hash: string;
    epoch: string;
    now: number;
    files: Record<string, string>;
    processes: readonly DeployedProcess[];
    names: Record<string, string>;
  },
): Bundle {
  return db
    .insert(bundles)
    .values({
      hash: bundle.hash,
      engineEpoch: bundle.epoch,
      deployedAt: bundle.now,
      files: bundle.files,
      names: bundle.names,
      processes: Object.fromEntries(
        bundle.processes.map(({ processId, key, version }) => [processId, { key, version }]),
      ),
    })
    .returning()
    .get();
}

/** Output of a job that was finished before. */
export function jobResult(db: Database, epoch: string, jobKey: string): Record<string, unknown> | undefined {
  return db
    .select({ output: jobResults.output })
    .from(jobResults)
    .where(and(eq(jobResults.engineEpoch, epoch), eq(jobResults.jobKey, jobKey)))
    .get()?.output;
}

export function saveJobResult(
  db: Database,
  epoch: string,
  job: Job,
  output: Record<string, unknown>,
  now: number,
): void {
  db.insert(jobResults).values({ engineEpoch: epoch, jobKey: job.key, type: job.type, output, at: now }).run();
}

/** Forgets results that no lease can ask for any more. @param before ms */
export function forgetJobResults(db: Database, before: number): void {
  db.delete(jobResults).where(lt(jobResults.at, before)).run();
}

/** Notes that a process instance works for a case, so that the case page can name and link it. */
export function noteProcessInstance(db: Database, epoch: string, job: Job, caseId: string, now: number): void {
  db.insert(processInstances)
    .values({
      engineEpoch: epoch,
      key: job.processInstanceKey,
      caseId,
      processId: job.processId,
      processDefinitionKey: job.processDefinitionKey,
      seenAt: now,
    })
    .onConflictDoNothing()
    .run();
}

/** Chinese name of a step by the newest bundle's diagrams; a step that they do not name keeps its id. */
export function stepName(db: Database, step: string): string {
  const bundle = db.select({ names: bundles.names }).from(bundles).orderBy(desc(bundles.number)).limit(1).get();
  return bundle?.names[step] ?? step;
}

/** The bundle that a process definition belongs to. */
export function bundleOfDefinition(db: Database, epoch: string, definitionKey: string): Bundle | undefined {
  const has = sql`exists (select 1 from json_each(${bundles.processes}) p where json_extract(p.value, '$.key') = ${definitionKey})`;
  return db
    .select()
    .from(bundles)
    .where(and(eq(bundles.engineEpoch, epoch), has))
    .get();
}

export interface NotedInstance {
  readonly key: string;
  readonly caseId: string;
  readonly processId: string;
  readonly processDefinitionKey: string;
}

/** Process instances of this engine that were seen working for cases which are open, in the order in which they began. */
export function instancesOfOpenCases(db: Database, epoch: string): NotedInstance[] {
  const { key, caseId, processId, processDefinitionKey } = processInstances;
  return db
    .select({ key, caseId, processId, processDefinitionKey })
    .from(processInstances)
    .innerJoin(cases, eq(cases.id, caseId))
    .where(and(eq(processInstances.engineEpoch, epoch), eq(cases.status, 'open')))
    .orderBy(processInstances.seenAt, key)
    .all();
}

/** A process instance goes on under another definition. */
export function noteMigrated(db: Database, epoch: string, key: string, processDefinitionKey: string): void {
  db.update(processInstances)
    .set({ processDefinitionKey })
    .where(and(eq(processInstances.engineEpoch, epoch), eq(processInstances.key, key)))
    .run();
}
