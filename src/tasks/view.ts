import type { Static } from 'typebox';
import type { CaseTask } from '../cases/schema.ts';
import { isoOrNull, toIso } from '../http/schema.ts';
import type { InboxTask } from './schema.ts';
import type { NamedTask } from './store.ts';

const named = (id: string | null, name: string | null) => (id === null ? null : { id, name: name ?? id });

/** A task as everybody who sees its case may see it: who and when, not what was written. */
export function caseTask({ row, organisationName, assigneeName, submitterName }: NamedTask): Static<typeof CaseTask> {
  const outcome = row.formData?.outcome;
  return {
    id: row.id,
    step: row.step,
    stage: row.stage,
    organisation: named(row.organisationId, organisationName),
    status: row.status,
    assignee: named(row.assigneeId, assigneeName),
    submittedBy: named(row.submittedBy, submitterName),
    outcome: typeof outcome === 'string' ? outcome : null,
    dueAt: isoOrNull(row.dueAt),
    submittedAt: isoOrNull(row.submittedAt),
    createdAt: toIso(row.createdAt),
  };
}

/** A task as its candidates see it in their inbox. @param now ms, for "overdue" */
export function inboxTask(task: NamedTask, now: number): Static<typeof InboxTask> {
  const { row, subject } = task;
  return {
    ...caseTask(task),
    case: { id: row.caseId, subject: subject ?? '' },
    dutyId: row.dutyId,
    form: row.form,
    processId: row.processId,
    processInstanceKey: row.processInstanceKey,
    overdue: row.status === 'open' && row.dueAt !== null && row.dueAt < now,
  };
}
