import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { groupsOf } from '../cases/scope.ts';
import { findCase } from '../cases/store.ts';
import { caseBrief } from '../cases/view.ts';
import { EVERY_CASE } from '../cases/visibility.ts';
import { decodeCursor, pageOf } from '../http/cursor.ts';
import type { AppDeps } from '../http/deps.ts';
import { IdParams, PageOf, Paging, Words } from '../http/schema.ts';
import type { Principal } from '../register/store.ts';
import {
  claimTask,
  completeTask,
  formOfTask,
  handOverTask,
  releaseTask,
  taskCancelled,
  visibleTask,
} from './actions.ts';
import { taskContext } from './context.ts';
import { InboxTask, TaskView } from './schema.ts';
import { type InboxFilter, listTasks, positionOf } from './store.ts';
import { inboxTask } from './view.ts';

/** How long a request waits for the engine to take a completion, ms. */
const DELIVERY_WAIT_MS = 3_000;
/** How long opening a task waits for the engine to say whether it still exists, ms. */
const PROBE_WAIT_MS = 1_000;

const SCOPES = ['mine', 'organisation', 'all-mine'] as const;

const InboxQuery = Type.Object({
  scope: Type.Optional(
    Words(SCOPES, 'mine：本人岗位的、未签收或本人签收；organisation：本人岗位的全部；all-mine：mine 加上代理他人的'),
  ),
  status: Type.Optional(Words(['open', 'submitted', 'completed', 'cancelled'])),
  caseId: Type.Optional(Type.String({ maxLength: 100 })),
  step: Type.Optional(Type.String({ maxLength: 100 })),
  ...Paging,
});

const Inbox = PageOf(InboxTask);
const Completed = Type.Object({ status: Type.Literal('completed') });
const Accepted = Type.Object({ status: Type.Literal('accepted', { description: '已受理，流程引擎恢复后继续' }) });
const Nothing = { 204: Type.Null() };

/** The inbox, and what candidates do with a task. To everyone else a task does not exist: 404. */
export const taskRoutes =
  (deps: AppDeps): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { db, clock } = deps;
    const tags = ['任务'];

    app.get(
      '/tasks',
      { schema: { tags, summary: '我的任务，先到期的在前', querystring: InboxQuery, response: { 200: Inbox } } },
      async ({ principal, query: { scope = 'mine', status = 'open', cursor, limit = 20, caseId, step } }) => {
        const after = cursor === undefined ? undefined : decodeCursor(cursor, ['number', 'string']);
        const rows = listTasks(db, { ...inboxOf(principal, scope), status, caseId, step }, after, limit + 1);
        return pageOf(rows, limit, positionOf, (task) => inboxTask(task, clock.now()));
      },
    );

    app.get(
      '/tasks/:id',
      { schema: { tags, summary: '任务、表单和选项', params: IdParams, response: { 200: TaskView } } },
      async ({ principal, params }) => {
        if (visibleTask(db, principal, params.id).task.row.status === 'open') await probe(deps, params.id);
        const { task, groups, onBehalfOfId } = visibleTask(db, principal, params.id);
        const form = formOfTask(db, task.row);
        const { options, data } = taskContext(db, task.row, groups, form);
        const found = findCase(db, EVERY_CASE, task.row.caseId);
        if (!found) throw new Error(`Task ${task.row.id} belongs to no case.`);
        return {
          task: inboxTask(task, clock.now()),
          case: caseBrief(found),
          onBehalfOf: onBehalfOfId,
          form,
          context: options,
          data: task.row.formData ?? data,
        };
      },
    );

    app.post(
      '/tasks/:id/claim',
      { schema: { tags, summary: '签收', params: IdParams, response: Nothing } },
      async ({ principal, params }, reply) => {
        claimTask(deps, principal, params.id);
        return reply.code(204).send(null);
      },
    );

    app.post(
      '/tasks/:id/release',
      { schema: { tags, summary: '退回本组', params: IdParams, response: Nothing } },
      async ({ principal, params }, reply) => {
        releaseTask(deps, principal, params.id);
        return reply.code(204).send(null);
      },
    );

    app.post(
      '/tasks/:id/hand-over',
      {
        schema: {
          tags,
          summary: '转交同事或代理人',
          params: IdParams,
          body: Type.Object(
            { personId: Type.String({ minLength: 1, maxLength: 100 }) },
            { additionalProperties: false },
          ),
          response: Nothing,
        },
      },
      async ({ principal, params, body }, reply) => {
        handOverTask(deps, principal, params.id, body.personId);
        return reply.code(204).send(null);
      },
    );

    app.post(
      '/tasks/:id/complete',
      {
        schema: {
          tags,
          summary: '提交表单，办结任务',
          params: IdParams,
          body: Type.Object({ data: Type.Record(Type.String(), Type.Unknown()) }, { additionalProperties: false }),
          response: { 200: Completed, 202: Accepted },
        },
      },
      async ({ principal, params, body }, reply) => {
        const outboxId = completeTask(deps, principal, params.id, body.data);
        const delivery = await deps.awaitDelivery(outboxId, DELIVERY_WAIT_MS);
        if (delivery === 'gone') throw taskCancelled();
        return delivery === 'delivered'
          ? reply.code(200).send({ status: 'completed' })
          : reply.code(202).send({ status: 'accepted' });
      },
    );
  };

function inboxOf(person: Principal, scope: (typeof SCOPES)[number]): InboxFilter {
  const { groups, personId, deputyGroups } = person;
  if (scope === 'organisation') return { groups };
  if (scope === 'mine') return { groups, assignees: [personId] };
  return { groups: groupsOf(person), assignees: [personId, ...deputyGroups.map(({ onBehalfOfId }) => onBehalfOfId)] };
}

/** Lets the engine say whether the task still exists; an engine that is away says nothing and holds nobody up. */
async function probe({ probeTask }: AppDeps, taskId: string): Promise<void> {
  if (!probeTask) return;
  const waited = new AbortController();
  await Promise.race([
    probeTask(taskId).finally(() => waited.abort()),
    pause(PROBE_WAIT_MS, undefined, { signal: waited.signal }).catch(() => undefined),
  ]);
}
