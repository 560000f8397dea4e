import { and, desc, eq, inArray, lt } from 'drizzle-orm';
import { processInstances } from '../cases/table.ts';
import type { Database } from '../db/open.ts';
import { bundles, engineEpochs, jobResults } from '../db/table.ts';
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

/** Begins an epoch: tasks of the engine before it can never be completed any more. */
export function beginEpoch(db: Database, id: string, now: number): void {
  db.insert(engineEpochs).values({ id, beganAt: now }).run();
  db.update(tasks)
    .set({ status: 'cancelled' })
    .where(inArray(tasks.status, ['open', 'submitted']))
    .run();
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
