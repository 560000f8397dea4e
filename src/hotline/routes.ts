import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { scopeOf } from '../cases/scope.ts';
import { invalid } from '../errors.ts';
import { requireRole } from '../http/authentication.ts';
import { decodeCursor, pageOf } from '../http/cursor.ts';
import type { AppDeps } from '../http/deps.ts';
import { Instant, Nullable, PageOf, Paging } from '../http/schema.ts';
import { parseInstant } from '../intake/rules.ts';
import { listResults } from './store.ts';

const Results = PageOf(
  Type.Object({
    source: Type.String(),
    orderNumber: Type.String(),
    caseId: Type.String(),
    outcome: Nullable(Type.String({ description: 'solved、partly-solved、unsolved、refused、withdrawn' })),
    satisfaction: Nullable(Type.String({ description: '本件诉求人的回访结果；未回访为 null' })),
    closedAt: Nullable(Instant),
    problems: Type.Array(Type.Object({ seq: Type.Integer(), solved: Nullable(Type.Boolean()) })),
    summary: Type.String({ description: '办理结果或不予受理的理由，不含诉求人信息' }),
  }),
);

const Query = Type.Object({
  source: Type.Optional(Type.String({ minLength: 1, maxLength: 50, description: '来源系统' })),
  since: Type.Optional(Type.String({ minLength: 1, maxLength: 40, description: '此时刻起结案的，ISO 8601' })),
  ...Paging,
});

/** Results for hotlines that fetch them instead of being told, or besides (R4b). */
export const hotlineRoutes =
  ({ db, timeZone }: AppDeps): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/complaints/results',
      {
        schema: {
          tags: ['受理'],
          summary: '已结案诉求的结果，先结案的在前（平台）',
          querystring: Query,
          response: { 200: Results },
        },
      },
      async ({ principal, query: { source, since, cursor, limit = 20 } }) => {
        requireRole(principal, 'operator', '12345平台坐席');
        const from = since === undefined ? undefined : parseInstant(since, timeZone);
        if (since !== undefined && from === undefined)
          throw invalid('invalid-date', '起始时间不是有效的日期。', 'since');
        const after = cursor === undefined ? undefined : decodeCursor(cursor, ['number', 'string']);
        const rows = listResults(db, scopeOf(db, principal), { source, since: from }, after, limit + 1);
        return pageOf(
          rows,
          limit,
          ({ position }) => position,
          ({ result }) => ({ ...result, problems: [...result.problems] }),
        );
      },
    );
  };
