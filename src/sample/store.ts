import { randomBytes } from 'node:crypto';
import { asc, eq } from 'drizzle-orm';
import { listItems } from '../catalogue/store.ts';
import { catalogueItems } from '../catalogue/table.ts';
import { currentCatalogueVersion, publishCatalogue } from '../catalogue/version-store.ts';
import type { Clock } from '../clock.ts';
import { type Database, write } from '../db/open.ts';
import {
  deputies,
  leadershipLines,
  memberships,
  organisations,
  parties,
  people,
  type Role,
  registerEntries,
  tokens,
} from '../register/table.ts';
import { hashToken } from '../register/token.ts';
import { currentRegisterVersion, listEntries, publishRegister } from '../register/version-store.ts';
import type { SampleArea, SampleItem } from './catalogue.ts';
import { CITY_AREAS } from './catalogue-city.ts';
import { LIFE_AREAS } from './catalogue-life.ts';
import { DISTRICTS, sampleOrganisations } from './organisations.ts';
import { sampleParties } from './parties.ts';
import { CITY_LINES, DEPUTIES, DISTRICT_LINES, handlerAccount, personId, samplePeople } from './people.ts';
import { DISTRICT_OVERRIDES } from './register.ts';

/** Register entries and deputies hold since a year before the seeding, as in a city that has run for a while. */
const YEAR_MS = 365 * 86_400_000;

const AREAS: readonly SampleArea[] = [...CITY_AREAS, ...LIFE_AREAS];

/** What was written; `seeded` is false, and every count 0, when the database already had organisations. */
export interface SeedResult {
  readonly seeded: boolean;
  readonly organisations: number;
  readonly people: number;
  readonly items: number;
  readonly registerEntries: number;
  readonly parties: number;
}

/**
 * Fills an empty database with the invented city 云渚市: organisations, people, catalogue (R3: 8 areas, 46 items),
 * response register (R5), lines of leadership (R7c), parties (R8a). A database that has any organisation is left as it is,
 * so a second call changes nothing. One transaction: there is never half a city.
 */
export function seedSampleCity(db: Database, clock: Clock): SeedResult {
  return write(db, () => {
    if (db.select({ id: organisations.id }).from(organisations).limit(1).get()) {
      publishFirstVersions(db, clock.now());
      return { seeded: false, organisations: 0, people: 0, items: 0, registerEntries: 0, parties: 0 };
    }
    const organisationRows = sampleOrganisations().map((row) => ({ ...row, sample: true }));
    db.insert(organisations).values(organisationRows).run();
    const persons = samplePeople();
    db.insert(people)
      .values(persons.map(({ id, account, name }) => ({ id, account, name, sample: true })))
      .run();
    db.insert(memberships)
      .values(persons.map(({ id, organisationId, role, post }) => ({ personId: id, organisationId, role, post })))
      .run();
    const validFrom = clock.now() - YEAR_MS;
    db.insert(deputies).values(deputyRows(validFrom)).run();
    const items = AREAS.flatMap((area) => area.items.map((item) => itemRow(area, item)));
    db.insert(catalogueItems).values(items).run();
    const entries = [...AREAS.flatMap((area) => area.items.flatMap(cityEntries)), ...overrideEntries()].map((entry) => {
      return { ...entry, validFrom };
    });
    db.insert(registerEntries).values(entries).run();
    db.insert(leadershipLines).values(lineRows()).run();
    const partyRows = sampleParties();
    db.insert(parties).values(partyRows).run();
    publishFirstVersions(db, clock.now());
    return {
      seeded: true,
      organisations: organisationRows.length,
      people: persons.length,
      items: items.length,
      registerEntries: entries.length,
      parties: partyRows.length,
    };
  });
}

/** What is there without a version, as in a database from before there were any, becomes version 1. */
function publishFirstVersions(db: Database, at: number): void {
  const how = { by: null, at, note: FIRST_VERSION };
  if (currentCatalogueVersion(db) === null) publishCatalogue(db, 1, listItems(db), how);
  if (currentRegisterVersion(db) === null) publishRegister(db, 1, listEntries(db), how);
}

const FIRST_VERSION = '初始版本（示例数据）';

/** A sample person's way in. `token` stands here and in the caller's file only; the database has its SHA-256. */
export interface SampleToken {
  readonly account: string;
  readonly name: string;
  /** Name of the first organisation the person belongs to. */
  readonly organisation: string;
  readonly organisationId: string;
  readonly roles: Role[];
  readonly token: string;
}

/**
 * Makes a fresh bearer token (32 random bytes, base64url) for every sample person. Earlier ones end, so that only the
 * file that is written now opens a door.
 */
export function createSampleTokens(db: Database, clock: Clock): SampleToken[] {
  return write(db, () => {
    const rows = db
      .select({
        personId: people.id,
        account: people.account,
        name: people.name,
        organisation: organisations.name,
        organisationId: organisations.id,
        role: memberships.role,
      })
      .from(people)
      .innerJoin(memberships, eq(memberships.personId, people.id))
      .innerJoin(organisations, eq(organisations.id, memberships.organisationId))
      .where(eq(people.sample, true))
      .orderBy(asc(people.account))
      .all();
    db.delete(tokens).where(eq(tokens.label, SAMPLE_LABEL)).run();
    const found = new Map<string, SampleToken>();
    for (const { personId: id, role, ...rest } of rows) {
      const known = found.get(id);
      if (known) known.roles.push(role);
      else found.set(id, { ...rest, roles: [role], token: addToken(db, id, clock.now()) });
    }
    return [...found.values()];
  });
}

const SAMPLE_LABEL = 'sample';

function addToken(db: Database, owner: string, now: number): string {
  const token = randomBytes(32).toString('base64url');
  db.insert(tokens)
    .values({ hash: hashToken(token), personId: owner, label: SAMPLE_LABEL, createdAt: now, expiresAt: null })
    .run();
  return token;
}

function itemRow(area: SampleArea, item: SampleItem): typeof catalogueItems.$inferInsert {
  return {
    id: item.id,
    areaCode: area.code,
    areaName: area.name,
    name: item.name,
    keywords: item.keywords.split(' '),
    difficulty: item.difficulty ?? 'ordinary',
    confidential: item.confidential ?? false,
    version: 1,
    sample: true,
  };
}

type EntryRow = Omit<typeof registerEntries.$inferInsert, 'validFrom'>;

function cityEntries(item: SampleItem): EntryRow[] {
  return [
    ...item.leads.map(([key, duty]) => entry(item.id, 'city', `dept-${key}`, 'lead', duty)),
    ...item.supports.map(([key, duty]) => entry(item.id, 'city', `dept-${key}`, 'support', duty)),
  ];
}

function overrideEntries(): EntryRow[] {
  return DISTRICT_OVERRIDES.flatMap(({ itemId, territoryId, entries }) =>
    entries.map(([departmentId, responsibility, duty]) =>
      entry(itemId, territoryId, departmentId, responsibility, duty),
    ),
  );
}

function entry(
  itemId: string,
  territoryId: string,
  departmentId: string,
  responsibility: 'lead' | 'support',
  duty: string,
): EntryRow {
  return {
    id: `register:${itemId}:${territoryId}:${departmentId}`,
    itemId,
    territoryId,
    departmentId,
    responsibility,
    post: '应哨办理岗',
    personId: personId(handlerAccount(departmentId)),
    duty,
    version: 1,
    validUntil: null,
    sample: true,
  };
}

function deputyRows(validFrom: number): (typeof deputies.$inferInsert)[] {
  return Object.entries(DEPUTIES).map(([absent, deputy]) => {
    return { personId: personId(absent), deputyId: personId(deputy), validFrom, validUntil: null };
  });
}

function lineRows(): (typeof leadershipLines.$inferInsert)[] {
  const city = Object.entries(CITY_LINES).flatMap(([account, areas]) => lines('leading-city', account, areas));
  const districts = DISTRICTS.flatMap(([key]) =>
    Object.entries(DISTRICT_LINES).flatMap(([name, areas]) => lines(`leading-${key}`, `${key}.${name}`, areas)),
  );
  return [...city, ...districts];
}

function lines(leadingGroupId: string, account: string, areas: readonly string[]) {
  return areas.map((areaCode) => ({ leadingGroupId, areaCode, personId: personId(account) }));
}
