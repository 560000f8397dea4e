import { setTimeout as delay } from 'node:timers/promises';
import { Value } from 'typebox/value';
import { write } from '../db/open.ts';
import { DomainError } from '../errors.ts';
import { countJob } from '../metrics.ts';
import { type Engine, isPassing, type Job } from './engine.ts';
import { jobResult, noteProcessInstance, saveJobResult } from './store.ts';
import { BpmnError, type WorkerDefinition, type WorkerDeps } from './worker.ts';

const DEFAULT_RUNBOOK = '请按提示核对数据，然后在 Operate 中点“Retry”重试。';
const BACK_OFF_MS = 1_000;
/** Together about six seconds, well within a job's lease. */
const SETTLE_ATTEMPTS = 6;
const SETTLE_PAUSE_MS = 100;

/** How the engine is to be told of a job. */
export type Settlement =
  | { readonly kind: 'complete'; readonly variables: Record<string, unknown> }
  | { readonly kind: 'error'; readonly code: string; readonly message: string }
  | { readonly kind: 'fail'; readonly retries: number; readonly backOffMs: number; readonly message: string };

type JobDeps = WorkerDeps & { readonly epoch: string };

/**
 * Runs one job to its end: complete, BPMN error, or failure with one retry less and a growing back-off. Never throws,
 * because zeebe-node would end the process.
 */
export async function runJob(
  worker: WorkerDefinition,
  job: Job,
  deps: JobDeps & { readonly engine: Engine },
): Promise<void> {
  const { engine, log } = deps;
  try {
    const settlement = workOn(worker, job, deps);
    await patiently(() => tell(engine, job, settlement));
  } catch (reason) {
    // The engine stays away: the lease ends, the job is handed out again and answers from its kept result.
    log.warn({ jobKey: job.key, type: job.type, err: reason }, 'job could not be settled');
  }
}

/** Does the work of a job in the database. A job that the engine hands out twice answers from its kept result. */
export function workOn(worker: WorkerDefinition, job: Job, deps: JobDeps): Settlement {
  try {
    const variables = outputOf(worker, job, deps);
    countJob(job.type, 'completed');
    return { kind: 'complete', variables };
  } catch (error) {
    return failure(worker, job, error, deps);
  }
}

function tell(engine: Engine, job: Job, settlement: Settlement): Promise<unknown> {
  switch (settlement.kind) {
    case 'complete':
      return engine.completeJob(job.key, settlement.variables);
    case 'error':
      return engine.throwError(job.key, settlement);
    case 'fail':
      return engine.failJob(job.key, settlement);
  }
}

/** Repeats a call that an overloaded or restarting gateway did not take, with growing pauses. */
export async function patiently<T>(call: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      if (attempt >= SETTLE_ATTEMPTS || !isPassing(error)) throw error;
      await delay(SETTLE_PAUSE_MS * 2 ** attempt);
    }
  }
}

/** What the job sets, worked out now or when the engine handed it out before. */
function outputOf(worker: WorkerDefinition, job: Job, deps: JobDeps): Record<string, unknown> {
  const { db, clock, epoch } = deps;
  return write(db, () => {
    const earlier = jobResult(db, epoch, job.key);
    if (earlier) return earlier;
    const variables = checkedInput(worker, job);
    const output = worker.create(deps)({
      variables,
      headers: job.headers,
      key: job.key,
      processInstanceKey: job.processInstanceKey,
      elementId: job.elementId,
      epoch,
    });
    const { caseId } = variables;
    if (typeof caseId === 'string') noteProcessInstance(db, epoch, job, caseId, clock.now());
    saveJobResult(db, epoch, job, output, clock.now());
    return output;
  });
}

function checkedInput(worker: WorkerDefinition, job: Job): Record<string, unknown> {
  const variables = Value.Clean(worker.input, Value.Clone({ ...job.variables }));
  const [problem] = Value.Errors(worker.input, variables);
  if (problem)
    throw new DomainError(
      'job-variables-invalid',
      422,
      `元素 ${job.elementId} 的流程变量不合要求：${problem.instancePath || '/'} ${problem.message}。` +
        '请设计人员核对该元素的输入映射，修正变量后重试。',
    );
  return variables as Record<string, unknown>;
}

function failure(worker: WorkerDefinition, job: Job, error: unknown, { log }: JobDeps): Settlement {
  if (error instanceof BpmnError) {
    countJob(job.type, 'error');
    return { kind: 'error', code: error.code, message: error.message };
  }
  const final = error instanceof DomainError;
  const retries = final ? 0 : Math.max(0, job.retries - 1);
  const code = final ? error.code : 'unexpected';
  const reason = error instanceof Error ? error.message : String(error);
  log.error({ jobKey: job.key, type: job.type, elementId: job.elementId, retries, err: error }, 'job failed');
  countJob(job.type, retries === 0 ? 'incident' : 'failed');
  return {
    kind: 'fail',
    retries,
    backOffMs: BACK_OFF_MS * 4 ** Math.max(0, 4 - retries),
    message: `[${code}] ${reason} 处理办法：${worker.runbook ?? DEFAULT_RUNBOOK}`,
  };
}
