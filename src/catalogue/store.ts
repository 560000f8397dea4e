import { asc, eq } from 'drizzle-orm';
import type { Database } from '../db/open.ts';
import { catalogueItems } from './table.ts';

export type CatalogueItem = typeof catalogueItems.$inferSelect;

/** The catalogue's items, those of an area together. */
export function listItems(db: Database): CatalogueItem[] {
  return db.select().from(catalogueItems).orderBy(asc(catalogueItems.areaCode), asc(catalogueItems.id)).all();
}

export function itemById(db: Database, id: string): CatalogueItem | undefined {
  return db.select().from(catalogueItems).where(eq(catalogueItems.id, id)).get();
}
