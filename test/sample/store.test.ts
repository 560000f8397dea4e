import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { listItems } from '../../src/catalogue/store.ts';
import { catalogueVersion, listCatalogueVersions } from '../../src/catalogue/version-store.ts';
import { type Database, openDatabase } from '../../src/db/open.ts';
import { listParties } from '../../src/register/party-store.ts';
import {
  departmentsOf,
  findPersonByToken,
  leaderFor,
  leadingGroupFor,
  listOrganisations,
  membersOf,
  personById,
  platformFor,
  responsibleDepartments,
  territoryChain,
} from '../../src/register/store.ts';
import { organisations, registerEntries, registerVersions, tokens } from '../../src/register/table.ts';
import { listEntries, listRegisterVersions, registerVersion } from '../../src/register/version-store.ts';
import { TWO_CLAIMS_ITEM } from '../../src/sample/catalogue.ts';
import { createSampleTokens, type SeedResult, seedSampleCity } from '../../src/sample/store.ts';
import { writeTokenFile } from '../../src/sample/token-file.ts';

const NOW = Date.parse('2026-11-23T09:00:00+08:00');
const clock = { now: () => NOW };
let db: Database;
let seeded: SeedResult;

beforeAll(() => {
  db = openDatabase(':memory:');
  seeded = seedSampleCity(db, clock);
});

const kind = (name: Parameters<typeof listOrganisations>[1]) => listOrganisations(db, name);

describe('the sample city', () => {
  test('has a city, four districts, a dozen towns and twenty city departments at least', () => {
    expect(seeded.seeded).toBe(true);
    expect(kind({ kind: 'city' }).map(({ id }) => id)).toEqual(['city']);
    expect(kind({ kind: 'district' }).length).toBeGreaterThanOrEqual(4);
    expect(kind({ kind: 'town' }).length).toBeGreaterThanOrEqual(12);
    expect(departmentsOf(db, 'platform-city').length).toBeGreaterThanOrEqual(20);
    for (const district of kind({ kind: 'district' }))
      expect(departmentsOf(db, platformFor(db, district.id)).length).toBeGreaterThanOrEqual(3);
  });

  test('marks every row as a sample', () => {
    expect(kind({}).every(({ sample }) => sample)).toBe(true);
    expect(listItems(db).every(({ sample }) => sample)).toBe(true);
    const entries = db.select().from(registerEntries).all();
    expect(entries.every(({ sample }) => sample)).toBe(true);
    expect(entries.every(({ personId }) => personById(db, personId)?.sample)).toBe(true);
  });

  test('gives every town a district, a platform and a leading group', () => {
    for (const town of kind({ kind: 'town' })) {
      expect(territoryChain(db, town.id)).toEqual([town.id, expect.stringMatching(/^district-/), 'city']);
      expect(platformFor(db, town.id)).toMatch(/^platform-(?!city)/);
      expect(leadingGroupFor(db, town.id)).toMatch(/^leading-(?!city)/);
    }
    expect(platformFor(db, 'city')).toBe('platform-city');
    expect(leadingGroupFor(db, 'city')).toBe('leading-city');
  });

  test('staffs every organisation with the roles that the process asks', () => {
    const count = (id: string, role: Parameters<typeof membersOf>[2]) => membersOf(db, id, role).length;
    for (const { id } of kind({ kind: 'department' })) {
      expect(count(id, 'handler')).toBeGreaterThanOrEqual(1);
      expect(count(id, 'head')).toBeGreaterThanOrEqual(1);
    }
    for (const { id } of kind({ kind: 'town' })) expect(count(id, 'town-officer')).toBeGreaterThanOrEqual(2);
    for (const { id } of kind({ kind: 'platform' })) expect(count(id, 'operator')).toBeGreaterThanOrEqual(1);
    for (const { id } of kind({ kind: 'leading-group' })) expect(count(id, 'leader')).toBeGreaterThanOrEqual(2);
  });

  test('has an assessor, a process designer and three administrators, each a person of one role', () => {
    const rows = createSampleTokens(openSeeded(), clock);
    for (const role of [
      'assessor',
      'process-designer',
      'system-administrator',
      'security-administrator',
      'audit-administrator',
    ] as const)
      expect(rows.filter(({ roles }) => roles.includes(role)).map(({ roles }) => roles)).toEqual([[role]]);
  });

  test('draws a line of leadership for every area in every leading group, to one of its members', () => {
    const areas = new Set(listItems(db).map(({ areaCode }) => areaCode));
    for (const { id } of kind({ kind: 'leading-group' })) {
      const members = membersOf(db, id, 'leader').map(({ personId }) => personId);
      for (const area of areas) expect(members).toContain(leaderFor(db, id, area)?.personId);
    }
  });
});

describe('the sample catalogue and register', () => {
  test('have 8 areas and 46 items with 4 to 10 keywords each (R3)', () => {
    const items = listItems(db);
    expect(items).toHaveLength(46);
    expect(new Set(items.map(({ areaCode }) => areaCode)).size).toBe(8);
    for (const { keywords } of items) {
      expect(new Set(keywords).size).toBe(keywords.length);
      expect(keywords.length).toBeGreaterThanOrEqual(4);
      expect(keywords.length).toBeLessThanOrEqual(10);
    }
    expect(items.map(({ name }) => name)).toEqual(expect.arrayContaining(['不动产权证办理', '违章搭建处理']));
    expect(items.some(({ confidential }) => confidential)).toBe(true);
  });

  test('name one lead and one to four supports for every item; exactly one item is claimed twice', () => {
    const claims = listItems(db).map(({ id }) => ({ id, ...responsibleDepartments(db, id, null, NOW) }));
    for (const { supports } of claims) {
      expect(supports.length).toBeGreaterThanOrEqual(1);
      expect(supports.length).toBeLessThanOrEqual(4);
    }
    expect(claims.filter(({ leads }) => leads.length !== 1).map(({ id, leads }) => [id, leads.length])).toEqual([
      [TWO_CLAIMS_ITEM, 2],
    ]);
  });

  test('name a person of the department in every entry', () => {
    for (const { departmentId, personId } of db.select().from(registerEntries).all())
      expect(membersOf(db, departmentId, 'handler').map((member) => member.personId)).toContain(personId);
  });
});

describe('the first version', () => {
  test('of catalogue and register is what was seeded', () => {
    expect(listCatalogueVersions(db)).toMatchObject([{ number: 1, publishedBy: null, publishedAt: NOW, size: 46 }]);
    expect(catalogueVersion(db, 1)?.items).toEqual(listItems(db));
    expect(listRegisterVersions(db)).toMatchObject([{ number: 1, size: seeded.registerEntries }]);
    expect(registerVersion(db, 1)?.entries).toEqual(listEntries(db));
  });

  test('is made up for a database that had none', () => {
    const own = openSeeded();
    own.delete(registerVersions).run();
    seedSampleCity(own, clock);
    expect(registerVersion(own, 1)?.entries).toEqual(listEntries(own));
    expect(listCatalogueVersions(own)).toHaveLength(1);
  });
});

test('a dozen parties of four kinds are known, each at a place of the city', () => {
  const parties = listParties(db);
  expect([parties.length, seeded.parties]).toEqual([12, 12]);
  expect(new Set(parties.map(({ kind: one }) => one)).size).toBe(4);
  const places = db.select().from(organisations).all();
  for (const { territoryId, sample } of parties) {
    expect(sample).toBe(true);
    expect(['city', 'district', 'town']).toContain(places.find(({ id }) => id === territoryId)?.kind);
  }
});

test('seeding a second time changes nothing', () => {
  const again = openSeeded();
  const before = listOrganisations(again).length;
  expect(seedSampleCity(again, clock)).toMatchObject({ seeded: false, organisations: 0 });
  expect(listOrganisations(again)).toHaveLength(before);
});

describe('sample tokens', () => {
  test('let their person in, and only their hash is stored', () => {
    const own = openSeeded();
    const rows = createSampleTokens(own, clock);
    const housing = rows.find(({ account }) => account === 'housing.handler');
    expect(housing).toMatchObject({ organisationId: 'dept-housing', roles: ['handler'] });
    expect(Buffer.from(housing?.token ?? '', 'base64url')).toHaveLength(32);
    expect(findPersonByToken(own, housing?.token ?? '', NOW)?.account).toBe('housing.handler');
    expect(JSON.stringify(own.select().from(tokens).all())).not.toContain(housing?.token);
  });

  test('end when new ones are made', () => {
    const own = openSeeded();
    const old = createSampleTokens(own, clock)[0]?.token ?? '';
    expect(findPersonByToken(own, old, NOW)).toBeDefined();
    createSampleTokens(own, clock);
    expect(findPersonByToken(own, old, NOW)).toBeUndefined();
  });

  test('are written to a file that only its owner can read, over an old one too', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tokens-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const path = join(folder, 'new', 'tokens.json');
    const rows = createSampleTokens(openSeeded(), clock);
    writeTokenFile(path, []);
    writeFileSync(`${path}.new`, 'left by a crash', { mode: 0o644 });
    writeTokenFile(path, rows);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(rows);
  });
});

function openSeeded(): Database {
  const own = openDatabase(':memory:');
  seedSampleCity(own, clock);
  return own;
}
