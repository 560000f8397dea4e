import { randomUUID } from 'node:crypto';
import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Database } from '../db/open.ts';
import { conflict } from '../errors.ts';
import { listOrganisations, territoryChain } from './store.ts';
import { type PARTY_KINDS, parties } from './table.ts';

/** Somebody who is no government unit and whom a lead department brings in (R8a). */
export type Party = typeof parties.$inferSelect;
export type PartyKind = (typeof PARTY_KINDS)[number];

export function partyById(db: Database, id: string): Party | undefined {
  return db.select().from(parties).where(eq(parties.id, id)).get();
}

/**
 * Parties by name. With a territory: those of the territory, of what lies in it and of what it lies in, so that a town is
 * offered its own communities and the city's associations, and nobody else's.
 * @throws DomainError `unknown-territory`
 */
export function listParties(
  db: Database,
  { territoryId, kind }: { territoryId?: string | undefined; kind?: PartyKind | undefined } = {},
): Party[] {
  return db
    .select()
    .from(parties)
    .where(
      and(
        territoryId === undefined ? undefined : inArray(parties.territoryId, territoriesAround(db, territoryId)),
        kind === undefined ? undefined : eq(parties.kind, kind),
      ),
    )
    .orderBy(asc(parties.name), asc(parties.id))
    .all();
}

function territoriesAround(db: Database, territoryId: string): string[] {
  const within: string[] = [];
  for (let level = [territoryId]; level.length > 0; ) {
    level = level.flatMap((parentId) => listOrganisations(db, { parentId }).map(({ id }) => id));
    within.push(...level);
  }
  return [...territoryChain(db, territoryId), ...within];
}

/** @returns its id. @throws DomainError `unknown-territory`, `party-exists` for a second one of that name at the place */
export function addParty(db: Database, party: { kind: PartyKind; name: string; territoryId: string }): string {
  territoryChain(db, party.territoryId);
  const name = party.name.trim();
  const known = db
    .select({ id: parties.id })
    .from(parties)
    .where(and(eq(parties.territoryId, party.territoryId), eq(parties.name, name)))
    .get();
  if (known) throw conflict('party-exists', '该属地已经登记了同名的参与方。', 'name');
  const id = `party-${randomUUID()}`;
  db.insert(parties)
    .values({ id, ...party, name, sample: false })
    .run();
  return id;
}
