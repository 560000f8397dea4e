import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { notFound } from '../errors.ts';
import { requireRole } from '../http/authentication.ts';
import { decodeCursor, pageOf } from '../http/cursor.ts';
import type { AppDeps } from '../http/deps.ts';
import { IdParams, PageOf, Paging, Words, Words2000 } from '../http/schema.ts';
import type { Principal } from '../register/store.ts';
import { tasksOfCase } from '../tasks/store.ts';
import { caseTask } from '../tasks/view.ts';
import { readContact } from './contact.ts';
import { addNote, requestLeadership } from './requests.ts';
import { CaseBrief, CaseTask, CaseView, ProcessInstance, TimelineEvent } from './schema.ts';
import { accusedSide, insightInto, scopeOf } from './scope.ts';
import { matchOf, withoutSecrets } from './search.ts';
import { findCase, listCases } from './store.ts';
import { PATHS, PROFILES, STAGES } from './table.ts';
import { caseBrief, caseView, instancesView, timeline } from './view.ts';
import { withdraw } from './withdrawal.ts';

const ListQuery = Type.Object({
  query: Type.Optional(Type.String({ maxLength: 200, description: '检索词：编号、标题、内容、地点' })),
  status: Type.Optional(Words(['open', 'closed'])),
  stage: Type.Optional(Words(STAGES)),
  path: Type.Optional(Words(PATHS)),
  townId: Type.Optional(Type.String({ maxLength: 100 })),
  departmentId: Type.Optional(Type.String({ maxLength: 100 })),
  profile: Type.Optional(Words(PROFILES)),
  ...Paging,
});

const CaseList = PageOf(CaseBrief);
const Items = <T extends Parameters<typeof Type.Array>[0]>(item: T) => Type.Object({ items: Type.Array(item) });

/** Lists, cases and what may be asked for them. A case that the reader may not know of does not exist: 404. */
export const caseRoutes =
  (deps: AppDeps): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { db, clock, operateUrl } = deps;
    const tags = ['案件'];

    const visible = (person: Principal, id: string) => {
      const found = findCase(db, scopeOf(db, person), id);
      if (!found) throw notFound('case-not-found', '没有这个案件。');
      return found;
    };

    app.get(
      '/cases',
      { schema: { tags, summary: '查询案件', querystring: ListQuery, response: { 200: CaseList } } },
      async ({ principal, query: { query, cursor, limit = 20, ...filter } }) => {
        const words = query === undefined ? undefined : matchOf(query);
        // Words that hold neither letter nor digit find nothing, rather than everything.
        if (words === undefined && query?.trim()) return { items: [], nextCursor: null };
        const match = words !== undefined && accusedSide(principal) ? withoutSecrets(words) : words;
        const after = cursor === undefined ? undefined : decodeCursor(cursor, ['number', 'string']);
        const rows = listCases(db, scopeOf(db, principal), { ...filter, match }, after, limit + 1);
        return pageOf(rows, limit, ({ row }) => [row.changedAt, row.id], caseBrief);
      },
    );

    app.get(
      '/cases/:id',
      { schema: { tags, summary: '案件详情', params: IdParams, response: { 200: CaseView } } },
      async ({ principal, params }) => {
        const found = visible(principal, params.id);
        const insight = insightInto(db, principal, found.row.id);
        return caseView(db, found, { insight, now: clock.now(), operateUrl });
      },
    );

    app.get(
      '/cases/:id/timeline',
      { schema: { tags, summary: '办理经过', params: IdParams, response: { 200: Items(TimelineEvent) } } },
      async ({ principal, params }) => ({ items: timeline(db, visible(principal, params.id).row.id) }),
    );

    app.get(
      '/cases/:id/tasks',
      { schema: { tags, summary: '案件的全部任务', params: IdParams, response: { 200: Items(CaseTask) } } },
      async ({ principal, params }) => ({ items: tasksOfCase(db, visible(principal, params.id).row.id).map(caseTask) }),
    );

    app.get(
      '/cases/:id/process-instances',
      { schema: { tags, summary: '流程实例', params: IdParams, response: { 200: Items(ProcessInstance) } } },
      async ({ principal, params }) => ({ items: instancesView(db, visible(principal, params.id).row.id, operateUrl) }),
    );

    app.post(
      '/cases/:id/notes',
      {
        schema: {
          tags,
          summary: '填写进展',
          params: IdParams,
          body: Type.Object(
            {
              text: Words2000('进展'),
              organisationId: Type.Optional(
                Type.String({ minLength: 1, maxLength: 100, description: '属于几个单位的，说明以哪个单位填写' }),
              ),
            },
            { additionalProperties: false },
          ),
          response: { 204: Type.Null() },
        },
      },
      async ({ principal, params, body }, reply) => {
        addNote(deps, principal, visible(principal, params.id).row.id, body.text, body.organisationId);
        return reply.code(204).send(null);
      },
    );

    app.post(
      '/cases/:id/leadership',
      {
        schema: {
          tags,
          summary: '提请领办（平台）',
          params: IdParams,
          body: Type.Object({ reason: Words2000('理由') }, { additionalProperties: false }),
          response: { 202: Type.Object({ status: Type.Literal('accepted') }) },
        },
      },
      async ({ principal, params, body }, reply) => {
        const { row } = visible(principal, params.id);
        requireRole(principal, 'operator', '12345平台坐席');
        requestLeadership(deps, principal, row.id, body.reason);
        return reply.code(202).send({ status: 'accepted' });
      },
    );

    app.get(
      '/complaints/:id/contact',
      {
        schema: {
          tags,
          summary: '查看诉求人联系方式（平台，留痕）',
          params: IdParams,
          response: { 200: Type.Object({ name: Type.String(), phone: Type.String() }) },
        },
      },
      async ({ principal, params }) => readContact(deps, principal, params.id),
    );

    app.post(
      '/complaints/:id/withdrawal',
      {
        schema: {
          tags,
          summary: '撤回诉求（平台，应诉求人要求）',
          description: '案件的诉求全部撤回后，案件随之终止。',
          params: IdParams,
          body: Type.Object({ reason: Words2000('理由') }, { additionalProperties: false }),
          response: {
            200: Type.Object({
              caseId: Type.String(),
              remaining: Type.Integer({ description: '案件中未撤回的诉求' }),
              caseWithdrawn: Type.Boolean({ description: '案件随之撤回' }),
            }),
          },
        },
      },
      async ({ principal, params, body }) => withdraw(deps, principal, params.id, body.reason),
    );
  };
