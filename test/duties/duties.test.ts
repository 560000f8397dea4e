import { beforeEach, describe, expect, test } from 'vitest';
import { createWorld, OPERATOR, START, type World } from '../http/fixture.ts';

let world: World;
let caseId: string;
let dutyId: string;
beforeEach(async () => {
  world = createWorld();
  caseId = await world.complain();
  world.addDepartment(caseId, 'dept-water');
  dutyId = world.duty(caseId, 'report', 'dept-water', 3, 'working-day');
});
const change = (kind: string, body: object, account = OPERATOR) =>
  world.post(account, `/duties/${dutyId}/${kind}`, body);
const extend = (amount: number, unit = 'working-day') => change('extend', { amount, unit, reason: '现场复杂' });
const at = (time: string) => {
  world.now = Date.parse(time);
};

describe('GET /api/duties/:id', () => {
  test('says why this date, day by day', async () => {
    const { body } = await world.get('water.handler', `/duties/${dutyId}`);
    expect(body).toMatchObject({
      step: 'report',
      amount: 3,
      unit: 'working-day',
      dueAt: '2026-11-26T09:30:00.000Z',
      changes: [],
    });
    expect(body.explanation).toHaveLength(1);
    expect(body.explanation[0].days.map(({ date, counted }: Record<string, unknown>) => [date, counted])).toEqual([
      ['2026-11-23', false],
      ['2026-11-24', true],
      ['2026-11-25', true],
      ['2026-11-26', true],
    ]);
  });

  test('does not exist for those who may not know of the case', async () => {
    for (const [account, id] of [
      ['market.handler', dutyId],
      [OPERATOR, 'none'],
    ] as const)
      expect(await world.get(account, `/duties/${id}`)).toMatchObject({
        status: 404,
        body: { code: 'duty-not-found' },
      });
  });
});

describe('extend', () => {
  test('moves the deadline, the task’s too, tells the timeline and the clock of the process', async () => {
    const taskId = world.task(caseId, 'report', 'dept-water:handler', { dutyId });
    const { status, body } = await extend(2);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      dueAt: '2026-11-30T09:30:00.000Z',
      changes: [
        {
          kind: 'extension',
          amount: 2,
          unit: 'working-day',
          reason: '现场复杂',
          by: { id: 'person-platform-operator1' },
        },
      ],
    });
    // Friday and Monday counted, the weekend not.
    expect(body.explanation[1].days.filter(({ counted }: { counted: boolean }) => counted)).toHaveLength(2);
    expect((await world.get('water.handler', `/tasks/${taskId}`)).body.task.dueAt).toBe(body.dueAt);
    expect(world.outbox().at(-1)).toEqual({
      kind: 'message',
      name: 'deadline-changed',
      correlationKey: dutyId,
      variables: {},
    });
    const { body: timeline } = await world.get(OPERATOR, `/cases/${caseId}/timeline`);
    expect(timeline.items.at(-1)).toMatchObject({ type: 'duty-extended', data: { dutyId, reason: '现场复杂' } });
  });

  test('is limited to ten working days in all, in whatever unit', async () => {
    expect((await extend(11)).body.code).toBe('extension-too-long');
    expect((await extend(9)).status).toBe(200);
    expect((await extend(25, 'hour')).body).toMatchObject({ code: 'extension-too-long', field: 'amount' });
    expect((await extend(24, 'hour')).status).toBe(200);
    expect((await extend(1, 'second')).body.code).toBe('extension-too-long');
  });

  test('is refused at and after expiry', async () => {
    at('2026-11-26T17:30:00+08:00');
    expect(await extend(1)).toMatchObject({ status: 409, body: { code: 'duty-expired' } });
    at('2026-11-26T17:29:59+08:00');
    expect((await extend(1)).status).toBe(200);
  });

  test.each([
    ['no reason', { amount: 1, unit: 'working-day' }, 'reason'],
    ['a blank reason', { amount: 1, unit: 'working-day', reason: ' ' }, 'reason'],
    ['nothing at all', { amount: 0, unit: 'working-day', reason: '因' }, 'amount'],
    ['half a day', { amount: 0.5, unit: 'working-day', reason: '因' }, 'amount'],
    ['an unknown unit', { amount: 1, unit: 'moon', reason: '因' }, 'unit'],
  ])('refuses %s', async (_name, body, field) => {
    expect(await change('extend', body)).toMatchObject({ status: 400, body: { code: 'invalid-input', field } });
  });
});

describe('pause and resume', () => {
  test('a pause over two working days moves the deadline by two', async () => {
    at('2026-11-24T10:00:00+08:00');
    const paused = await change('pause', { reason: '等待鉴定' });
    expect(paused.body).toMatchObject({ pausedAt: '2026-11-24T02:00:00.000Z', dueAt: '2026-11-26T09:30:00.000Z' });
    expect(world.outbox().at(-1)).toMatchObject({ name: 'deadline-changed', correlationKey: dutyId });
    at('2026-11-26T10:00:00+08:00');
    const resumed = await change('resume', {});
    expect(resumed.body).toMatchObject({ pausedAt: null, dueAt: '2026-11-30T09:30:00.000Z' });
    expect(world.outbox().at(-1)).toMatchObject({ name: 'resumed', correlationKey: dutyId });
    expect(resumed.body.changes.map(({ kind }: { kind: string }) => kind)).toEqual(['pause', 'resume']);
    expect(resumed.body.explanation.map(({ kind }: { kind: string }) => kind)).toEqual(['rule', 'resume']);
  });

  test('cannot be done twice, nor after expiry; a paused duty cannot be extended and does not grow overdue', async () => {
    expect((await change('resume', {})).body.code).toBe('duty-not-paused');
    expect((await change('pause', { reason: '因' })).status).toBe(200);
    expect(await change('pause', { reason: '因' })).toMatchObject({ status: 409, body: { code: 'duty-paused' } });
    expect((await extend(1)).body.code).toBe('duty-paused');
    at('2026-12-10T10:00:00+08:00');
    expect((await world.get(OPERATOR, `/duties/${dutyId}`)).body.overdue).toBe(false);
    expect((await change('resume', {})).status).toBe(200);
    at('2027-01-20T10:00:00+08:00');
    expect((await change('pause', { reason: '因' })).body.code).toBe('duty-expired');
  });
});

describe('who may', () => {
  test.each(['extend', 'pause', 'resume'])('%s is the platform’s; nobody may once it is done', async (kind) => {
    const body = { extend: { amount: 1, unit: 'day', reason: '因' }, pause: { reason: '因' }, resume: {} }[kind] ?? {};
    expect((await change(kind, body, 'water.handler')).body.code).toBe('wrong-role');
    expect((await change(kind, body, 'market.handler')).body.code).toBe('duty-not-found');
    for (const status of ['done', 'cancelled']) {
      world.db.$client.prepare('update duties set status = ?').run(status);
      expect(await change(kind, body)).toMatchObject({ status: 409, body: { code: 'duty-not-open' } });
    }
    expect(world.now).toBe(START);
  });
});
