import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import fp from 'fastify-plugin';
import { ProblemSchema } from './problem.ts';

/** OpenAPI 3.1 at `/openapi.json`, to be browsed at `/docs`; every file is served from here. */
export const openApi = fp(async (app) => {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: '一哨联办 Yishao API',
        version: '1',
        description: '12345 疑难诉求多部门联合办理。错误一律为 application/problem+json（RFC 9457），`code` 稳定不变。',
      },
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
      security: [{ bearer: [] }],
    },
    // Every route may answer with a problem: said once here, not in each route.
    transform: ({ schema, url }) => ({
      url,
      schema: {
        ...schema,
        ...(url.startsWith('/api/') && schema?.hide !== true
          ? {
              response: {
                ...(schema?.response as object | undefined),
                '4xx': {
                  description: '出错',
                  content: { 'application/problem+json': { schema: ProblemSchema } },
                },
              },
            }
          : {}),
      },
    }),
  });
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: true, uiConfig: { persistAuthorization: false } });
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
});
