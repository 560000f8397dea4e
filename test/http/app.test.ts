import { PassThrough } from 'node:stream';
import { pino } from 'pino';
import { beforeEach, describe, expect, test } from 'vitest';
import { buildApp } from '../../src/http/app.ts';
import { notifications } from '../../src/notifications/table.ts';
import { createWorld, OPERATOR, type World } from './fixture.ts';

let world: World;
beforeEach(() => {
  world = createWorld();
});

describe('sign-in', () => {
  test.each([undefined, 'Bearer wrong', 'Basic abc', 'Bearer'])('“%s” is not signed in', async (authorization) => {
    const response = await world.app.inject({ url: '/api/cases', headers: authorization ? { authorization } : {} });
    expect(response.statusCode).toBe(401);
    expect(response.headers['content-type']).toContain('application/problem+json');
    expect(response.headers['www-authenticate']).toContain('Bearer');
    expect(response.json()).toMatchObject({ code: 'not-signed-in', status: 401 });
  });

  test('every route under /api asks for it, whatever the body', async () => {
    const { paths } = (await world.app.inject('/openapi.json')).json();
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods as object).map((method) => [method.toUpperCase(), path.replaceAll(/\{\w+\}/g, 'x')]),
    );
    const api = routes.filter(([, path]) => path?.startsWith('/api/'));
    expect(api.length).toBeGreaterThan(20);
    for (const [method, url] of api)
      expect([method, url, (await world.app.inject({ method: method as 'GET', url: url ?? '' })).statusCode]).toEqual([
        method,
        url,
        401,
      ]);
  });

  test('many wrong tokens are slowed down; a right one still passes', async () => {
    const statuses = new Set<number>();
    for (let i = 0; i < 70; i++) statuses.add((await world.get('wrong', '/cases')).status);
    expect([...statuses]).toEqual([401, 429]);
    expect((await world.get(OPERATOR, '/cases')).status).toBe(200);
  });
});

describe('problems', () => {
  test.each(['/api/nothing', '/nothing'])('%s does not exist', async (url) => {
    const response = await world.app.inject({ url });
    expect(response.json()).toMatchObject({
      type: 'urn:yishao:problem:route-not-found',
      status: 404,
      code: 'route-not-found',
      instance: expect.stringMatching(/^urn:uuid:/),
    });
  });

  test.each([
    ['broken JSON', '{', 'application/json', 400, 'invalid-json'],
    ['an empty body', '', 'application/json', 400, 'invalid-json'],
    ['poisoned JSON', '{"__proto__":{}}', 'application/json', 400, 'invalid-json'],
    ['another format', 'a=1', 'application/x-www-form-urlencoded', 415, 'unsupported-media-type'],
    ['a body over the limit', `"${'x'.repeat(1_100_000)}"`, 'application/json', 413, 'too-large'],
    ['no object', '[]', 'application/json', 400, 'invalid-input'],
  ])('%s', async (_name, payload, type, status, code) => {
    const answer = await world.send(OPERATOR, 'POST', '/api/complaints', payload, { 'content-type': type });
    expect(answer).toMatchObject({ status, body: { code, status } });
  });

  test('an address that cannot be read is a problem, too', async () => {
    expect((await world.app.inject('/api/cases/%ff')).json()).toMatchObject({ status: 400, code: 'bad-request' });
  });

  test('a defect tells nothing of the inside', async () => {
    world.db.$client.exec('drop table callbacks');
    const id = await world.complain();
    const { status, body, text } = await world.get(OPERATOR, `/cases/${id}`);
    expect([status, body.code]).toEqual([500, 'internal-error']);
    expect(text).not.toMatch(/callbacks|sql|stack/i);
  });
});

describe('operation', () => {
  test('/healthz answers as long as the process runs', async () => {
    world.db.$client.close();
    expect((await world.app.inject('/healthz')).statusCode).toBe(200);
  });

  const states: [string, boolean, boolean, number][] = [
    ['engine and workers there', true, true, 200],
    ['engine away', false, true, 503],
    ['a worker that has not polled', true, false, 503],
  ];
  test.each(states)('/readyz with %s', async (_name, reachable, polled, status) => {
    world.ready = {
      reachable,
      workers: [
        { type: 'notify', polled },
        { type: 'close-case', polled: true },
      ],
    };
    const response = await world.app.inject('/readyz');
    expect(response.statusCode).toBe(status);
    expect(response.json()).toMatchObject({
      database: true,
      engine: reachable,
      workers: [{ type: 'notify', polled }, {}],
    });
  });

  test('/readyz without database', async () => {
    world.db.$client.close();
    const response = await world.app.inject('/readyz');
    expect([response.statusCode, response.json().database]).toEqual([503, false]);
  });

  test('/metrics counts requests by route, cases, tasks and what the engine was not told', async () => {
    const id = await world.complain();
    world.task(id, 'report', 'dept-water:handler');
    await world.get(OPERATOR, `/cases/${id}`);
    world.now += 5_000;
    const text = (await world.app.inject('/metrics')).body;
    expect(text).toContain('yishao_open_cases{stage="discovery"} 1');
    expect(text).toContain('yishao_open_tasks 1');
    expect(text).toContain('yishao_outbox_pending 1');
    expect(text).toContain('yishao_outbox_oldest_seconds 5');
    expect(text).toMatch(
      /yishao_http_request_seconds_count\{method="GET",route="\/api\/cases\/:id",status="200"\} \d+/,
    );
    expect(text).toContain('process_cpu_seconds_total');
    expect(text).not.toContain(id);
  });

  test('/ leads to the documentation, which loads nothing from elsewhere', async () => {
    const home = await world.app.inject('/');
    expect(home.body).toContain('href="/docs"');
    expect(home.headers['content-security-policy']).toContain("default-src 'none'");
    expect(home.headers['x-content-type-options']).toBe('nosniff');
    const docs = await world.app.inject('/docs/');
    expect(docs.statusCode).toBe(200);
    expect(docs.body).not.toMatch(/(src|href)="https?:/);
    expect(docs.headers['content-security-policy']).toContain("default-src 'self'");
  });

  test('/openapi.json describes every route with its problems', async () => {
    const document = (await world.app.inject('/openapi.json')).json();
    expect(document.openapi).toBe('3.1.0');
    const complete = document.paths['/api/tasks/{id}/complete'].post;
    expect(Object.keys(complete.responses)).toEqual(['200', '202', '4XX']);
    expect(complete.responses['4XX'].content).toHaveProperty(['application/problem+json']);
  });
});

test('notifications come newest first, to the groups of the reader only', async () => {
  for (let i = 1; i <= 3; i++)
    world.db
      .insert(notifications)
      .values([
        {
          caseId: 'c',
          recipient: 'dept-water:handler',
          template: 't',
          text: `第${i}条`,
          at: world.now,
          cause: `w${i}`,
        },
        { caseId: 'c', recipient: 'complainants', template: 't', text: '不给工作人员', at: world.now, cause: `c${i}` },
      ])
      .run();
  const first = await world.get('water.handler', '/notifications?limit=2');
  expect(first.body.items.map(({ text }: { text: string }) => text)).toEqual(['第3条', '第2条']);
  const rest = await world.get('water.handler', `/notifications?limit=2&cursor=${first.body.nextCursor}`);
  expect(rest.body).toMatchObject({ items: [{ text: '第1条' }], nextCursor: null });
  expect((await world.get('market.handler', '/notifications')).body.items).toEqual([]);
});

test('bundles and the forms of the active one', async () => {
  expect((await world.get(OPERATOR, '/bundles')).body.items).toMatchObject([
    { number: 1, hash: 'a', active: true, processes: [{ id: 'duty', version: 1 }] },
  ]);
  expect((await world.get(OPERATOR, '/forms/report')).body.id).toBe('report');
  expect((await world.get(OPERATOR, '/forms/nothing')).body.code).toBe('form-not-found');
});

test('logs name routes and never addresses, tokens or what was searched for', async () => {
  const sink = new PassThrough();
  const chunks: string[] = [];
  sink.on('data', (chunk) => chunks.push(String(chunk)));
  const app = buildApp({
    db: world.db,
    clock: { now: () => world.now },
    log: pino({ level: 'trace' }, sink),
    timeZone: 'Asia/Shanghai',
    engineStatus: () => world.ready,
    awaitDelivery: async () => 'pending',
  });
  await app.inject({ url: '/api/cases?query=13812341234', headers: { authorization: 'Bearer secret-token' } });
  const logged = chunks.join('');
  expect(logged).toContain('/api/cases');
  expect(logged).not.toMatch(/13812341234|secret-token/);
});
