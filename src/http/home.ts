import type { FastifyPluginAsync } from 'fastify';

const PAGE = `<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>一哨联办</title>
<main>
<h1>一哨联办</h1>
<p>办公桌面尚在建设中。目前可以使用：</p>
<ul>
<li><a href="/docs">接口文档</a>（<a href="/openapi.json">OpenAPI</a>）</li>
<li><a href="/readyz">运行状态</a></li>
</ul>
</main>
</html>
`;

/** Stands where the desk will be. */
export const homeRoutes: FastifyPluginAsync = async (app) => {
  app.get('/', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(PAGE),
  );
};
