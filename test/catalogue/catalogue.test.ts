import Fastify from 'fastify';
import { describe, expect, test } from 'vitest';
import { catalogueRoutes } from '../../src/catalogue/routes.ts';
import { groupByArea, suggestItems } from '../../src/catalogue/rules.ts';
import { itemById, listItems } from '../../src/catalogue/store.ts';
import { openDatabase } from '../../src/db/open.ts';
import { createLog } from '../../src/log.ts';
import { seedSampleCity } from '../../src/sample/store.ts';

const db = openDatabase(':memory:');
const clock = { now: () => 1_790_000_000_000 };
seedSampleCity(db, clock);
const items = listItems(db);

describe('suggested items', () => {
  test.each([
    ['我家房产证办了五年还办不下来，开发商说不动产登记缺材料', 'property-certificate'],
    ['楼上住户在露台私搭乱建阳光房，违建没人管', 'illegal-construction'],
    ['河道黑臭，河水发黑，夏天根本不敢开窗', 'river-pollution'],
    ['工地拖欠工资，十几个农民工的工资要不到', 'unpaid-wages'],
    ['小区里飞线充电，电动车推上楼充电', 'electric-bike-charging'],
  ])('for “%s” begin with %s', (text, expected) => {
    expect(suggestItems(items, text)[0]?.itemId).toBe(expected);
  });

  test('say which words spoke for them, the longest first', () => {
    const catalogue = [{ id: 'lift', keywords: ['电梯', '困人', '电梯故障', '年检'] }];
    expect(suggestItems(catalogue, '电梯故障，电梯里困人')).toEqual([
      { itemId: 'lift', words: ['电梯故障', '电梯', '困人'] },
    ]);
  });

  test('count a word once, however often it occurs', () => {
    const catalogue = [
      { id: 'a', keywords: ['噪音'] },
      { id: 'b', keywords: ['油烟', '饭店'] },
    ];
    expect(suggestItems(catalogue, '噪音噪音噪音，饭店油烟').map(({ itemId }) => itemId)).toEqual(['b', 'a']);
  });

  test('prefer the longer word', () => {
    const catalogue = [
      { id: 'a', keywords: ['停车'] },
      { id: 'b', keywords: ['消防通道'] },
    ];
    expect(suggestItems(catalogue, '消防通道停车')[0]?.itemId).toBe('b');
  });

  test('come in the order of their ids when they weigh the same, whatever the order of the catalogue', () => {
    const catalogue = [
      { id: 'b', keywords: ['路灯'] },
      { id: 'a', keywords: ['井盖'] },
    ];
    const order = (rows: typeof catalogue) => suggestItems(rows, '井盖和路灯').map(({ itemId }) => itemId);
    expect(order(catalogue)).toEqual(['a', 'b']);
    expect(order(catalogue.toReversed())).toEqual(['a', 'b']);
  });

  test('read full-width letters as half-width', () => {
    expect(suggestItems([{ id: 'screen', keywords: ['LED屏'] }], '楼下ＬＥＤ屏太亮')).toHaveLength(1);
  });

  test('are none where no word occurs, and no more than asked for', () => {
    expect(suggestItems(items, '谢谢')).toEqual([]);
    expect(suggestItems(items, '物业 垃圾 噪音 停车位 漏水 路灯', 3)).toHaveLength(3);
  });
});

test('items are grouped by area and found by id', () => {
  const areas = groupByArea(items);
  expect(areas).toHaveLength(8);
  expect(areas.flatMap((area) => area.items)).toHaveLength(46);
  expect(areas.every(({ code, items: own }) => own.every(({ areaCode }) => areaCode === code))).toBe(true);
  expect(itemById(db, 'property-certificate')?.name).toBe('不动产权证办理');
  expect(itemById(db, 'nothing')).toBeUndefined();
});

test('GET /catalogue answers the areas with their items', async () => {
  const app = Fastify();
  await app.register(catalogueRoutes({ db, clock, log: createLog('silent') }));
  const { areas } = (await app.inject('/catalogue')).json();
  expect(areas).toHaveLength(8);
  const housing = areas.find(({ code }: { code: string }) => code === 'housing');
  expect(housing.name).toBe('房屋产权与物业');
  expect(housing.items).toContainEqual(
    expect.objectContaining({ id: 'property-certificate', difficulty: 'hard', confidential: false, sample: true }),
  );
});
