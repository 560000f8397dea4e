import { randomUUID } from 'node:crypto';
import { and, desc, eq, inArray, lt, ne } from 'drizzle-orm';
import { addEvent } from '../cases/events.ts';
import type { Stage } from '../cases/table.ts';
import { type Database, write } from '../db/open.ts';
import { type Duty, duties } from '../duties/table.ts';
import { taskGroups, tasks } from './table.ts';

/** A user task as the engine hands it out. */
export interface MirroredTask {
  readonly engineEpoch: string;
  readonly jobKey: string;
  readonly processInstanceKey: string;
  readonly processDefinitionKey: string;
  readonly processId: string;
  readonly elementId: string;
  readonly caseId: string;
  readonly dutyId: string | null;
  readonly step: string;
  readonly stage: Stage;
  readonly form: string;
  readonly organisationId: string | null;
  readonly candidateGroups: readonly string[];
  /** ms */
  readonly dueAt: number | null;
}

/**
 * Inserts the task, or notes that the engine still has it; one that was thought cancelled comes back unless its duty is
 * over. Where a duty goes on in a rebuilt engine, its new task stays with whoever had claimed the old one.
 */
export function mirrorTask(db: Database, task: MirroredTask, now: number): void {
  write(db, () => {
    const existing = db
      .select({ id: tasks.id, status: tasks.status })
      .from(tasks)
      .where(and(eq(tasks.engineEpoch, task.engineEpoch), eq(tasks.jobKey, task.jobKey)))
      .get();
    const duty = task.dutyId === null ? undefined : db.select().from(duties).where(eq(duties.id, task.dutyId)).get();
    if (existing) {
      const comesBack = existing.status === 'cancelled' && (duty === undefined || duty.status === 'open');
      const status = comesBack ? 'open' : existing.status;
      db.update(tasks).set({ renewedAt: now, status }).where(eq(tasks.id, existing.id)).run();
      return;
    }
    const { candidateGroups, ...row } = task;
    const id = randomUUID();
    // The deadline may have moved since the engine wrote it into the job.
    const dueAt = duty?.dueAt ?? task.dueAt;
    const assigneeId = assigneeBefore(db, task);
    db.insert(tasks)
      .values({ ...row, id, dueAt, assigneeId, status: 'open', createdAt: now, renewedAt: now })
      .run();
    for (const group of new Set(candidateGroups)) db.insert(taskGroups).values({ taskId: id, group }).run();
  });
}

/** Who had claimed the same duty's task in an engine that is no more. */
function assigneeBefore(db: Database, { dutyId, engineEpoch }: MirroredTask): string | null {
  if (dutyId === null) return null;
  const earlier = db
    .select({ assigneeId: tasks.assigneeId })
    .from(tasks)
    .where(and(eq(tasks.dutyId, dutyId), ne(tasks.engineEpoch, engineEpoch)))
    .orderBy(desc(tasks.createdAt))
    .get();
  return earlier?.assigneeId ?? null;
}

/** The engine has gone on after the task. */
export function markCompleted(db: Database, taskId: string): void {
  db.update(tasks)
    .set({ status: 'completed' })
    .where(and(eq(tasks.id, taskId), inArray(tasks.status, ['open', 'submitted', 'cancelled'])))
    .run();
}

/** The engine said that the task is gone: something else in the process ended it. */
export function markCancelled(db: Database, taskId: string, now: number): void {
  write(db, () => {
    const task = db.select().from(tasks).where(eq(tasks.id, taskId)).get();
    if (!task || task.status === 'completed' || task.status === 'cancelled') return;
    db.update(tasks).set({ status: 'cancelled' }).where(eq(tasks.id, taskId)).run();
    addEvent(
      db,
      { personId: null, origin: 'engine' },
      {
        caseId: task.caseId,
        at: now,
        type: 'task-cancelled',
        stage: task.stage,
        data: { taskId, step: task.step },
      },
    );
  });
}

/** How the duty behind a task ended, if it has one. */
export function dutyStatusOfTask(db: Database, taskId: string): Duty['status'] | undefined {
  return db
    .select({ status: duties.status })
    .from(tasks)
    .innerJoin(duties, eq(duties.id, tasks.dutyId))
    .where(eq(tasks.id, taskId))
    .get()?.status;
}

/** Which engine's data a task belongs to. */
export function epochOfTask(db: Database, taskId: string): string | undefined {
  return db.select({ epoch: tasks.engineEpoch }).from(tasks).where(eq(tasks.id, taskId)).get()?.epoch;
}

export interface TaskJob {
  readonly id: string;
  readonly jobKey: string;
}

/** The job of a task that is still open here. */
export function openTaskJob(db: Database, epoch: string, taskId: string): TaskJob | undefined {
  return db
    .select({ id: tasks.id, jobKey: tasks.jobKey })
    .from(tasks)
    .where(and(eq(tasks.id, taskId), eq(tasks.engineEpoch, epoch), eq(tasks.status, 'open')))
    .get();
}

/** Open tasks that the engine has not handed out again since `before` (ms): to be asked after. */
export function staleTasks(db: Database, epoch: string, before: number, limit: number): TaskJob[] {
  return db
    .select({ id: tasks.id, jobKey: tasks.jobKey })
    .from(tasks)
    .where(and(eq(tasks.engineEpoch, epoch), eq(tasks.status, 'open'), lt(tasks.renewedAt, before)))
    .limit(limit)
    .all();
}

/** The engine still has the task. */
export function noteRenewed(db: Database, taskId: string, now: number): void {
  db.update(tasks).set({ renewedAt: now }).where(eq(tasks.id, taskId)).run();
}
