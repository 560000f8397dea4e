import { and, eq, isNotNull } from 'drizzle-orm';
import type { Database } from '../db/open.ts';
import { DomainError } from '../errors.ts';
import { tasks } from '../tasks/table.ts';
import { type Actor, addEvent } from './events.ts';
import { caseDepartments, cases } from './table.ts';

export type Case = typeof cases.$inferSelect;

/** @throws DomainError `case-not-found`; to a worker that means an incident: the engine knows a case that we do not */
export function caseById(db: Database, caseId: string): Case {
  const found = db.select().from(cases).where(eq(cases.id, caseId)).get();
  if (!found) throw new DomainError('case-not-found', 404, `没有编号为 ${caseId} 的案件。`);
  return found;
}

/** Changes a case and writes the event that says so, in one go. @param at ms */
export function changeCase(
  db: Database,
  actor: Actor,
  caseId: string,
  at: number,
  change: {
    readonly set?: Partial<Omit<Case, 'id' | 'changedAt'>>;
    readonly type: string;
    readonly data?: Record<string, unknown>;
    /** As in `NewEvent`. */
    readonly cause?: string | null;
  },
): Case {
  const changed = db
    .update(cases)
    .set({ ...change.set, changedAt: at })
    .where(eq(cases.id, caseId))
    .returning()
    .get();
  if (!changed) throw new DomainError('case-not-found', 404, `没有编号为 ${caseId} 的案件。`);
  addEvent(db, actor, {
    caseId,
    at,
    type: change.type,
    stage: changed.stage,
    ...(change.data ? { data: change.data } : {}),
    ...(change.cause ? { cause: change.cause } : {}),
  });
  return changed;
}

/** A worker acting for the process itself, or for the person who handed in the form that it carries out. */
export const processActor = (
  taskType: string,
  personId: string | null = null,
  organisationId: string | null = null,
): Actor => ({
  personId,
  organisationId,
  origin: taskType,
});

export type CaseDepartment = typeof caseDepartments.$inferSelect;

/** Departments of the handling team, those released included; the lead first, then by name of id. */
export function departmentsOfCase(db: Database, caseId: string): CaseDepartment[] {
  return db
    .select()
    .from(caseDepartments)
    .where(eq(caseDepartments.caseId, caseId))
    .all()
    .sort((a, b) => a.responsibility.localeCompare(b.responsibility) || a.departmentId.localeCompare(b.departmentId));
}

/** A form as a person handed it in. */
export interface SubmittedForm {
  readonly taskId: string;
  readonly step: string;
  readonly data: Record<string, unknown>;
  readonly submittedBy: string | null;
  readonly organisationId: string | null;
  /** ms; what counts for being in time, also when the engine heard of it later. */
  readonly submittedAt: number;
}

/** The form handed in for a duty; undefined when there is no duty or nothing was handed in. */
export function submittedForm(db: Database, dutyId: string | null | undefined): SubmittedForm | undefined {
  if (!dutyId) return undefined;
  const task = db
    .select()
    .from(tasks)
    .where(and(eq(tasks.dutyId, dutyId), isNotNull(tasks.formData)))
    .get();
  if (!task?.formData || task.submittedAt === null) return undefined;
  const { id, step, formData, submittedBy, organisationId, submittedAt } = task;
  return { taskId: id, step, data: formData, submittedBy, organisationId, submittedAt };
}

/** The form that a step must have handed in. @throws DomainError `form-missing` */
export function requireForm(db: Database, dutyId: string | null | undefined, ...steps: string[]): SubmittedForm {
  const form = submittedForm(db, dutyId);
  if (!form || !steps.includes(form.step))
    throw new DomainError(
      'form-missing',
      422,
      `没有找到“${steps.join('、')}”步骤提交的表单（任务 ${dutyId ?? '未知'}）。请设计人员核对该元素之前的人工步骤。`,
    );
  return form;
}

/** A text field of a form; empty when it was left out. */
export const textOf = (form: SubmittedForm | undefined, field: string): string =>
  typeof form?.data[field] === 'string' ? (form.data[field] as string) : '';

/** An id chosen in a form, or null. */
export const idOf = (form: SubmittedForm | undefined, field: string): string | null => textOf(form, field) || null;

/** A list of ids chosen in a form. */
export const idsOf = (form: SubmittedForm | undefined, field: string): string[] =>
  Array.isArray(form?.data[field]) ? (form.data[field] as unknown[]).map(String) : [];
