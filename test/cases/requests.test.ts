import { beforeEach, describe, expect, test } from 'vitest';
import { processInstances } from '../../src/cases/table.ts';
import { memberships } from '../../src/register/table.ts';
import { createWorld, OPERATOR, type World } from '../http/fixture.ts';

let world: World;
let caseId: string;
beforeEach(async () => {
  world = createWorld();
  caseId = await world.complain();
  world.addDepartment(caseId, 'dept-water');
  world.addDepartment(caseId, 'dept-housing', 'released');
});
const set = (change: string) => world.db.$client.prepare(`update cases set ${change} where id = ?`).run(caseId);
const lastEvent = async () => (await world.get(OPERATOR, `/cases/${caseId}/timeline`)).body.items.at(-1);

describe('POST /api/cases/:id/notes', () => {
  test.each([
    [OPERATOR, 'platform-city'],
    ['lanting.operator1', 'platform-lanting'],
    ['liuying.officer1', 'town-liuying'],
    ['water.handler', 'dept-water'],
    ['water.head', 'dept-water'],
  ])('%s writes one for %s', async (account, organisationId) => {
    expect((await world.post(account, `/cases/${caseId}/notes`, { text: '已到现场' })).status).toBe(204);
    expect(await lastEvent()).toMatchObject({
      type: 'progress-noted',
      organisation: { id: organisationId },
      data: { text: '已到现场' },
      origin: 'api',
    });
  });

  test.each(['assessor', 'leader.market', 'housing.handler'])('%s sees the case and may not', async (account) => {
    expect(await world.post(account, `/cases/${caseId}/notes`, { text: '已到现场' })).toMatchObject({
      status: 403,
      body: { code: 'not-in-team' },
    });
  });

  test('is written for the unit that a person of several names', async () => {
    const role = { personId: 'person-water-handler', role: 'town-officer', post: '兼职' } as const;
    world.db
      .insert(memberships)
      .values({ ...role, organisationId: 'town-liuying' })
      .run();
    const note = (organisationId?: string) =>
      world.post('water.handler', `/cases/${caseId}/notes`, { text: '已到现场', organisationId });
    for (const organisationId of ['town-liuying', 'dept-water']) {
      expect((await note(organisationId)).status).toBe(204);
      expect((await lastEvent()).organisation.id).toBe(organisationId);
    }
    expect((await note()).status).toBe(204);
    for (const stranger of ['dept-housing', 'dept-market'])
      expect(await note(stranger)).toMatchObject({ status: 403, body: { code: 'not-in-team' } });
  });

  test('refuses an empty note and a closed case', async () => {
    expect((await world.post(OPERATOR, `/cases/${caseId}/notes`, { text: ' ' })).body.field).toBe('text');
    set("status = 'closed'");
    expect((await world.post(OPERATOR, `/cases/${caseId}/notes`, { text: '好' })).body.code).toBe('case-closed');
  });
});

describe('POST /api/cases/:id/leadership', () => {
  const ask = (account = OPERATOR) => world.post(account, `/cases/${caseId}/leadership`, { reason: '久拖不决' });

  test('goes to the engine through the outbox, until the leading group has the case', async () => {
    set("path = 'whistle', stage = 'report', lead_department_id = 'dept-water'");
    expect((await ask()).status).toBe(202);
    expect(await lastEvent()).toMatchObject({ type: 'leadership-requested', data: { reason: '久拖不决', round: 1 } });
    const message = { kind: 'message', name: 'leadership-requested', correlationKey: caseId, variables: {} };
    expect(world.outbox().at(-1)).toEqual(message);
    set("leading_group_id = 'leading-city'");
    expect((await ask()).body.code).toBe('already-led');
    set('leading_group_id = null, round = 2');
    expect((await ask()).status).toBe(202);
  });

  test('is refused outside joint handling, to others than operators, and without a reason', async () => {
    for (const state of [
      "path = 'ordinary', stage = 'report'",
      "path = 'whistle', stage = 'report'",
      "stage = 'whistle'",
      "stage = 'feedback', lead_department_id = 'dept-water'",
    ]) {
      set(state);
      expect((await ask()).body.code).toBe('not-in-joint-handling');
    }
    expect((await ask('water.handler')).body.code).toBe('wrong-role');
    expect((await world.post(OPERATOR, `/cases/${caseId}/leadership`, {})).body.field).toBe('reason');
    set("status = 'closed'");
    expect((await ask()).body.code).toBe('case-closed');
  });
});

test('process instances come with their page in Operate', async () => {
  world.db
    .insert(processInstances)
    .values({
      engineEpoch: 'e',
      key: '77',
      caseId,
      processId: 'joint-handling',
      processDefinitionKey: '1',
      seenAt: world.now,
    })
    .run();
  const { body } = await world.get(OPERATOR, `/cases/${caseId}/process-instances`);
  expect(body.items).toMatchObject([{ key: '77', operateUrl: 'http://operate/processes/77' }]);
});

test('a case shows its team, tasks and deadlines', async () => {
  world.duty(caseId, 'report', 'dept-water', 3, 'working-day');
  world.task(caseId, 'report', 'dept-water:handler');
  const { body } = await world.get('water.handler', `/cases/${caseId}`);
  expect(body.departments).toMatchObject([
    { department: { id: 'dept-housing' } },
    { department: { id: 'dept-water' } },
  ]);
  expect(body.openTasks).toMatchObject([{ step: 'report', organisation: { id: 'dept-water' }, status: 'open' }]);
  expect(body.duties).toMatchObject([{ step: 'report', dueAt: '2026-11-26T09:30:00.000Z', overdue: false }]);
  world.now = Date.parse('2026-11-27T09:00:00+08:00');
  expect((await world.get('water.handler', `/cases/${caseId}`)).body.duties[0].overdue).toBe(true);
});

test('a case says who leads it and who waits for whom', async () => {
  set("lead_department_id = 'dept-housing', leading_group_id = 'leading-city'");
  world.duty(caseId, 'report', 'dept-water', 3, 'working-day');
  world.now += 60_000;
  world.duty(caseId, 'callback', 'platform-city', 1, 'working-day');
  world.db.$client.exec("update duties set status = 'done' where step = 'callback'");
  const { body } = await world.get(OPERATOR, `/cases/${caseId}`);
  expect(body.leadingGroup).toEqual({ id: 'leading-city', name: '云渚市一哨联办工作领导小组' });
  expect(body.waitingFor).toEqual([
    {
      organisation: { id: 'dept-housing', name: '云渚市住房和城乡建设局' },
      waitsFor: { id: 'dept-water', name: '云渚市水务局' },
      step: 'report',
      since: '2026-11-23T01:00:00.000Z',
      dueAt: '2026-11-26T09:30:00.000Z',
      overdue: false,
    },
  ]);
  world.now = Date.parse('2026-11-27T09:00:00+08:00');
  world.db.$client.exec("update duties set status = 'open' where step = 'callback'");
  const later = (await world.get(OPERATOR, `/cases/${caseId}`)).body.waitingFor;
  expect(later).toMatchObject([
    { step: 'report', overdue: true },
    { organisation: { id: 'complainants', name: '诉求人' }, waitsFor: { id: 'platform-city' }, step: 'callback' },
  ]);
});
