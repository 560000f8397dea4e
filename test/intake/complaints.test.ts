import { beforeEach, describe, expect, test } from 'vitest';
import { addEvent } from '../../src/cases/events.ts';
import { prepareCallback } from '../../src/handling/callback-store.ts';
import { COMPLAINT, createWorld, OPERATOR, type World } from '../http/fixture.ts';

let world: World;
beforeEach(() => {
  world = createWorld();
});
const submit = (change: object = {}, account = OPERATOR) =>
  world.post(account, '/complaints', { ...COMPLAINT, ...change });

describe('POST /api/complaints', () => {
  test('opens a numbered case and tells the engine its id, what decides its deadlines, and nothing else', async () => {
    const { status, body } = await submit();
    expect(status).toBe(201);
    expect(body).toEqual({ caseId: 'YS20261123-0001', complaintId: expect.any(String), status: 'accepted' });
    expect(world.outbox()).toEqual([
      {
        kind: 'message',
        name: 'case-registered',
        correlationKey: body.caseId,
        variables: { caseId: body.caseId, profile: 'standard', difficulty: 'ordinary' },
      },
    ]);
    const found = await world.get(OPERATOR, `/cases/${body.caseId}`);
    expect(found.body).toMatchObject({
      status: 'open',
      stage: 'discovery',
      path: 'undecided',
      problems: [{ seq: 1, description: COMPLAINT.subject }],
      item: { id: 'water-supply' },
      town: { id: 'town-liuying' },
    });
  });

  test('counts case numbers within a day of the city, not of UTC', async () => {
    world.now = Date.parse('2026-11-23T23:30:00+08:00');
    expect((await submit({ text: '甲' })).body.caseId).toBe('YS20261123-0001');
    world.now = Date.parse('2026-11-24T00:30:00+08:00');
    expect((await submit({ text: '乙' })).body.caseId).toBe('YS20261124-0001');
    expect((await submit({ text: '丙' })).body.caseId).toBe('YS20261124-0002');
  });

  test('knows the same source and order number again, whatever the rest says', async () => {
    const first = await submit({ source: 'hotline', orderNumber: 'A1' });
    const again = await submit({ source: 'hotline', orderNumber: 'A1', text: '别的内容', itemId: 'nothing' });
    expect(again.status).toBe(200);
    expect(again.body).toEqual({ ...first.body, status: 'known' });
    expect(world.outbox()).toHaveLength(1);
    expect((await submit({ source: 'other', orderNumber: 'A1', text: '别的内容' })).body.status).toBe('accepted');
  });

  test('attaches the very same complaint to the open case, with other spaces and marks', async () => {
    const first = await submit();
    const { status, body } = await submit({ text: ` ${COMPLAINT.text.replaceAll('，', ', ')}` });
    expect([status, body.status, body.caseId]).toEqual([201, 'merged', first.body.caseId]);
    const { body: found } = await world.get(OPERATOR, `/cases/${body.caseId}`);
    expect(found.repeatCount).toBe(2);
    expect(found.complaints).toHaveLength(2);
    const attached = { kind: 'message', name: 'complaint-attached', correlationKey: body.caseId, variables: {} };
    expect(world.outbox().slice(1)).toEqual([attached]);
    const { body: timeline } = await world.get(OPERATOR, `/cases/${body.caseId}/timeline`);
    expect(timeline.items.map(({ type }: { type: string }) => type)).toEqual(['case-registered', 'complaint-attached']);
  });

  test('opens another case for another complainant and for a closed case', async () => {
    const first = await submit();
    expect((await submit({ complainant: { name: '李四' } })).body.status).toBe('accepted');
    world.db.$client.prepare("update cases set status = 'closed' where id = ?").run(first.body.caseId);
    expect((await submit()).body.status).toBe('accepted');
  });

  test('attaches to a named open case, and refuses a closed or unknown one', async () => {
    const caseId = await world.complain();
    expect((await submit({ text: '同一件事', attachTo: caseId })).body).toMatchObject({ status: 'merged', caseId });
    expect(await submit({ text: '同一件事', attachTo: 'YS1' })).toMatchObject({
      status: 404,
      body: { code: 'case-not-found' },
    });
    world.db.$client.prepare("update cases set status = 'closed' where id = ?").run(caseId);
    expect(await submit({ text: '又一件', attachTo: caseId })).toMatchObject({
      status: 409,
      body: { code: 'case-closed' },
    });
  });

  test('attaches nothing to a case that is about to end: nobody would call back', async () => {
    const caseId = await world.complain();
    const refused = () => submit({ text: '同一件事', attachTo: caseId });
    const set = (change: string) => world.db.$client.prepare(`update cases set ${change} where id = ?`).run(caseId);
    addEvent(
      world.db,
      { personId: null, origin: 'conclude-callback' },
      { caseId, at: world.now, type: 'callback-concluded', stage: 'feedback', cause: 'round-1' },
    );
    expect(await refused()).toMatchObject({ status: 409, body: { code: 'case-ending', field: 'attachTo' } });
    expect((await submit()).body.status).toBe('accepted');
    set('round = 2');
    expect((await refused()).body.status).toBe('merged');
    set("outcome = 'withdrawn'");
    expect((await refused()).body.code).toBe('case-ending');
  });

  test('calls back who joins while the callbacks are under way', async () => {
    const caseId = await world.complain();
    prepareCallback(world.db, caseId, { share: 1, minimum: 1, amount: 1, unit: 'hour' }, world.now);
    await world.complain({ text: '同一件事', attachTo: caseId });
    expect(world.db.query.callbackTargets.findMany().sync()).toHaveLength(2);
  });

  test('hides the complainant by rule for a confidential item, and who joins such a case', async () => {
    const wages = await world.complain({ itemId: 'unpaid-wages' });
    await world.complain({ itemId: 'water-supply', text: '也欠我的', attachTo: wages });
    const { body } = await world.get(OPERATOR, `/cases/${wages}`);
    expect(body.complaints.map(({ hidden }: { hidden: boolean }) => hidden)).toEqual([true, true]);
  });

  test('takes no item when the words speak for none or for two alike', async () => {
    const caseId = await world.complain({ subject: '其他', text: '没有说清楚的事情' });
    expect((await world.get(OPERATOR, `/cases/${caseId}`)).body.item).toBeNull();
  });

  const bad: [string, object, number, string, string | undefined][] = [
    ['an unknown item', { itemId: 'nothing' }, 400, 'unknown-item', 'itemId'],
    ['an unknown town', { townId: 'town-nowhere' }, 400, 'unknown-town', 'townId'],
    ['a district as town', { townId: 'district-lanting' }, 400, 'unknown-town', 'townId'],
    [
      'an unknown district',
      { otherDistrictIds: ['district-heming', 'x'] },
      400,
      'unknown-district',
      'otherDistrictIds.1',
    ],
    ['text over the limit', { text: '长'.repeat(10_001) }, 400, 'invalid-input', 'text'],
    ['an empty text', { text: '' }, 400, 'invalid-input', 'text'],
    ['a text of spaces', { text: '   ' }, 400, 'invalid-input', 'text'],
    ['an invalid date', { receivedAt: '2026-02-30T00:00:00Z' }, 400, 'invalid-date', 'receivedAt'],
    ['words as a date', { receivedAt: '昨天' }, 400, 'invalid-date', 'receivedAt'],
    ['a date in the future', { receivedAt: '2026-11-24T09:00:00+08:00' }, 400, 'date-in-future', 'receivedAt'],
    ['a wrong type', { text: 5 }, 400, 'invalid-input', 'text'],
    ['an unknown field', { colour: 'red' }, 400, 'invalid-input', 'colour'],
    ['an unknown profile', { profile: 'slow' }, 400, 'invalid-input', 'profile'],
    ['a missing subject', { subject: undefined }, 400, 'invalid-input', 'subject'],
    ['a bad telephone', { complainant: { name: '张', phone: 'abc' } }, 400, 'invalid-input', 'complainant.phone'],
    ['an empty problem', { problems: ['一', ''] }, 400, 'invalid-input', 'problems.1'],
    ['another system without order number', { source: 'hotline' }, 400, 'order-number-missing', 'orderNumber'],
  ];
  test.each(bad)('refuses %s and keeps nothing', async (_name, change, status, code, field) => {
    const answer = await submit(change);
    expect(answer).toMatchObject({ status, body: { code, field, status } });
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.body.detail).toMatch(/[\u4e00-\u9fff]/);
    expect(world.outbox()).toEqual([]);
    expect((await world.get(OPERATOR, '/cases')).body.items).toEqual([]);
  });

  test('takes ten thousand characters exactly', async () => {
    expect((await submit({ text: '长'.repeat(10_000) })).status).toBe(201);
  });

  test('is for operators, and a district operator only for towns of the district', async () => {
    expect(await submit({}, 'housing.handler')).toMatchObject({ status: 403, body: { code: 'wrong-role' } });
    expect((await submit({}, 'lanting.operator1')).status).toBe(201);
    expect(await submit({ text: '二' }, 'heming.operator1')).toMatchObject({
      status: 403,
      body: { code: 'wrong-organisation' },
    });
    expect(await submit({ townId: undefined, text: '三' }, 'heming.operator1')).toMatchObject({
      status: 400,
      body: { code: 'town-missing', field: 'townId' },
    });
    expect((await submit({ townId: undefined, text: '四' })).status).toBe(201);
  });
});

describe('POST /api/whistles', () => {
  const WHISTLE = { subject: '河堤塌陷', text: '巡查发现河堤塌陷二十米', place: '柳影街道东河' };

  test('opens a case of the town itself, without a complaint', async () => {
    const { status, body } = await world.post('liuying.officer1', '/whistles', {
      ...WHISTLE,
      problems: ['塌陷', '积水'],
    });
    expect(status).toBe(201);
    const { body: found } = await world.get('liuying.officer1', `/cases/${body.caseId}`);
    expect(found).toMatchObject({
      origin: 'town',
      town: { id: 'town-liuying' },
      place: WHISTLE.place,
      description: WHISTLE.text,
      complaints: [],
      problems: [{ description: '塌陷' }, { description: '积水' }],
    });
    expect(world.outbox()).toMatchObject([{ name: 'case-registered', correlationKey: body.caseId }]);
  });

  test('is for officers of that town', async () => {
    expect(await world.post('liuying.officer1', '/whistles', { ...WHISTLE, townId: 'town-yunfan' })).toMatchObject({
      status: 403,
      body: { code: 'wrong-organisation' },
    });
    expect((await world.post(OPERATOR, '/whistles', WHISTLE)).status).toBe(403);
    expect(await world.post('liuying.officer1', '/whistles', { ...WHISTLE, itemId: 'x' })).toMatchObject({
      status: 400,
      body: { code: 'unknown-item' },
    });
  });
});
