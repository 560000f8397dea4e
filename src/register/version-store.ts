import { asc, desc, eq, isNull, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { catalogueItems } from '../catalogue/table.ts';
import type { Database } from '../db/open.ts';
import type { Known } from './rules.ts';
import type { NamedEntry } from './sheet.ts';
import type { Entry } from './store.ts';
import { memberships, organisations, people, registerEntries, registerVersions } from './table.ts';

/** Number of the newest published register (R5); null before anything was published. A case keeps it when it is dispatched. */
export function currentRegisterVersion(db: Database): number | null {
  const { number } = registerVersions;
  return db.select({ number }).from(registerVersions).orderBy(desc(number)).limit(1).get()?.number ?? null;
}

/** An entry as it was in a version: post, person and duty that a running case goes on with (R5). */
export function registerEntryOf(db: Database, version: number, entryId: string): Entry | undefined {
  const found = db.get<{ entry: string }>(
    sql`select e.value as entry from ${registerVersions} v, json_each(v.entries) e
      where v.number = ${version} and e.value ->> 'id' = ${entryId}`,
  );
  return found && (JSON.parse(found.entry) as Entry);
}

/** All versions with who published them, the newest first. */
export function listRegisterVersions(db: Database) {
  const { number, publishedAt, publishedBy, note, entries } = registerVersions;
  const size = sql<number>`json_array_length(${entries})`;
  return db
    .select({ number, publishedAt, publishedBy, publisherName: people.name, note, size })
    .from(registerVersions)
    .leftJoin(people, eq(people.id, publishedBy))
    .orderBy(desc(number))
    .all();
}

/** A version with all its entries. */
export function registerVersion(db: Database, number: number) {
  const { publishedAt, publishedBy, note, entries } = registerVersions;
  return db
    .select({ number: registerVersions.number, publishedAt, publishedBy, publisherName: people.name, note, entries })
    .from(registerVersions)
    .leftJoin(people, eq(people.id, publishedBy))
    .where(eq(registerVersions.number, number))
    .get();
}

const { itemId, territoryId, responsibility, departmentId, validFrom } = registerEntries;
/** By item and territory, the leads first. */
const ORDER = [asc(itemId), asc(territoryId), asc(responsibility), asc(departmentId), asc(validFrom)];

/** The present entries. */
export const listEntries = (db: Database): Entry[] =>
  db
    .select()
    .from(registerEntries)
    .orderBy(...ORDER)
    .all();

/** The present entries with the names of what they speak of. */
export function listNamedEntries(db: Database): NamedEntry[] {
  const territory = alias(organisations, 'territory');
  const department = alias(organisations, 'department');
  return db
    .select({
      entry: registerEntries,
      itemName: catalogueItems.name,
      territoryName: territory.name,
      departmentName: department.name,
      account: people.account,
      personName: people.name,
    })
    .from(registerEntries)
    .leftJoin(catalogueItems, eq(catalogueItems.id, itemId))
    .leftJoin(territory, eq(territory.id, territoryId))
    .leftJoin(department, eq(department.id, departmentId))
    .leftJoin(people, eq(people.id, registerEntries.personId))
    .orderBy(...ORDER)
    .all();
}

/** What the codes of a register may stand for. */
export function knownCodes(db: Database): Known {
  const units = db.select({ id: organisations.id, kind: organisations.kind }).from(organisations).all();
  const ids = (kinds: readonly string[]) =>
    new Set(units.filter(({ kind }) => kinds.includes(kind)).map(({ id }) => id));
  const present = db.select().from(people).where(isNull(people.leftAt)).all();
  return {
    items: new Set(
      db
        .select({ id: catalogueItems.id })
        .from(catalogueItems)
        .all()
        .map(({ id }) => id),
    ),
    territories: ids(['city', 'district', 'town']),
    departments: ids(['department']),
    people: new Map(present.map(({ account, id }) => [account, id])),
    members: new Set(
      db
        .select()
        .from(memberships)
        .all()
        .map(({ personId, organisationId }) => `${personId} ${organisationId}`),
    ),
  };
}

/** Replaces the register and keeps the new state as a version. Call inside a transaction. @param how at: ms */
export function publishRegister(
  db: Database,
  number: number,
  entries: readonly Entry[],
  how: { by: string | null; at: number; note: string },
): void {
  const { by: publishedBy, at: publishedAt, note } = how;
  db.insert(registerVersions)
    .values({ number, publishedAt, publishedBy, note, entries: [...entries] })
    .run();
  db.delete(registerEntries).run();
  for (const entry of entries) db.insert(registerEntries).values(entry).run();
}
