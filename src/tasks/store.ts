import { and, asc, eq, gt, inArray, isNull, or, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { cases } from '../cases/table.ts';
import type { Database } from '../db/open.ts';
import { organisations, people } from '../register/table.ts';
import { taskGroups, tasks } from './table.ts';

export type TaskRow = typeof tasks.$inferSelect;

/** A task with the names that are shown with it. */
export interface NamedTask {
  readonly row: TaskRow;
  readonly organisationName: string | null;
  readonly assigneeName: string | null;
  readonly submitterName: string | null;
  readonly subject: string | null;
}

const assignee = alias(people, 'assignee');
const submitter = alias(people, 'submitter');
/** Tasks without a due date come last. */
const LAST = Number.MAX_SAFE_INTEGER;
const dueOrLast = sql<number>`coalesce(${tasks.dueAt}, ${LAST})`;

const namedTasks = (db: Database) =>
  db
    .select({
      row: tasks,
      organisationName: organisations.name,
      assigneeName: assignee.name,
      submitterName: submitter.name,
      subject: cases.subject,
    })
    .from(tasks)
    .leftJoin(organisations, eq(organisations.id, tasks.organisationId))
    .leftJoin(assignee, eq(assignee.id, tasks.assigneeId))
    .leftJoin(submitter, eq(submitter.id, tasks.submittedBy))
    .leftJoin(cases, eq(cases.id, tasks.caseId));

export interface InboxFilter {
  /** Candidate groups, any of which makes a task one's own. */
  readonly groups: readonly string[];
  /** Only tasks that nobody or one of these people has claimed; undefined: whoever has. */
  readonly assignees?: readonly string[] | undefined;
  readonly status?: TaskRow['status'] | undefined;
  readonly caseId?: string | undefined;
  readonly step?: string | undefined;
}

/** One page of an inbox, earliest due first. @param after position of the page before: due (ms) and id */
export function listTasks(
  db: Database,
  { groups, assignees, status, caseId, step }: InboxFilter,
  after: readonly [number, string] | undefined,
  limit: number,
): NamedTask[] {
  const mine = db
    .select({ id: taskGroups.taskId })
    .from(taskGroups)
    .where(inArray(taskGroups.group, [...groups]));
  const conditions: (SQL | undefined)[] = [
    inArray(tasks.id, mine),
    assignees && or(isNull(tasks.assigneeId), inArray(tasks.assigneeId, [...assignees])),
    status && eq(tasks.status, status),
    caseId === undefined ? undefined : eq(tasks.caseId, caseId),
    step === undefined ? undefined : eq(tasks.step, step),
    after && or(gt(dueOrLast, after[0]), and(eq(dueOrLast, after[0]), gt(tasks.id, after[1]))),
  ];
  return namedTasks(db)
    .where(and(...conditions))
    .orderBy(asc(dueOrLast), asc(tasks.id))
    .limit(limit)
    .all();
}

/** Where a task stands in `listTasks`. */
export const positionOf = ({ row }: NamedTask): [number, string] => [row.dueAt ?? LAST, row.id];

export function taskById(db: Database, id: string): NamedTask | undefined {
  return namedTasks(db).where(eq(tasks.id, id)).get();
}

export function tasksOfCase(db: Database, caseId: string): NamedTask[] {
  return namedTasks(db).where(eq(tasks.caseId, caseId)).orderBy(asc(tasks.createdAt), asc(tasks.id)).all();
}

export function groupsOfTask(db: Database, taskId: string): string[] {
  return db
    .select({ group: taskGroups.group })
    .from(taskGroups)
    .where(eq(taskGroups.taskId, taskId))
    .all()
    .map(({ group }) => group);
}

export function assignTask(db: Database, id: string, assigneeId: string | null): void {
  db.update(tasks).set({ assigneeId }).where(eq(tasks.id, id)).run();
}

/** Stores the filled-in form; the engine is told by the outbox. @param submission at: ms */
export function submitTask(
  db: Database,
  id: string,
  submission: { formData: Record<string, unknown>; by: string; onBehalfOf: string | null; at: number },
): void {
  db.update(tasks)
    .set({
      status: 'submitted',
      formData: submission.formData,
      submittedBy: submission.by,
      submittedOnBehalfOf: submission.onBehalfOf,
      submittedAt: submission.at,
    })
    .where(eq(tasks.id, id))
    .run();
}

/** Moves the due date of a duty's open tasks. @param dueAt ms */
export function moveDueDate(db: Database, dutyId: string, dueAt: number): void {
  db.update(tasks)
    .set({ dueAt })
    .where(and(eq(tasks.dutyId, dutyId), eq(tasks.status, 'open')))
    .run();
}
