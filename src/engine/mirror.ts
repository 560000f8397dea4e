import { STAGES, type Stage } from '../cases/table.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/open.ts';
import type { Log } from '../log.ts';
import {
  type MirroredTask,
  markCancelled,
  mirrorTask,
  noteRenewed,
  openTaskJob,
  staleTasks,
  type TaskJob,
} from '../tasks/mirror-store.ts';
import type { Engine, Job, OpenWorker } from './engine.ts';

/** Job type of a job-based user task. */
export const USER_TASK_JOB = 'io.camunda.zeebe:userTask';
const HEADER = 'io.camunda.zeebe:';
const FETCHED = ['caseId', 'dutyId', 'step', 'stage', 'form', 'organisationId'] as const;
/** Until a task is safe in the database, ms: a service that dies in between gets it again this soon. */
const FIRST_LEASE_MS = 30_000;
const SWEEP_MS = 60_000;
const SWEEP_TASKS = 200;

export interface Mirror {
  readonly worker: OpenWorker;
  stop(): void;
}

/**
 * Mirrors the engine's user tasks into the `tasks` table (design, decision 4). The job stays leased: shortly until it is
 * in the database, then for long; when the lease ends the engine hands it out again under the same key, so a task that
 * the database has lost comes back. A row that was
 * not renewed is asked after; time alone never closes one.
 */
export function startMirror(deps: {
  db: Database;
  clock: Clock;
  engine: Engine;
  epoch: string;
  leaseMs: number;
  log: Log;
}): Mirror {
  const { db, clock, engine, epoch, leaseMs, log } = deps;

  const handle = async (job: Job) => {
    try {
      const task = readTask(job, epoch);
      if (task instanceof Error) return await refuse(job, task);
      mirrorTask(db, task, clock.now());
      await engine.setLease(job.key, leaseMs);
    } catch (error) {
      // Our database or the engine's gateway fails: the short lease ends, and the task is handed out again.
      log.warn({ jobKey: job.key, elementId: job.elementId, err: error }, 'user task not mirrored yet');
    }
  };

  const refuse = async (job: Job, { message }: Error) => {
    log.error({ jobKey: job.key, elementId: job.elementId, reason: message }, 'user task cannot be read');
    await engine.failJob(job.key, {
      retries: Math.max(0, job.retries - 1),
      backOffMs: 5_000,
      message: `[user-task-unreadable] ${message} 处理办法：请设计人员核对该人工任务的候选组、表单和输入变量。`,
    });
  };

  const sweep = async () => {
    const overdue = clock.now() - leaseMs * 1.25;
    for (const task of staleTasks(db, epoch, overdue, SWEEP_TASKS)) await ask(deps, task);
  };

  const worker = engine.openWorker({ type: USER_TASK_JOB, leaseMs: FIRST_LEASE_MS, fetchVariables: FETCHED, handle });
  const timer = setInterval(() => {
    sweep().catch((error) => log.warn({ err: error }, 'could not ask after user tasks'));
  }, SWEEP_MS);

  return {
    worker,
    stop: () => clearInterval(timer),
  };
}

type AskDeps = { readonly db: Database; readonly clock: Clock; readonly engine: Engine };

async function ask({ db, clock, engine }: AskDeps, task: TaskJob): Promise<'alive' | 'gone'> {
  const answer = await engine.probeJob(task.jobKey);
  if (answer === 'gone') markCancelled(db, task.id, clock.now());
  else noteRenewed(db, task.id, clock.now());
  return answer;
}

/** Asks the engine whether an open task still exists and closes its row if not; `unknown` while the engine is away. */
export async function probeTask(
  deps: AskDeps & { readonly epoch: string },
  taskId: string,
): Promise<'alive' | 'gone' | 'unknown'> {
  const task = openTaskJob(deps.db, deps.epoch, taskId);
  if (!task) return 'unknown';
  return ask(deps, task).catch(() => 'unknown');
}

/** @returns the task, or an error that names what the diagram does not give */
function readTask(job: Job, epoch: string): MirroredTask | Error {
  const { variables, headers } = job;
  const { caseId, step, stage, form, dutyId, organisationId } = variables as Record<string, string | null | undefined>;
  if (!caseId) return new Error('变量 caseId 缺失。');
  if (!form) return new Error('变量 form 缺失。');
  if (!STAGES.includes(stage as Stage)) return new Error(`变量 stage 的值“${stage}”不是五个环节之一。`);
  const groups = headers[`${HEADER}candidateGroups`];
  if (!groups || groups === '[]') return new Error('没有候选组。');
  return {
    engineEpoch: epoch,
    jobKey: job.key,
    processInstanceKey: job.processInstanceKey,
    processDefinitionKey: job.processDefinitionKey,
    processId: job.processId,
    elementId: job.elementId,
    caseId,
    dutyId: dutyId ?? null,
    step: step ?? job.elementId,
    stage: stage as Stage,
    form,
    organisationId: organisationId ?? null,
    candidateGroups: JSON.parse(groups) as string[],
    dueAt: parseDueDate(headers[`${HEADER}dueDate`]),
  };
}

/** The header reads `2026-11-24T08:44:41+08:00[Asia/Shanghai]`, which Date.parse takes for NaN until the zone is cut. */
export function parseDueDate(header: string | undefined): number | null {
  if (!header) return null;
  const at = Date.parse(header.replace(/\[.*\]$/, ''));
  return Number.isNaN(at) ? null : at;
}
