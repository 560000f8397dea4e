import { describe, expect, test } from 'vitest';
import { gramsOf, matchOf } from '../../src/cases/search.ts';
import { createWorld, OPERATOR } from '../http/fixture.ts';

test('texts are indexed by pairs of characters and by whole Latin words', () => {
  expect(gramsOf('停水了，A2区ＡＢ', '')).toBe('停水 水了 了 a2 区 ab');
  expect(gramsOf('')).toBe('');
});

test('a query becomes phrases that cannot break out of their quotes', () => {
  expect(matchOf('停水')).toBe('"停水"');
  expect(matchOf('停水了 路灯')).toBe('"停水 水了" "路灯"');
  expect(matchOf('停')).toBe('"停"*');
  expect(matchOf('" OR grams:*')).toBe('"or"* "grams"*');
  expect(matchOf('！？ ')).toBeUndefined();
});

describe('GET /api/cases', async () => {
  const world = createWorld();
  const water = await world.complain({ subject: '小区停水', text: '甲', place: '幸福路8号' });
  const lamp = await world.complain({ subject: '路灯不亮', text: '停车场旁边的路灯，水泥杆', place: 'Block A2区' });
  const found = async (query: string) =>
    (await world.get(OPERATOR, `/cases?query=${encodeURIComponent(query)}`)).body.items.map(
      ({ id }: { id: string }) => id,
    );

  const queries: [string, string[]][] = [
    ['停水', [water]],
    ['停车', [lamp]],
    ['停', [lamp, water]],
    ['亮', [lamp]],
    ['路灯不亮', [lamp]],
    ['路灯 停车场', [lamp]],
    ['路灯 停水', []],
    ['灯停', []],
    ['幸福路', [water]],
    ['A2区', [lamp]],
    ['bloc', [lamp]],
    ['YS20261123-0001', [water]],
    ['0002', [lamp]],
    ['"', []],
    ['停水" OR "路灯', []],
    ['', [lamp, water]],
    [' ', [lamp, water]],
  ];
  test.each(queries)('finds by “%s”', async (query, expected) => {
    expect((await found(query)).sort()).toEqual([...expected].sort());
  });

  test('pages by latest change without gaps or repeats while cases change', async () => {
    const paged = createWorld();
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) {
      paged.now += i % 2;
      ids.push(await paged.complain({ text: `第${i}件` }));
    }
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await paged.get(OPERATOR, `/cases?limit=2${cursor}`);
      seen.push(...body.items.map(({ id }: { id: string }) => id));
      cursor = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`;
    } while (cursor !== '');
    expect(seen).toHaveLength(5);
    expect(new Set(seen)).toEqual(new Set(ids));
    expect((await paged.get(OPERATOR, '/cases?cursor=nonsense')).body.code).toBe('invalid-cursor');
    expect((await paged.get(OPERATOR, '/cases?limit=101')).body.field).toBe('limit');
  });

  test('filters by status, stage, path, town, department and profile', async () => {
    world.addDepartment(lamp, 'dept-power');
    const drill = await world.complain({ text: '演练', profile: 'drill', townId: 'town-luhua' });
    const ids = async (query: string) =>
      (await world.get(OPERATOR, `/cases?${query}`)).body.items.map(({ id }: { id: string }) => id);
    expect(await ids('profile=drill')).toEqual([drill]);
    expect(await ids('townId=town-luhua')).toEqual([drill]);
    expect(await ids('departmentId=dept-power')).toEqual([lamp]);
    expect(await ids('status=closed')).toEqual([]);
    expect(await ids('status=open&stage=discovery&path=undecided')).toHaveLength(3);
    expect((await world.get(OPERATOR, '/cases?stage=nowhere')).body).toMatchObject({
      code: 'invalid-input',
      field: 'stage',
    });
  });
});
