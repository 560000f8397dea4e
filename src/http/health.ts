import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { AppDeps } from './deps.ts';
import { databaseAnswers } from './store.ts';

const Ready = Type.Object({
  status: Type.Enum(['ready', 'not-ready']),
  database: Type.Boolean(),
  engine: Type.Boolean(),
  workers: Type.Array(Type.Object({ type: Type.String(), polled: Type.Boolean() })),
});

/** Liveness and readiness, without sign-in. */
export const healthRoutes =
  ({ db, engineStatus }: AppDeps): FastifyPluginAsyncTypebox =>
  async (app) => {
    const tags = ['运行'];
    app.get(
      '/healthz',
      {
        schema: {
          tags,
          summary: '进程在运行',
          security: [],
          response: { 200: Type.Object({ status: Type.String() }) },
        },
      },
      async () => ({ status: 'alive' }),
    );
    app.get(
      '/readyz',
      {
        schema: {
          tags,
          summary: '数据库、引擎和每个 worker 都就绪',
          security: [],
          response: { 200: Ready, 503: Ready },
        },
      },
      async (_request, reply) => {
        const { reachable, workers } = engineStatus();
        const database = databaseAnswers(db);
        const ready = database && reachable && workers.every(({ polled }) => polled);
        return reply
          .code(ready ? 200 : 503)
          .send({ status: ready ? 'ready' : 'not-ready', database, engine: reachable, workers: [...workers] });
      },
    );
  };
