import { beforeEach, describe, expect, test } from 'vitest';
import { listParties, partyById } from '../../src/register/party-store.ts';
import { createWorld, OPERATOR, type World } from '../http/fixture.ts';

let world: World;
beforeEach(() => {
  world = createWorld();
});

const names = (territoryId: string) => listParties(world.db, { territoryId }).map(({ id }) => id);

describe('parties', () => {
  test('of a town are its own and those of what it lies in', () => {
    expect(names('town-liuying').toSorted()).toEqual([
      'party-city-lifts',
      'party-city-property',
      'party-lanting-caterers',
      'party-liuying-anju',
      'party-liuying-xingfu',
      'party-liuying-zhaoxia',
    ]);
  });

  test('of a district are also those of its towns, of the city all', () => {
    expect(names('district-lanting')).toEqual(expect.arrayContaining(['party-tongyin-wutong', 'party-city-lifts']));
    expect(names('district-lanting')).not.toContain('party-yunfan-haitang');
    expect(names('city')).toHaveLength(12);
  });

  test('are listed by kind, with their place', async () => {
    const { body } = await world.get('housing.handler', '/parties?kind=association&territoryId=town-liuying');
    expect(body.items).toHaveLength(3);
    expect(body.items).toContainEqual({
      id: 'party-lanting-caterers',
      kind: 'association',
      name: '兰汀区餐饮行业协会',
      territory: { id: 'district-lanting', name: '兰汀区' },
      sample: true,
    });
    expect((await world.get(OPERATOR, '/parties?territoryId=nowhere')).body.code).toBe('unknown-territory');
    expect((await world.get(OPERATOR, '/parties?kind=army')).status).toBe(400);
  });

  test('are added by the system administrator, a name once for a place', async () => {
    const party = { kind: 'community', name: '听雨街道荷塘社区居民委员会', territoryId: 'town-tingyu' };
    const { status, body } = await world.post('system.administrator', '/parties', party);
    expect(status).toBe(201);
    expect(partyById(world.db, body.id)).toEqual({ id: body.id, ...party, sample: false });
    expect(
      (await world.post('system.administrator', '/parties', { ...party, name: ` ${party.name} ` })).body.code,
    ).toBe('party-exists');
    expect(
      (await world.post('system.administrator', '/parties', { ...party, territoryId: 'dept-fire' })).body.code,
    ).toBe('unknown-territory');
    expect((await world.post(OPERATOR, '/parties', party)).body.code).toBe('wrong-role');
    expect(partyById(world.db, 'nothing')).toBeUndefined();
  });
});
