import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import Fastify, { type FastifyInstance } from 'fastify';
import { beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/db/open.ts';
import { createLog } from '../../src/log.ts';
import { registerRoutes } from '../../src/register/routes.ts';
import { type Principal, principalOf } from '../../src/register/store.ts';
import { seedSampleCity } from '../../src/sample/store.ts';

const clock = { now: () => Date.parse('2026-11-23T09:00:00+08:00') };
let app: FastifyInstance;

beforeAll(async () => {
  const db = openDatabase(':memory:');
  seedSampleCity(db, clock);
  app = Fastify();
  app.setValidatorCompiler(TypeBoxValidatorCompiler);
  app.decorateRequest('principal');
  app.addHook('onRequest', async (request) => {
    request.principal = principalOf(db, 'person-housing-head', clock.now()) as Principal;
  });
  await app.register(registerRoutes({ db, clock, log: createLog('silent'), timeZone: 'Asia/Shanghai' }));
});

const get = async (url: string) => {
  const answer = await app.inject(url);
  return { status: answer.statusCode, body: answer.json() };
};

describe('GET /me', () => {
  test('says who asks, as what, and for whom the person stands in', async () => {
    const { status, body } = await get('/me');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      account: 'housing.head',
      memberships: [{ organisationId: 'dept-housing', organisationName: '云渚市住房和城乡建设局', role: 'head' }],
      groups: ['dept-housing:head'],
      deputyGroups: [{ group: 'dept-housing:handler', onBehalfOfId: 'person-housing-handler' }],
    });
    expect(body.deputyGroups[0].onBehalfOfName).not.toBe('person-housing-handler');
  });
});

describe('GET /organisations', () => {
  test('lists towns of a district', async () => {
    const { body } = await get('/organisations?kind=town&parentId=district-heming');
    expect(body.items.map(({ name }: { name: string }) => name)).toEqual(['芦花街道', '晓塘镇', '云帆街道']);
  });

  test('refuses an unknown kind', async () => {
    expect((await get('/organisations?kind=village')).status).toBe(400);
  });
});

describe('GET /people', () => {
  test('lists those of an organisation with role and post', async () => {
    const { body } = await get('/people?organisationId=town-liuying');
    expect(body.items).toHaveLength(2);
    expect(body.items[0]).toMatchObject({ role: 'town-officer', post: '吹哨联络岗' });
  });

  test('answers 404 for an unknown organisation and 400 without one', async () => {
    expect(await get('/people?organisationId=nowhere')).toMatchObject({ status: 404 });
    expect((await get('/people')).status).toBe(400);
  });
});

describe('GET /register', () => {
  test('says who leads and supports at a place, by name', async () => {
    const { body } = await get('/register?itemId=illegal-construction&territoryId=town-liuying');
    expect(body.territoryId).toBe('district-lanting');
    expect(body.leads).toEqual([
      expect.objectContaining({ departmentName: '兰汀区城市管理局', duty: '现场调查取证，牵头依法处置' }),
    ]);
    expect(body.supports).toHaveLength(2);
  });

  test('answers for the whole city when no place is given', async () => {
    expect((await get('/register?itemId=illegal-construction')).body.territoryId).toBe('city');
  });

  test('answers 404 for an unknown item and 400 for an unknown place', async () => {
    expect((await get('/register?itemId=nothing')).status).toBe(404);
    expect((await get('/register?itemId=noise&territoryId=nowhere')).status).toBe(400);
  });
});
