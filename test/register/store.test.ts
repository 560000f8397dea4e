import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../src/db/open.ts';
import {
  departmentsOf,
  districtOfTown,
  findPersonByToken,
  leaderFor,
  listOrganisations,
  membersOf,
  platformFor,
  principalOf,
  responsibleDepartments,
  territoryChain,
} from '../../src/register/store.ts';
import { deputies, registerEntries, tokens } from '../../src/register/table.ts';
import { hashToken } from '../../src/register/token.ts';
import { seedSampleCity } from '../../src/sample/store.ts';

const NOW = Date.parse('2026-11-23T09:00:00+08:00');
const HOUR = 3_600_000;
let db: Database;

beforeEach(() => {
  db = openDatabase(':memory:');
  seedSampleCity(db, { now: () => NOW });
});

const unknownTerritory = expect.objectContaining({ code: 'unknown-territory' });

describe('territories', () => {
  test('lead from the town over its district to the city', () => {
    expect(territoryChain(db, 'town-liuying')).toEqual(['town-liuying', 'district-lanting', 'city']);
    expect(territoryChain(db, 'city')).toEqual(['city']);
    expect(districtOfTown(db, 'town-liuying')).toBe('district-lanting');
  });

  test.each(['nowhere', 'dept-housing', 'platform-city'])('%s is refused as a territory', (id) => {
    expect(() => territoryChain(db, id)).toThrow(unknownTerritory);
    expect(() => platformFor(db, id)).toThrow(unknownTerritory);
    expect(() => districtOfTown(db, id)).toThrow(unknownTerritory);
  });

  test('a district is no town', () => {
    expect(() => districtOfTown(db, 'district-lanting')).toThrow(unknownTerritory);
  });

  test('have a platform that gathers the departments of its own level', () => {
    expect(platformFor(db, 'town-liuying')).toBe('platform-lanting');
    const district = departmentsOf(db, 'platform-lanting').map(({ id }) => id);
    expect(district).toContain('dept-lanting-housing');
    expect(district).not.toContain('dept-housing');
    expect(departmentsOf(db, 'platform-city').map(({ id }) => id)).not.toContain('dept-lanting-housing');
    expect(departmentsOf(db, 'dept-housing')).toEqual([]);
  });

  test('can be listed by kind and by parent', () => {
    const towns = listOrganisations(db, { kind: 'town', parentId: 'district-lanting' });
    expect(towns.map(({ id }) => id)).toEqual(['town-lanqiao', 'town-liuying', 'town-tingyu', 'town-tongyin']);
  });
});

describe('responsible departments', () => {
  const who = (itemId: string, territoryId: string | null, now = NOW) => {
    const { territoryId: at, leads, supports } = responsibleDepartments(db, itemId, territoryId, now);
    return { at, leads: leads.map((e) => e.departmentId), supports: supports.map((e) => e.departmentId) };
  };

  test('are the city’s where the town and its district have no entry', () => {
    expect(who('property-certificate', 'town-liuying')).toEqual({
      at: 'city',
      leads: ['dept-natural-resources'],
      supports: ['dept-approval', 'dept-housing', 'dept-tax'],
    });
  });

  test('are the nearest territory’s alone where it has entries', () => {
    expect(who('illegal-construction', 'town-liuying')).toEqual({
      at: 'district-lanting',
      leads: ['dept-lanting-urban-management'],
      supports: ['dept-lanting-housing', 'dept-natural-resources'],
    });
    expect(who('illegal-construction', 'town-songfeng')).toMatchObject({
      at: 'city',
      leads: ['dept-urban-management'],
    });
  });

  test('are the city’s for a case without a town', () => {
    expect(who('illegal-construction', null)).toMatchObject({ at: 'city', leads: ['dept-urban-management'] });
  });

  test('are nobody for an unknown item', () => {
    expect(who('no-such-item', 'town-liuying')).toEqual({ at: null, leads: [], supports: [] });
  });

  test('are both where two departments claim to lead', () => {
    expect(who('electric-bike-charging', 'town-liuying').leads).toEqual(['dept-fire', 'dept-housing']);
  });

  test('change when the nearer entries end', () => {
    db.update(registerEntries)
      .set({ validUntil: NOW + HOUR })
      .where(eq(registerEntries.territoryId, 'district-lanting'))
      .run();
    expect(who('illegal-construction', 'town-liuying').at).toBe('district-lanting');
    expect(who('illegal-construction', 'town-liuying', NOW + HOUR).at).toBe('city');
  });

  test('do not answer before their entries begin', () => {
    const [first] = responsibleDepartments(db, 'property-certificate', null, NOW).leads;
    expect(who('property-certificate', null, (first?.validFrom ?? 0) - 1).leads).toEqual([]);
  });

  test('of an unknown town are refused', () => {
    expect(() => who('property-certificate', 'town-nowhere')).toThrow(unknownTerritory);
  });
});

describe('a principal', () => {
  test('has the groups of the person’s own roles', () => {
    expect(principalOf(db, 'person-housing-handler', NOW)).toMatchObject({
      account: 'housing.handler',
      memberships: [{ organisationId: 'dept-housing', role: 'handler', post: '应哨办理岗' }],
      groups: ['dept-housing:handler'],
      deputyGroups: [],
    });
  });

  test('has the groups of those it stands in for, and says in whose name', () => {
    expect(principalOf(db, 'person-housing-head', NOW)?.deputyGroups).toEqual([
      { group: 'dept-housing:handler', onBehalfOfId: 'person-housing-handler' },
    ]);
  });

  test('is not told of a group twice when it is its own as well', () => {
    expect(principalOf(db, 'person-leader-executive', NOW)).toMatchObject({
      groups: ['leading-city:leader'],
      deputyGroups: [],
    });
  });

  test('stands in only within the valid time', () => {
    db.update(deputies)
      .set({ validFrom: NOW, validUntil: NOW + HOUR })
      .where(eq(deputies.deputyId, 'person-housing-head'))
      .run();
    const groupsAt = (now: number) => principalOf(db, 'person-housing-head', now)?.deputyGroups.length;
    expect([NOW - 1, NOW, NOW + HOUR - 1, NOW + HOUR].map(groupsAt)).toEqual([0, 1, 1, 0]);
  });

  test('does not exist for an unknown person', () => {
    expect(principalOf(db, 'person-nobody', NOW)).toBeUndefined();
  });
});

describe('a token', () => {
  const issue = (expiresAt: number | null): void => {
    const row = { hash: hashToken('secret'), personId: 'person-assessor', label: 'test', createdAt: NOW, expiresAt };
    db.insert(tokens).values(row).run();
  };

  test('names its person', () => {
    issue(null);
    expect(findPersonByToken(db, 'secret', NOW)?.personId).toBe('person-assessor');
  });

  test('is worth nothing once it has expired', () => {
    issue(NOW + HOUR);
    expect(findPersonByToken(db, 'secret', NOW + HOUR - 1)).toBeDefined();
    expect(findPersonByToken(db, 'secret', NOW + HOUR)).toBeUndefined();
  });

  test('that is wrong names nobody, its own hash included', () => {
    issue(null);
    expect(findPersonByToken(db, 'Secret', NOW)).toBeUndefined();
    expect(findPersonByToken(db, hashToken('secret'), NOW)).toBeUndefined();
  });
});

test('members can be narrowed to a role', () => {
  expect(membersOf(db, 'dept-housing').map(({ role }) => role)).toEqual(['handler', 'head']);
  expect(membersOf(db, 'dept-housing', 'head').map(({ personId }) => personId)).toEqual(['person-housing-head']);
});

test('the leader of an area is found by line of responsibility', () => {
  expect(leaderFor(db, 'leading-city', 'housing')?.personId).toBe('person-leader-construction');
  expect(leaderFor(db, 'leading-lanting', 'traffic')?.personId).toBe('person-lanting-leader2');
  expect(leaderFor(db, 'leading-city', 'no-such-area')).toBeUndefined();
});
