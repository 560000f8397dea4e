import { findForm } from '../bundles/store.ts';
import { calendarOf } from '../calendar/store.ts';
import { addEvent } from '../cases/events.ts';
import type { Clock } from '../clock.ts';
import { type Database, write } from '../db/open.ts';
import { enqueue } from '../db/outbox.ts';
import { conflict, invalid, notFound } from '../errors.ts';
import { type Principal, personById, principalOf } from '../register/store.ts';
import { type Acting, actingFor, assertFree } from './access.ts';
import { checkAnswer } from './checks.ts';
import { taskContext } from './context.ts';
import { engineFields, type FormData, type FormSchema, validateForm } from './form.ts';
import { assignTask, groupsOfTask, type NamedTask, submitTask, type TaskRow, taskById } from './store.ts';

interface Deps {
  readonly db: Database;
  readonly clock: Clock;
  readonly timeZone: string;
}

export interface VisibleTask extends Acting {
  readonly task: NamedTask;
  readonly groups: readonly string[];
}

/** @throws DomainError `task-not-found` when it does not exist or the person is no candidate */
export function visibleTask(db: Database, person: Principal, id: string): VisibleTask {
  const task = taskById(db, id);
  const groups = task ? groupsOfTask(db, id) : [];
  const acting = actingFor(person, groups);
  if (!task || !acting) throw notFound('task-not-found', '没有这项任务。');
  return { task, groups, ...acting };
}

/** The form that the task was made with. @throws Error when its bundle is lost: an operator must redeploy */
export function formOfTask(db: Database, { form, processDefinitionKey }: TaskRow): FormSchema {
  const found = findForm(db, form, processDefinitionKey) ?? findForm(db, form);
  if (!found) throw new Error(`No bundle has the form "${form}".`);
  return found;
}

/** Takes a task for oneself. Twice is the same as once. @throws DomainError `task-claimed` and those of a task that is over */
export function claimTask(deps: Deps, person: Principal, id: string): void {
  changeAssignee(deps, person, id, 'task-claimed', () => person.personId);
}

/** Gives a claimed task back to the group. */
export function releaseTask(deps: Deps, person: Principal, id: string): void {
  changeAssignee(deps, person, id, 'task-released', () => null);
}

/**
 * Hands a task to a colleague of the group or to a valid deputy of one. Whoever has it, any candidate may do so: a
 * colleague who fell ill cannot release it.
 * @throws DomainError `not-a-candidate` and those of a task that is over
 */
export function handOverTask(deps: Deps, person: Principal, id: string, toPersonId: string): void {
  const { db, clock } = deps;
  write(db, () => {
    const seen = visibleTask(db, person, id);
    assertOpen(deps, seen.task);
    const to = principalOf(db, toPersonId, clock.now());
    if (!to || !actingFor(to, seen.groups))
      throw invalid('not-a-candidate', '只能转交给同组同事或其在岗代理人。', 'personId');
    assign(deps, person, seen, 'task-handed-over', toPersonId);
  });
}

function changeAssignee(deps: Deps, person: Principal, id: string, event: string, next: () => string | null): void {
  write(deps.db, () => {
    const seen = visibleTask(deps.db, person, id);
    assertOpen(deps, seen.task);
    assertFree(seen.task.row.assigneeId, seen.task.assigneeName, person);
    if (seen.task.row.assigneeId !== next()) assign(deps, person, seen, event, next());
  });
}

function assign({ db, clock }: Deps, person: Principal, seen: VisibleTask, event: string, to: string | null): void {
  const { row } = seen.task;
  assignTask(db, row.id, to);
  note(db, clock.now(), person, seen, event, { taskId: row.id, step: row.step, personId: to });
}

/**
 * Checks the form and stores it; the engine hears of it from the outbox (design, decision 5). What the form means for the
 * case is done by the next service task, so nothing must be undone when the engine answers that the task is gone.
 * @returns the outbox row's id
 * @throws DomainError `invalid-form-data`, `task-claimed`, `task-already-done`, `task-cancelled`, those of `checkAnswer`
 */
export function completeTask(deps: Deps, person: Principal, id: string, given: FormData): string {
  const { db, clock, timeZone } = deps;
  return write(db, () => {
    const seen = visibleTask(db, person, id);
    const { row, assigneeName } = seen.task;
    assertOpen(deps, seen.task);
    assertFree(row.assigneeId, assigneeName, person);
    const form = formOfTask(db, row);
    const { options, data: prefilled } = taskContext(db, row, seen.groups, form);
    const formData = validateForm(form, given, { options, prefilled });
    const at = clock.now();
    checkAnswer(db, calendarOf(db, timeZone), row, formData, at);
    const variables = engineFields(form, formData);
    submitTask(db, id, { formData, by: person.personId, onBehalfOf: seen.onBehalfOfId, at });
    const { step, jobKey } = row;
    note(db, at, person, seen, 'task-submitted', { step, outcome: formData.outcome ?? null, taskId: id });
    return enqueue(db, clock, { kind: 'complete-task', taskId: id, jobKey, variables });
  });
}

/** @throws DomainError `task-already-done` naming by whom and when, `task-cancelled` */
function assertOpen({ db, timeZone }: Deps, { row, submitterName }: NamedTask): void {
  if (row.status === 'open') return;
  if (row.status === 'cancelled') throw taskCancelled();
  const { submittedAt, submittedOnBehalfOf } = row;
  const when = submittedAt === null ? '' : `于 ${localTime(submittedAt, timeZone)} `;
  const principal = submittedOnBehalfOf === null ? undefined : personById(db, submittedOnBehalfOf)?.name;
  const who = `${submitterName ?? '他人'}${principal === undefined ? '' : `（代${principal}）`}`;
  throw conflict('task-already-done', `任务已由${who}${when}办结。`);
}

/** 409: the process went on without the task. */
export const taskCancelled = () => conflict('task-cancelled', '任务已被流程收回，不必再办。');

const localTime = (at: number, timeZone: string): string =>
  new Date(at).toLocaleString('zh-CN', { timeZone, dateStyle: 'medium', timeStyle: 'short' });

function note(
  db: Database,
  at: number,
  person: Principal,
  seen: VisibleTask,
  type: string,
  data: Record<string, unknown>,
): void {
  const { caseId, stage, organisationId } = seen.task.row;
  const { personId } = person;
  addEvent(
    db,
    { personId, onBehalfOfId: seen.onBehalfOfId, organisationId, origin: 'api' },
    { caseId, at, type, stage, data },
  );
}
