import { beforeEach, describe, expect, test } from 'vitest';
import { addEvent } from '../../src/cases/events.ts';
import { createWorld, OPERATOR, type World } from '../http/fixture.ts';

const OFFICER = 'liuying.officer1';
let world: World;
let caseId: string;
beforeEach(async () => {
  world = createWorld();
  caseId = await world.complain();
  world.addDepartment(caseId, 'dept-water');
  world.addDepartment(caseId, 'dept-housing', 'released');
});
const set = (change: string) => world.db.$client.prepare(`update cases set ${change} where id = ?`).run(caseId);
const post = (path: string, body: object, account = OFFICER) => world.post(account, `/cases/${caseId}/${path}`, body);
const seen = async (account = OPERATOR) => (await world.get(account, `/cases/${caseId}`)).body;
const lastEvent = async () => (await world.get(OPERATOR, `/cases/${caseId}/timeline`)).body.items.at(-1);
const happens = (type: string) =>
  addEvent(world.db, { personId: null, origin: 'test' }, { caseId, at: world.now, type, stage: 'report' });

describe('POST /api/cases/:id/directions', () => {
  const OPINION = { kind: 'opinion', departmentId: 'dept-water', text: '请先恢复临时供水' };
  const direct = (change: object = {}, account = OFFICER) => post('directions', { ...OPINION, ...change }, account);

  test('an opinion is kept, told to the timeline and given to the process without its words', async () => {
    const { status, body } = await direct({ dueOn: '2026-11-25' });
    expect(status).toBe(201);
    expect(world.outbox().at(-1)).toEqual({
      kind: 'message',
      name: 'direction-given',
      correlationKey: caseId,
      variables: {
        directionId: body.id,
        departmentId: 'dept-water',
        mustAnswer: true,
        dueBy: '2026-11-25T17:30:00+08:00',
      },
    });
    expect(await lastEvent()).toMatchObject({
      type: 'direction-given',
      person: { id: 'person-liuying-officer1' },
      organisation: { id: 'town-liuying' },
      data: { directionId: body.id, kind: 'opinion', departmentId: 'dept-water', text: '请先恢复临时供水' },
    });
    expect((await seen('water.handler')).directions).toMatchObject([
      {
        id: body.id,
        kind: 'opinion',
        department: { id: 'dept-water', name: '云渚市水务局' },
        text: '请先恢复临时供水',
        dueAt: '2026-11-25T09:30:00.000Z',
        status: 'given',
        answer: null,
        answeredBy: null,
      },
    ]);
  });

  test('an urging need not be answered, and an opinion may leave its date to the rule', async () => {
    await direct({ kind: 'urging' });
    await direct();
    const told = world.outbox().flatMap((row) => (row.kind === 'message' ? [row.variables] : []));
    expect(told.slice(-2)).toMatchObject([
      { mustAnswer: false, dueBy: null },
      { mustAnswer: true, dueBy: null },
    ]);
    expect((await seen()).directions).toHaveLength(2);
  });

  test('a deputy gives it in the name of the officer', async () => {
    expect((await direct({}, 'tongyin.officer1')).status).toBe(201);
    expect(await lastEvent()).toMatchObject({
      person: { id: 'person-tongyin-officer1' },
      onBehalfOf: { id: 'person-liuying-officer1' },
    });
  });

  test.each([
    ['a department that is not part of the case', { departmentId: 'dept-market' }, 409, 'not-in-team'],
    ['one that has left it', { departmentId: 'dept-housing' }, 409, 'not-in-team'],
    ['one that does not exist', { departmentId: 'dept-nowhere' }, 409, 'not-in-team'],
    ['a day that is over', { dueOn: '2026-11-22' }, 400, 'date-in-past'],
    ['a day that does not exist', { dueOn: '2026-11-31' }, 400, 'invalid-input'],
    ['an urging with a date', { kind: 'urging', dueOn: '2026-11-25' }, 400, 'urging-without-date'],
    ['words that are none', { text: '  ' }, 400, 'invalid-input'],
    ['any other kind', { kind: 'order' }, 400, 'invalid-input'],
  ])('refuses %s and changes nothing', async (_what, change, status, code) => {
    const before = world.outbox().length;
    expect(await direct(change)).toMatchObject({ status, body: { code } });
    expect((await seen()).directions).toEqual([]);
    expect(world.outbox()).toHaveLength(before);
  });

  test('is the town’s alone, while the case is open', async () => {
    for (const account of [OPERATOR, 'water.handler'])
      expect(await direct({}, account)).toMatchObject({ status: 403, body: { code: 'wrong-role' } });
    for (const account of ['luhua.officer1', 'market.handler'])
      expect(await direct({}, account)).toMatchObject({ status: 404, body: { code: 'case-not-found' } });
    set("status = 'closed'");
    expect(await direct()).toMatchObject({ status: 409, body: { code: 'case-closed' } });
  });
});

describe('POST /api/cases/:id/evaluations', () => {
  const RATING = { departmentId: 'dept-water', response: 4, result: 5, comment: '到场快' };
  const rate = (change: object = {}, account = OFFICER) => post('evaluations', { ...RATING, ...change }, account);

  test('is kept with its round as often as the town likes, and the department is told', async () => {
    happens('result-handed-in');
    set('round = 2');
    const { status, body } = await rate();
    expect(status).toBe(201);
    await rate({ response: 2, comment: undefined });
    expect((await seen('water.head')).evaluations).toMatchObject([
      { id: body.id, round: 2, department: { id: 'dept-water' }, response: 4, result: 5, comment: '到场快' },
      { response: 2, comment: null, organisation: { id: 'town-liuying' }, person: { id: 'person-liuying-officer1' } },
    ]);
    expect(await lastEvent()).toMatchObject({
      type: 'departments-evaluated',
      data: { round: 2, ratings: [{ departmentId: 'dept-water', response: 2, result: 5 }] },
    });
    expect(world.outbox().at(-1)).toEqual({
      kind: 'message',
      name: 'evaluation-given',
      correlationKey: caseId,
      variables: { departmentId: 'dept-water' },
    });
  });

  test('waits for a result of the present round', async () => {
    expect(await rate()).toMatchObject({ status: 409, body: { code: 'no-result-yet' } });
    happens('result-handed-in');
    happens('redo-started');
    expect(await rate()).toMatchObject({ status: 409, body: { code: 'no-result-yet' } });
    happens('result-handed-in');
    expect((await rate()).status).toBe(201);
  });

  test.each([
    ['another department', { departmentId: 'dept-market' }, 409, 'not-in-team'],
    ['a score below 1', { response: 0 }, 400, 'invalid-input'],
    ['a score above 5', { result: 6 }, 400, 'invalid-input'],
    ['half a score', { result: 3.5 }, 400, 'invalid-input'],
  ])('refuses %s', async (_what, change, status, code) => {
    happens('result-handed-in');
    expect(await rate(change)).toMatchObject({ status, body: { code } });
    expect((await seen()).evaluations).toEqual([]);
  });

  test('is the town’s alone, while the case is open', async () => {
    happens('result-handed-in');
    for (const account of [OPERATOR, 'water.head'])
      expect(await rate({}, account)).toMatchObject({ status: 403, body: { code: 'wrong-role' } });
    set("status = 'closed'");
    expect((await rate()).body.code).toBe('case-closed');
  });
});
