import type { FastifyInstance } from 'fastify';
import type { Log } from '../log.ts';
import { requestSeconds } from '../metrics.ts';

/** Headers that keep browsers from doing more with our answers than they should. */
export function secureHeaders(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
    });
    // The documentation pages carry their own policy.
    if (!request.url.startsWith('/docs'))
      reply.header(
        'content-security-policy',
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      );
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store');
  });
}

/** Measures and logs each answered request by its route's pattern: addresses and bodies may hold personal data. */
export function measureRequests(app: FastifyInstance, log: Log): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    const { statusCode: status, elapsedTime } = reply;
    requestSeconds.observe({ method: request.method, route, status: String(status) }, elapsedTime / 1000);
    log.debug({ reqId: request.id, method: request.method, route, status, ms: Math.round(elapsedTime) }, 'answered');
  });
}
