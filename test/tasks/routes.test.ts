import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import { bundles } from '../../src/db/table.ts';
import { deputies } from '../../src/register/table.ts';
import { tasks } from '../../src/tasks/table.ts';
import { createWorld, OPERATOR, START, type World } from '../http/fixture.ts';

let world: World;
let caseId: string;
let taskId: string;
beforeEach(async () => {
  world = createWorld();
  caseId = await world.complain();
  taskId = world.task(caseId, 'report', 'dept-water:handler');
});

const REPORT = { outcome: 'reported', opinion: '马上到场', handlerId: 'person-water-handler' };
const complete = (account: string, data: object = REPORT, id = taskId) =>
  world.post(account, `/tasks/${id}/complete`, { data });
const row = () => world.db.select().from(tasks).where(eq(tasks.id, taskId)).get();
const inbox = async (account: string, query = '') =>
  (await world.get(account, `/tasks${query}`)).body.items.map(({ id }: { id: string }) => id);
const lastEvent = async () => (await world.get(OPERATOR, `/cases/${caseId}/timeline`)).body.items.at(-1);

describe('GET /api/tasks', () => {
  test('shows each person the tasks of the own posts, and of others only when standing in', async () => {
    expect(await inbox('water.handler')).toEqual([taskId]);
    expect(await inbox('water.head')).toEqual([]);
    expect(await inbox('water.head', '?scope=all-mine')).toEqual([taskId]);
    expect(await inbox('market.handler', '?scope=all-mine')).toEqual([]);
    expect(await inbox(OPERATOR, '?scope=organisation')).toEqual([]);
  });

  test('shows what a colleague has claimed to the organisation only', async () => {
    const shared = world.task(caseId, 'decide-lead', 'platform-city:operator');
    await world.post('platform.operator2', `/tasks/${shared}/claim`);
    expect(await inbox(OPERATOR)).toEqual([]);
    expect(await inbox(OPERATOR, '?scope=organisation')).toEqual([shared]);
    expect(await inbox('platform.operator2')).toEqual([shared]);
  });

  test('puts the earliest due first, those without a date last, and pages', async () => {
    const late = world.task(caseId, 'report', 'dept-water:handler', { dueAt: START + 2 * 86_400_000 });
    const never = world.task(caseId, 'report', 'dept-water:handler', { dueAt: null });
    const early = world.task(caseId, 'report', 'dept-water:handler', { dueAt: START - 1 });
    const seen: string[] = [];
    for (let cursor = ''; ; ) {
      const { body } = await world.get('water.handler', `/tasks?limit=1${cursor}`);
      seen.push(...body.items.map(({ id }: { id: string }) => id));
      if (body.nextCursor === null) break;
      cursor = `&cursor=${body.nextCursor}`;
    }
    expect(seen).toEqual([early, taskId, late, never]);
    const { body } = await world.get('water.handler', '/tasks');
    expect(body.items.map(({ overdue }: { overdue: boolean }) => overdue)).toEqual([true, false, false, false]);
  });

  test('filters by case, step and status', async () => {
    expect(await inbox('water.handler', `?caseId=${caseId}&step=report`)).toEqual([taskId]);
    expect(await inbox('water.handler', '?step=handle')).toEqual([]);
    expect(await inbox('water.handler', '?status=completed')).toEqual([]);
  });
});

describe('GET /api/tasks/:id', () => {
  test('gives the form with its options and the case in brief', async () => {
    const { status, body } = await world.get('water.handler', `/tasks/${taskId}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      task: { step: 'report', case: { id: caseId } },
      case: { id: caseId },
      form: { id: 'report' },
    });
    expect(Object.keys(body.context)).toEqual(['people']);
    expect(body.context.people.map(({ value }: { value: string }) => value)).toEqual([
      'person-water-handler',
      'person-water-head',
    ]);
    expect(world.probed).toEqual([taskId]);
  });

  test('offers the departments of the city and of the districts that the case touches, and fills in the problems', async () => {
    const decide = world.task(caseId, 'decide-lead', 'platform-city:operator');
    const { body } = await world.get(OPERATOR, `/tasks/${decide}`);
    const values = body.context.departments.map(({ value }: { value: string }) => value);
    expect(values).toContain('dept-water');
    expect(values).toContain('dept-lanting-housing');
    expect(values).not.toContain('dept-heming-housing');
    const handIn = world.task(caseId, 'hand-in-result', 'dept-water:handler');
    const opened = await world.get('water.handler', `/tasks/${handIn}`);
    expect(opened.body.data).toEqual({ problems: [{ seq: 1, description: '小区停水三天无人处理' }] });
  });

  test('is a 404 like a task that does not exist for everyone else', async () => {
    for (const account of [OPERATOR, 'market.handler', 'liuying.officer1', 'designer'])
      expect(await world.get(account, `/tasks/${taskId}`)).toMatchObject({
        status: 404,
        body: { code: 'task-not-found' },
      });
    expect((await world.get('water.handler', '/tasks/none')).body.code).toBe('task-not-found');
  });

  test('says in whose name a deputy would act', async () => {
    expect((await world.get('water.head', `/tasks/${taskId}`)).body.onBehalfOf).toBe('person-water-handler');
    world.db.update(deputies).set({ validUntil: START }).where(eq(deputies.deputyId, 'person-water-head')).run();
    expect((await world.get('water.head', `/tasks/${taskId}`)).status).toBe(404);
  });
});

describe('claim, release, hand over', () => {
  test('a claimed task is kept from colleagues until it is released', async () => {
    const shared = world.task(caseId, 'decide-lead', 'platform-city:operator');
    expect((await world.post(OPERATOR, `/tasks/${shared}/claim`)).status).toBe(204);
    expect((await world.post(OPERATOR, `/tasks/${shared}/claim`)).status).toBe(204);
    for (const action of ['claim', 'release'])
      expect(await world.post('platform.operator2', `/tasks/${shared}/${action}`)).toMatchObject({
        status: 409,
        body: { code: 'task-claimed' },
      });
    const data = { outcome: 'decided', leadDepartmentId: 'dept-water', reason: '职责' };
    expect((await complete('platform.operator2', data, shared)).body.code).toBe('task-claimed');
    expect((await world.post(OPERATOR, `/tasks/${shared}/release`)).status).toBe(204);
    expect((await complete('platform.operator2', data, shared)).status).toBe(200);
  });

  test('goes to a colleague or a deputy, who can then complete it, and to nobody else', async () => {
    const hand = (personId: string) => world.post('water.handler', `/tasks/${taskId}/hand-over`, { personId });
    expect((await hand('person-water-head')).status).toBe(204);
    expect(await lastEvent()).toMatchObject({ type: 'task-handed-over', data: { personId: 'person-water-head' } });
    expect((await complete('water.handler')).body.code).toBe('task-claimed');
    expect((await complete('water.head')).status).toBe(200);
    taskId = world.task(caseId, 'report', 'dept-water:handler');
    for (const personId of ['person-market-handler', 'nobody'])
      expect(await hand(personId)).toMatchObject({ status: 400, body: { code: 'not-a-candidate', field: 'personId' } });
  });

  test.each(['claim', 'release', 'hand-over', 'complete'])('%s does not exist for others', async (action) => {
    const body = { 'hand-over': { personId: 'person-water-head' }, complete: { data: REPORT } }[action];
    expect((await world.post('market.handler', `/tasks/${taskId}/${action}`, body)).body.code).toBe('task-not-found');
  });
});

describe('POST /api/tasks/:id/complete', () => {
  test('stores the form and sends the engine only what is meant for it', async () => {
    expect(await complete('water.handler')).toMatchObject({ status: 200, body: { status: 'completed' } });
    expect(row()).toMatchObject({
      status: 'submitted',
      formData: REPORT,
      submittedBy: 'person-water-handler',
      submittedOnBehalfOf: null,
      submittedAt: START,
    });
    expect(world.outbox().at(-1)).toEqual({
      kind: 'complete-task',
      taskId,
      jobKey: row()?.jobKey,
      variables: { outcome: 'reported' },
    });
    expect(await lastEvent()).toMatchObject({
      type: 'task-submitted',
      person: { id: 'person-water-handler' },
      organisation: { id: 'dept-water' },
      data: { step: 'report', outcome: 'reported', taskId },
    });
  });

  test('notes in whose name a deputy did it', async () => {
    expect((await complete('water.head')).status).toBe(200);
    expect(row()).toMatchObject({ submittedBy: 'person-water-head', submittedOnBehalfOf: 'person-water-handler' });
    expect(await lastEvent()).toMatchObject({
      person: { id: 'person-water-head' },
      onBehalfOf: { id: 'person-water-handler' },
    });
  });

  test('is accepted while the engine is away', async () => {
    world.delivery = 'pending';
    expect(await complete('water.handler')).toMatchObject({ status: 202, body: { status: 'accepted' } });
    expect(row()?.status).toBe('submitted');
  });

  test('says so when the process has gone on without the task', async () => {
    world.delivery = 'gone';
    expect(await complete('water.handler')).toMatchObject({ status: 409, body: { code: 'task-cancelled' } });
  });

  test('is refused a second time, naming by whom and when', async () => {
    await complete('water.head');
    const { status, body } = await complete('water.handler');
    expect([status, body.code]).toEqual([409, 'task-already-done']);
    const people = (await world.get('water.handler', `/people?organisationId=dept-water`)).body.items;
    for (const { name } of people) expect(body.detail).toContain(name);
    expect(body.detail).toContain('2026');
    expect(world.outbox().filter(({ kind }) => kind === 'complete-task')).toHaveLength(1);
    world.db.update(tasks).set({ status: 'completed' }).run();
    expect((await complete('water.handler')).body.code).toBe('task-already-done');
    world.db.update(tasks).set({ status: 'cancelled' }).run();
    expect((await complete('water.handler')).body.code).toBe('task-cancelled');
    expect((await world.post('water.handler', `/tasks/${taskId}/claim`)).body.code).toBe('task-cancelled');
  });

  const bad: [string, object, string | undefined][] = [
    ['nothing', {}, 'outcome'],
    ['an outcome that the form does not have', { ...REPORT, outcome: 'later' }, 'outcome'],
    ['a person of another organisation', { ...REPORT, handlerId: 'person-market-handler' }, 'handlerId'],
    ['a missing opinion', { ...REPORT, opinion: ' ' }, 'opinion'],
    ['an opinion over the limit', { ...REPORT, opinion: '长'.repeat(2001) }, 'opinion'],
    ['an unknown field', { ...REPORT, extra: 1 }, 'extra'],
  ];
  test.each(bad)('refuses %s and changes nothing', async (_name, data, field) => {
    expect(await complete('water.handler', data)).toMatchObject({
      status: 400,
      body: { code: 'invalid-form-data', field },
    });
    expect(row()?.status).toBe('open');
  });

  test('drops what is hidden: an objection names no handler', async () => {
    expect((await complete('water.handler', { ...REPORT, outcome: 'objection' })).status).toBe(200);
    expect(row()?.formData).toEqual({ outcome: 'objection', opinion: '马上到场' });
  });

  test('refuses a body without data', async () => {
    expect((await world.post('water.handler', `/tasks/${taskId}/complete`, {})).body).toMatchObject({
      code: 'invalid-input',
      field: 'data',
    });
  });
});

test('a form that has changed since does not change a task under way', async () => {
  const changed = { id: 'report', components: [{ type: 'textfield', key: 'other' }] };
  world.db
    .insert(bundles)
    .values({
      hash: 'b',
      engineEpoch: 'epoch',
      deployedAt: START,
      files: { 'report.form': JSON.stringify(changed) },
      processes: { duty: { key: '2', version: 2 } },
      names: {},
    })
    .run();
  expect((await world.get('water.handler', '/forms/report')).body).toEqual(changed);
  expect((await complete('water.handler')).status).toBe(200);
  const later = world.task(caseId, 'report', 'dept-water:handler', { processDefinitionKey: '2' });
  expect((await complete('water.handler', { other: '新' }, later)).status).toBe(200);
});
