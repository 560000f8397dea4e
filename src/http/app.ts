import { randomUUID } from 'node:crypto';
import rateLimit from '@fastify/rate-limit';
import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { bundleRoutes } from '../bundles/routes.ts';
import { caseRoutes } from '../cases/routes.ts';
import { catalogueRoutes } from '../catalogue/routes.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/open.ts';
import { dutyRoutes } from '../duties/routes.ts';
import { intakeRoutes } from '../intake/routes.ts';
import type { Log } from '../log.ts';
import { notificationRoutes } from '../notifications/routes.ts';
import { registerRoutes } from '../register/routes.ts';
import { taskRoutes } from '../tasks/routes.ts';
import { authenticate } from './authentication.ts';
import { healthRoutes } from './health.ts';
import { homeRoutes } from './home.ts';
import { measureRequests, secureHeaders } from './hooks.ts';
import { metricsRoutes } from './metrics.ts';
import { openApi } from './openapi.ts';
import { answerProblems, frameworkProblem } from './problem.ts';

/** What the API needs from the rest of the service; it never talks to the engine itself. */
export interface AppDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
  /** IANA zone of the city's offices: case numbers and dates without an offset are read in it. */
  readonly timeZone: string;
  /** Last known state of the engine, for `/readyz`; must not block. `workers` is empty where this process has none. */
  readonly engineStatus: () => { reachable: boolean; workers: readonly { type: string; polled: boolean }[] };
  /** Base address of Operate without a slash at the end, e.g. `http://127.0.0.1:8080/operate`; undefined: no links. */
  readonly operateUrl?: string | undefined;
  /** Asks the engine whether an open task still exists and, when it is gone, marks its row as cancelled. */
  readonly probeTask?: (taskId: string) => Promise<'alive' | 'gone' | 'unknown'>;
  /** Waits until an outbox row is delivered or found gone, at most `timeoutMs`. */
  readonly awaitDelivery: (outboxId: string, timeoutMs: number) => Promise<'delivered' | 'gone' | 'pending'>;
}

/** Longest that a request may take to arrive, the largest upload over a slow line included, ms. */
const REQUEST_TIMEOUT_MS = 300_000;

/** Assembles the HTTP service; the caller listens and closes. */
export function buildApp(deps: AppDeps): FastifyInstance {
  const app: FastifyInstance = Fastify({
    loggerInstance: deps.log as FastifyBaseLogger,
    // Fastify's own request log would write addresses with their query strings, which may hold personal data.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    frameworkErrors: frameworkProblem,
    routerOptions: { maxParamLength: 200 },
    requestTimeout: REQUEST_TIMEOUT_MS,
  });
  app.setValidatorCompiler(TypeBoxValidatorCompiler);
  answerProblems(app);
  secureHeaders(app);
  measureRequests(app, deps.log);
  app.register(rateLimit, { global: false });
  app.register(openApi);
  app.register(healthRoutes(deps));
  app.register(metricsRoutes(deps));
  app.register(homeRoutes);
  app.register(
    async (api) => {
      authenticate(api, deps);
      api.register(intakeRoutes(deps));
      api.register(caseRoutes(deps));
      api.register(taskRoutes(deps));
      api.register(dutyRoutes(deps));
      api.register(notificationRoutes(deps));
      api.register(bundleRoutes(deps));
      api.register(registerRoutes(deps));
      api.register(catalogueRoutes(deps));
    },
    { prefix: '/api' },
  );
  return app;
}
