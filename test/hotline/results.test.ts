import { beforeAll, describe, expect, test } from 'vitest';
import { createWorld, OPERATOR, START, type World } from '../http/fixture.ts';

let world: World;
const close = (caseId: string, at: number, outcome = 'solved') =>
  world.db.$client
    .prepare("update cases set status = 'closed', outcome = ?, closed_at = ? where id = ?")
    .run(outcome, at, caseId);

beforeAll(async () => {
  world = createWorld();
  const first = await world.complain({ source: 'hotline', orderNumber: 'A1', text: '甲' });
  await world.complain({ source: 'hotline', orderNumber: 'A2', text: '乙', attachTo: first });
  const second = await world.complain({ source: 'other', orderNumber: 'B1', text: '丙', townId: 'town-luhua' });
  await world.complain({ source: 'hotline', orderNumber: 'A3', text: '丁' });
  close(first, START + 1_000);
  close(second, START + 2_000, 'refused');
});

const orders = async (query: string, account = OPERATOR) =>
  (await world.get(account, `/complaints/results?${query}`)).body.items.map(
    ({ orderNumber }: { orderNumber: string }) => orderNumber,
  );

describe('GET /api/complaints/results', () => {
  test('gives the results of closed cases, first closed first', async () => {
    const { body } = await world.get(OPERATOR, '/complaints/results');
    expect(body.items.map(({ orderNumber }: { orderNumber: string }) => orderNumber).sort()).toEqual([
      'A1',
      'A2',
      'B1',
    ]);
    expect(body.items[2]).toEqual({
      source: 'other',
      orderNumber: 'B1',
      caseId: 'YS20261123-0002',
      outcome: 'refused',
      satisfaction: null,
      closedAt: new Date(START + 2_000).toISOString(),
      problems: [{ seq: 1, solved: null }],
      summary: '',
    });
  });

  test('by source and since an instant', async () => {
    expect(await orders('source=other')).toEqual(['B1']);
    expect(await orders(`since=${new Date(START + 2_000).toISOString()}`)).toEqual(['B1']);
    expect(await orders(`since=${new Date(START + 2_001).toISOString()}`)).toEqual([]);
    expect((await world.get(OPERATOR, '/complaints/results?since=soon')).body).toMatchObject({
      code: 'invalid-date',
      field: 'since',
    });
  });

  test('pages without gaps or repeats', async () => {
    const first = (await world.get(OPERATOR, '/complaints/results?limit=2')).body;
    const rest = (await world.get(OPERATOR, `/complaints/results?limit=2&cursor=${first.nextCursor}`)).body;
    const all = [...first.items, ...rest.items].map(({ orderNumber }) => orderNumber);
    expect(all.sort()).toEqual(['A1', 'A2', 'B1']);
    expect(rest.nextCursor).toBeNull();
    expect((await world.get(OPERATOR, '/complaints/results?cursor=x')).body.code).toBe('invalid-cursor');
  });

  test('is for operators, for the cases of their territory', async () => {
    expect((await world.get('water.handler', '/complaints/results')).body.code).toBe('wrong-role');
    expect(await orders('', 'heming.operator1')).toEqual(['B1']);
  });
});
