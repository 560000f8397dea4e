import type { FastifyPluginAsync } from 'fastify';
import { collectDefaultMetrics, Gauge } from 'prom-client';
import { outboxBacklog } from '../db/outbox.ts';
import { outboxOldestSeconds, outboxPending, registry } from '../metrics.ts';
import type { AppDeps } from './deps.ts';
import { countCasesByStage, countOpenTasks } from './store.ts';

collectDefaultMetrics({ register: registry });

const openTasks = new Gauge({
  name: 'yishao_open_tasks',
  help: 'Human tasks waiting for someone',
  registers: [registry],
});
const openCases = new Gauge({
  name: 'yishao_open_cases',
  help: 'Open cases by stage',
  labelNames: ['stage'] as const,
  registers: [registry],
});

/** Prometheus metrics; figures of the database are read when they are asked for. */
export const metricsRoutes =
  ({ db, clock }: AppDeps): FastifyPluginAsync =>
  async (app) => {
    app.get('/metrics', { schema: { hide: true } }, async (_request, reply) => {
      const { pending, oldestAt } = outboxBacklog(db);
      outboxPending.set(pending);
      outboxOldestSeconds.set(oldestAt === null ? 0 : Math.max(0, clock.now() - oldestAt) / 1000);
      openTasks.set(countOpenTasks(db));
      openCases.reset();
      for (const { stage, count } of countCasesByStage(db)) openCases.set({ stage }, count);
      return reply.type(registry.contentType).send(await registry.metrics());
    });
  };
