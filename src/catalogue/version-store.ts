import { desc, eq, notInArray, sql } from 'drizzle-orm';
import { cases } from '../cases/table.ts';
import type { Database } from '../db/open.ts';
import { people, registerEntries } from '../register/table.ts';
import type { CatalogueItem } from './store.ts';
import { catalogueItems, catalogueVersions } from './table.ts';

/** Number of the newest published catalogue (R3); null before anything was published. */
export function currentCatalogueVersion(db: Database): number | null {
  const { number } = catalogueVersions;
  return db.select({ number }).from(catalogueVersions).orderBy(desc(number)).limit(1).get()?.number ?? null;
}

/** All versions with who published them, the newest first. */
export function listCatalogueVersions(db: Database) {
  const { number, publishedAt, publishedBy, note, items } = catalogueVersions;
  const size = sql<number>`json_array_length(${items})`;
  return db
    .select({ number, publishedAt, publishedBy, publisherName: people.name, note, size })
    .from(catalogueVersions)
    .leftJoin(people, eq(people.id, publishedBy))
    .orderBy(desc(number))
    .all();
}

/** A version with all its items. */
export function catalogueVersion(db: Database, number: number) {
  const { publishedAt, publishedBy, note, items } = catalogueVersions;
  return db
    .select({ number: catalogueVersions.number, publishedAt, publishedBy, publisherName: people.name, note, items })
    .from(catalogueVersions)
    .leftJoin(people, eq(people.id, publishedBy))
    .where(eq(catalogueVersions.number, number))
    .get();
}

/** Replaces the catalogue and keeps the new state as a version. Call inside a transaction. @param how at: ms */
export function publishCatalogue(
  db: Database,
  number: number,
  items: readonly CatalogueItem[],
  how: { by: string | null; at: number; note: string },
): void {
  const { by: publishedBy, at: publishedAt, note } = how;
  db.insert(catalogueVersions)
    .values({ number, publishedAt, publishedBy, note, items: [...items] })
    .run();
  db.delete(catalogueItems).run();
  for (const item of items) db.insert(catalogueItems).values(item).run();
}

/** Items besides `kept` that cases were opened under, and those that the register speaks of: they may not vanish. */
export function itemsInUse(db: Database, kept: readonly string[]): { cases: string[]; register: string[] } {
  const ofCases = db
    .selectDistinct({ id: cases.itemId })
    .from(cases)
    .where(notInArray(cases.itemId, [...kept]))
    .all();
  const ofRegister = db
    .selectDistinct({ id: registerEntries.itemId })
    .from(registerEntries)
    .where(notInArray(registerEntries.itemId, [...kept]))
    .all();
  return { cases: ofCases.flatMap(({ id }) => id ?? []), register: ofRegister.map(({ id }) => id) };
}
