import { randomUUID } from 'node:crypto';
import rateLimit from '@fastify/rate-limit';
import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { bundleRoutes } from '../bundles/routes.ts';
import { calendarRoutes } from '../calendar/routes.ts';
import { hideComplainants } from '../cases/hiding.ts';
import { caseRoutes } from '../cases/routes.ts';
import { catalogueRoutes } from '../catalogue/routes.ts';
import { dutyRoutes } from '../duties/routes.ts';
import { handlingRoutes } from '../handling/routes.ts';
import { hotlineRoutes } from '../hotline/routes.ts';
import { intakeRoutes } from '../intake/routes.ts';
import { meetingRoutes } from '../meetings/routes.ts';
import { notificationRoutes } from '../notifications/routes.ts';
import { registerRoutes } from '../register/routes.ts';
import { taskRoutes } from '../tasks/routes.ts';
import { authenticate } from './authentication.ts';
import type { AppDeps } from './deps.ts';
import { healthRoutes } from './health.ts';
import { homeRoutes } from './home.ts';
import { measureRequests, secureHeaders } from './hooks.ts';
import { metricsRoutes } from './metrics.ts';
import { openApi } from './openapi.ts';
import { answerProblems, frameworkProblem } from './problem.ts';

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
      hideComplainants(api, deps);
      api.register(intakeRoutes(deps));
      api.register(hotlineRoutes(deps));
      api.register(caseRoutes(deps));
      api.register(taskRoutes(deps));
      api.register(dutyRoutes(deps));
      api.register(calendarRoutes(deps));
      api.register(handlingRoutes(deps));
      api.register(meetingRoutes(deps));
      api.register(notificationRoutes(deps));
      api.register(bundleRoutes(deps));
      api.register(registerRoutes(deps));
      api.register(catalogueRoutes(deps));
    },
    { prefix: '/api' },
  );
  return app;
}
