import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { STAGES } from '../cases/table.ts';

/** Mirror of the engine's user tasks (design, decision 4). */
export const tasks = sqliteTable(
  'tasks',
  {
    id: text().primaryKey(),
    engineEpoch: text().notNull(),
    jobKey: text().notNull(),
    processInstanceKey: text().notNull(),
    /** Says which bundle the task's form belongs to. */
    processDefinitionKey: text().notNull(),
    processId: text().notNull(),
    elementId: text().notNull(),
    caseId: text().notNull(),
    dutyId: text(),
    step: text().notNull(),
    stage: text({ enum: STAGES }).notNull(),
    form: text().notNull(),
    organisationId: text(),
    dueAt: integer(),
    /** open → submitted (form stored) → completed (engine went on); cancelled only when the engine says it is gone. */
    status: text({ enum: ['open', 'submitted', 'completed', 'cancelled'] }).notNull(),
    assigneeId: text(),
    formData: text({ mode: 'json' }).$type<Record<string, unknown>>(),
    submittedBy: text(),
    submittedOnBehalfOf: text(),
    submittedAt: integer(),
    /** Last time that the engine handed the job out, ms. */
    renewedAt: integer().notNull(),
    createdAt: integer().notNull(),
  },
  (t) => [
    uniqueIndex('tasks_job').on(t.engineEpoch, t.jobKey),
    index('tasks_case').on(t.caseId),
    index('tasks_duty').on(t.dutyId),
    index('tasks_status').on(t.status, t.dueAt),
  ],
);

/** Candidate groups `organisationId:role` of a task. */
export const taskGroups = sqliteTable(
  'task_groups',
  {
    taskId: text().notNull(),
    group: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.taskId, t.group] }), index('task_groups_group').on(t.group)],
);
