import { beforeEach, describe, expect, test } from 'vitest';
import { dutyChanges } from '../../src/duties/table.ts';
import { directions } from '../../src/handling/table.ts';
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
const WATER = 'water.handler';
const ask = (amount: number, account = WATER) => change('extension', { amount, reason: '现场复杂' }, account);
const PAUSE = { ground: 'material', reason: '等待鉴定' };
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

describe('a request for an extension', () => {
  const approvals = () => world.outbox().filter((row) => row.kind === 'message' && row.name === 'extension-requested');

  test('is kept and told to timeline and process; until the platform decides nothing moves', async () => {
    const { status, body } = await ask(2);
    expect(status).toBe(200);
    expect(body).toMatchObject({ dueAt: '2026-11-26T09:30:00.000Z', limit: 13, extensionLeft: 10, changes: [] });
    expect(body.extensionRequests).toMatchObject([
      { amount: 2, reason: '现场复杂', status: 'open', requestedBy: { id: 'person-water-handler' }, decidedBy: null },
    ]);
    const requestId = body.extensionRequests[0].id;
    expect(approvals()).toEqual([
      {
        kind: 'message',
        name: 'extension-requested',
        correlationKey: dutyId,
        variables: { requestId, approverId: 'platform-city' },
      },
    ]);
    const { body: timeline } = await world.get(OPERATOR, `/cases/${caseId}/timeline`);
    expect(timeline.items.at(-1)).toMatchObject({
      type: 'extension-requested',
      person: { id: 'person-water-handler' },
      organisation: { id: 'dept-water' },
      data: { dutyId, requestId, amount: 2, unit: 'working-day', reason: '现场复杂' },
    });
  });

  test.each([
    ['a city department', 'dept-water', 'water.handler', 'platform-city'],
    ['a district department', 'dept-lanting-housing', 'lanting.housing.handler', 'platform-lanting'],
  ])('of %s goes to its platform', async (_name, organisationId, account, approverId) => {
    if (organisationId !== 'dept-water') world.addDepartment(caseId, organisationId);
    dutyId = world.duty(caseId, 'handle', organisationId, 3, 'working-day');
    expect((await ask(1, account)).status).toBe(200);
    expect(approvals()).toMatchObject([{ variables: { approverId } }]);
  });

  test.each([
    ['a district’s platform', 'platform-lanting', 'lanting.operator1'],
    ['the city’s platform', 'platform-city', OPERATOR],
  ])('of %s goes to the city’s platform', async (_name, organisationId, account) => {
    dutyId = world.duty(caseId, 'decide-lead', organisationId, 3, 'working-day');
    world.db.$client.prepare("update duties set role = 'operator' where id = ?").run(dutyId);
    expect((await ask(1, account)).status).toBe(200);
    expect(approvals()).toMatchObject([{ variables: { approverId: 'platform-city' } }]);
  });

  test('of a town goes to its district’s platform', async () => {
    dutyId = world.duty(caseId, 'town-review', 'town-liuying', 3, 'working-day');
    world.db.$client.prepare("update duties set role = 'town-officer' where id = ?").run(dutyId);
    expect((await ask(1, 'liuying.officer1')).status).toBe(200);
    expect(approvals()).toMatchObject([{ variables: { approverId: 'platform-lanting' } }]);
  });

  test('may be made by a deputy, in the name of the absent, and by nobody else', async () => {
    expect((await ask(1, OPERATOR)).body.code).toBe('not-your-duty');
    expect((await ask(1, 'market.handler')).body.code).toBe('duty-not-found');
    expect((await ask(1, 'water.head')).status).toBe(200);
    const { body: timeline } = await world.get(OPERATOR, `/cases/${caseId}/timeline`);
    expect(timeline.items.at(-1)).toMatchObject({
      person: { id: 'person-water-head' },
      onBehalfOf: { id: 'person-water-handler' },
    });
  });

  test('is limited by the duty’s own rule, earlier extensions included', async () => {
    expect((await ask(11)).body).toMatchObject({ code: 'extension-too-long', field: 'amount' });
    const earlier = { kind: 'extension', reason: '因', unit: 'working-day', dueBefore: 0, dueAfter: 0, at: 0 } as const;
    world.db
      .insert(dutyChanges)
      .values({ ...earlier, dutyId, amount: 4 })
      .run();
    expect((await ask(7)).body.detail).toContain('最多还可延期6个工作日');
    world.db
      .insert(dutyChanges)
      .values({ ...earlier, dutyId, amount: 6 })
      .run();
    expect((await ask(1)).body.detail).toContain('已到时限规则的上限');
  });

  test('for a date that a person set counts the limit from that date', async () => {
    world.db.$client.prepare('update duties set set_due_at = due_at').run();
    expect((await ask(14)).body.code).toBe('extension-too-long');
    expect((await ask(13)).status).toBe(200);
  });

  test('is one at a time', async () => {
    await ask(1);
    expect(await ask(1)).toMatchObject({ status: 409, body: { code: 'extension-pending' } });
    world.db.$client.prepare("update extension_requests set status = 'refused'").run();
    expect((await ask(1)).status).toBe(200);
  });

  test('is refused at and after expiry, while the clock stands, and when the form was handed in', async () => {
    at('2026-11-26T17:30:00+08:00');
    expect(await ask(1)).toMatchObject({ status: 409, body: { code: 'duty-expired' } });
    at('2026-11-26T17:29:59+08:00');
    await change('pause', PAUSE);
    expect(await ask(1)).toMatchObject({ status: 409, body: { code: 'duty-paused' } });
    await change('resume', {});
    const taskId = world.task(caseId, 'report', 'dept-water:handler', { dutyId });
    world.db.$client.prepare("update tasks set form_data = '{}', submitted_at = 1 where id = ?").run(taskId);
    expect(await ask(1)).toMatchObject({ status: 409, body: { code: 'duty-not-open' } });
    expect(approvals()).toEqual([]);
  });

  test.each([
    ['no reason', { amount: 1 }, 'reason'],
    ['a blank reason', { amount: 1, reason: ' ' }, 'reason'],
    ['nothing at all', { amount: 0, reason: '因' }, 'amount'],
    ['half a day', { amount: 0.5, reason: '因' }, 'amount'],
    ['a unit of its own', { amount: 1, unit: 'hour', reason: '因' }, 'unit'],
  ])('is refused with %s', async (_name, body, field) => {
    expect(await change('extension', body, WATER)).toMatchObject({
      status: 400,
      body: { code: 'invalid-input', field },
    });
  });
});

describe('pause and resume', () => {
  test('a pause over two working days moves the deadline by two', async () => {
    at('2026-11-24T10:00:00+08:00');
    const paused = await change('pause', PAUSE);
    expect(paused.body).toMatchObject({ pausedAt: '2026-11-24T02:00:00.000Z', dueAt: '2026-11-26T09:30:00.000Z' });
    expect(world.outbox().at(-1)).toMatchObject({ name: 'deadline-changed', correlationKey: dutyId });
    at('2026-11-26T10:00:00+08:00');
    const resumed = await change('resume', {});
    expect(resumed.body).toMatchObject({ pausedAt: null, dueAt: '2026-11-30T09:30:00.000Z' });
    expect(world.outbox().at(-1)).toMatchObject({ name: 'resumed', correlationKey: dutyId });
    expect(resumed.body.changes.map(({ kind }: { kind: string }) => kind)).toEqual(['pause', 'resume']);
    expect(resumed.body.changes[0].ground).toBe('material');
    expect(resumed.body.explanation.map(({ text }: { text: string }) => text)).toEqual([
      '2026-11-23 09:00起算，时限3个工作日，2026-11-26 17:30到期。',
      '2026-11-24 10:00暂停计时，等待材料（等待鉴定）。',
      '2026-11-26 10:00恢复计时，暂停的时间不计入，2026-11-30 17:30到期。',
    ]);
  });

  test('cannot be done twice, nor after expiry; a paused duty does not grow overdue', async () => {
    expect((await change('resume', {})).body.code).toBe('duty-not-paused');
    expect((await change('pause', PAUSE)).status).toBe(200);
    expect(await change('pause', PAUSE)).toMatchObject({ status: 409, body: { code: 'duty-paused' } });
    at('2026-12-10T10:00:00+08:00');
    expect((await world.get(OPERATOR, `/duties/${dutyId}`)).body.overdue).toBe(false);
    expect((await change('resume', {})).status).toBe(200);
    at('2027-01-20T10:00:00+08:00');
    expect((await change('pause', PAUSE)).body.code).toBe('duty-expired');
  });
});

test('a pause needs one of the grounds that there are', async () => {
  for (const body of [{ reason: '因' }, { ground: 'weather', reason: '因' }])
    expect(await change('pause', body)).toMatchObject({
      status: 400,
      body: { code: 'invalid-input', field: 'ground' },
    });
});

test('a date that a person set is explained by who set it', async () => {
  const due = Date.parse('2026-11-30T17:30:00+08:00');
  world.db.$client.prepare("update duties set due_at = ?, set_due_at = ?, reference = 'd1'").run(due, due);
  const given = { id: 'd1', caseId, kind: 'opinion', departmentId: 'dept-water', text: '', givenBy: '' } as const;
  world.db
    .insert(directions)
    .values({ ...given, townId: 'town-liuying', givenAt: START, status: 'given' })
    .run();
  const { body } = await world.get(WATER, `/duties/${dutyId}`);
  expect(body).toMatchObject({ setDueAt: '2026-11-30T09:30:00.000Z' });
  expect(body.explanation).toMatchObject([
    { kind: 'set', text: '2026-11-23 09:00下达，期限由柳影街道指定，2026-11-30 17:30到期。', days: [] },
  ]);
});

describe('who may', () => {
  test.each(['pause', 'resume'])('%s is the platform’s; nobody may once it is done', async (kind) => {
    const body = { pause: PAUSE, resume: {} }[kind] ?? {};
    expect((await change(kind, body, 'water.handler')).body.code).toBe('wrong-role');
    expect((await change(kind, body, 'market.handler')).body.code).toBe('duty-not-found');
    for (const status of ['done', 'cancelled']) {
      world.db.$client.prepare('update duties set status = ?').run(status);
      expect(await change(kind, body)).toMatchObject({ status: 409, body: { code: 'duty-not-open' } });
    }
    expect(world.now).toBe(START);
  });
});
