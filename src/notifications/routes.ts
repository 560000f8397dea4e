import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { groupsOf } from '../cases/scope.ts';
import { decodeCursor, pageOf } from '../http/cursor.ts';
import type { AppDeps } from '../http/deps.ts';
import { Instant, Nullable, PageOf, Paging, toIso } from '../http/schema.ts';
import { listNotifications } from './inbox-store.ts';

const Notifications = PageOf(
  Type.Object({
    id: Type.Integer(),
    caseId: Type.String(),
    dutyId: Nullable(Type.String()),
    template: Type.String(),
    text: Type.String(),
    at: Instant,
  }),
);

/** What staff were told. */
export const notificationRoutes =
  ({ db }: AppDeps): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/notifications',
      {
        schema: {
          tags: ['通知'],
          summary: '我的通知，新的在前',
          querystring: Type.Object(Paging),
          response: { 200: Notifications },
        },
      },
      async ({ principal, query: { cursor, limit = 20 } }) => {
        const [before] = cursor === undefined ? [] : decodeCursor(cursor, ['number']);
        const rows = listNotifications(db, groupsOf(principal), before, limit + 1);
        return pageOf(
          rows,
          limit,
          ({ id }) => [id],
          ({ id, caseId, dutyId, template, text, at }) => {
            return { id, caseId, dutyId, template, text, at: toIso(at) };
          },
        );
      },
    );
  };
