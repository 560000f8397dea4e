import { and, asc, eq, gt, inArray, isNull, lte, or } from 'drizzle-orm';
import type { Database } from '../db/open.ts';
import { invalid } from '../errors.ts';
import {
  deputies,
  leadershipLines,
  memberships,
  type OrganisationKind,
  organisations,
  people,
  type Role,
  registerEntries,
  tokens,
} from './table.ts';
import { hashToken } from './token.ts';

export type Organisation = typeof organisations.$inferSelect;
export type Entry = typeof registerEntries.$inferSelect;

export interface Membership {
  readonly organisationId: string;
  readonly role: Role;
  readonly post: string;
}

/** Who asks: the bearer of a valid token, with what the person may act as. */
export interface Principal {
  readonly personId: string;
  readonly account: string;
  readonly name: string;
  readonly memberships: readonly Membership[];
  /** The person's own candidate groups, `organisationId:role`. */
  readonly groups: readonly string[];
  /** Groups of those for whom the person stands in now, without the person's own. */
  readonly deputyGroups: readonly { readonly group: string; readonly onBehalfOfId: string }[];
}

/** A person as a member of an organisation. */
export interface Member {
  readonly personId: string;
  readonly name: string;
  readonly role: Role;
  readonly post: string;
}

/** Who answers for an item at a place (R5). No lead or more than one: a person at the platform decides. */
export interface Responsible {
  /** Territory whose entries were taken; null when there is none for the item. */
  readonly territoryId: string | null;
  readonly leads: readonly Entry[];
  readonly supports: readonly Entry[];
}

/** Candidate group of a role in an organisation, as tasks carry it. */
export const groupOf = (organisationId: string, role: Role): string => `${organisationId}:${role}`;

/** The bearer of a token that is known and has not expired at `now` (ms); nobody once the person has left. */
export function findPersonByToken(db: Database, token: string, now: number): Principal | undefined {
  const row = db
    .select()
    .from(tokens)
    .where(eq(tokens.hash, hashToken(token)))
    .get();
  if (!row || (row.expiresAt !== null && row.expiresAt <= now)) return undefined;
  return principalOf(db, row.personId, now);
}

/** What a person may act as at `now` (ms). Undefined for an unknown person and for one who left. */
export function principalOf(db: Database, personId: string, now: number): Principal | undefined {
  const person = personById(db, personId);
  if (!person || person.leftAt !== null) return undefined;
  const own = db
    .select({ organisationId: memberships.organisationId, role: memberships.role, post: memberships.post })
    .from(memberships)
    .where(eq(memberships.personId, personId))
    .orderBy(asc(memberships.organisationId), asc(memberships.role))
    .all();
  const groups = own.map(({ organisationId, role }) => groupOf(organisationId, role));
  const deputyGroups = groupsStoodInFor(db, personId, now).filter(({ group }) => !groups.includes(group));
  return { personId, account: person.account, name: person.name, memberships: own, groups, deputyGroups };
}

function groupsStoodInFor(db: Database, deputyId: string, now: number): { group: string; onBehalfOfId: string }[] {
  return db
    .select({ personId: memberships.personId, organisationId: memberships.organisationId, role: memberships.role })
    .from(deputies)
    .innerJoin(memberships, eq(memberships.personId, deputies.personId))
    .where(
      and(
        eq(deputies.deputyId, deputyId),
        lte(deputies.validFrom, now),
        or(isNull(deputies.validUntil), gt(deputies.validUntil, now)),
      ),
    )
    .orderBy(asc(memberships.organisationId), asc(memberships.role), asc(memberships.personId))
    .all()
    .map(({ personId, organisationId, role }) => ({ group: groupOf(organisationId, role), onBehalfOfId: personId }));
}

export function personById(db: Database, id: string): typeof people.$inferSelect | undefined {
  return db.select().from(people).where(eq(people.id, id)).get();
}

export function organisationById(db: Database, id: string): Organisation | undefined {
  return db.select().from(organisations).where(eq(organisations.id, id)).get();
}

/** Organisations in the order of their ids, narrowed by kind and by what they hang below. */
export function listOrganisations(
  db: Database,
  filter: { kind?: OrganisationKind | undefined; parentId?: string | undefined } = {},
): Organisation[] {
  return db
    .select()
    .from(organisations)
    .where(
      and(
        filter.kind === undefined ? undefined : eq(organisations.kind, filter.kind),
        filter.parentId === undefined ? undefined : eq(organisations.parentId, filter.parentId),
      ),
    )
    .orderBy(asc(organisations.id))
    .all();
}

/**
 * A territory and those around it, nearest first: town → district → city.
 * @throws DomainError `unknown-territory` when the id is no city, district or town
 */
export function territoryChain(db: Database, territoryId: string): string[] {
  const chain: string[] = [];
  for (let id: string | null = territoryId; id !== null; ) {
    const territory = organisationById(db, id);
    if (!territory || !['city', 'district', 'town'].includes(territory.kind))
      throw invalid('unknown-territory', `没有属地“${id}”，请核对组织机构。`, 'territoryId');
    chain.push(id);
    id = territory.parentId;
  }
  return chain;
}

/** @throws DomainError `unknown-territory` when the id is no town */
export function districtOfTown(db: Database, townId: string): string {
  const town = organisationById(db, townId);
  if (town?.kind !== 'town' || town.parentId === null)
    throw invalid('unknown-territory', `没有镇街“${townId}”，请核对组织机构。`, 'townId');
  return town.parentId;
}

/**
 * The 12345 platform that coordinates a territory: a town's is its district's.
 * @throws DomainError `unknown-territory`, or Error when no platform is set up anywhere above
 */
export const platformFor = (db: Database, territoryId: string): string => nearest(db, 'platform', territoryId);

/** The leading group above a territory, found as `platformFor` finds the platform; same errors. */
export const leadingGroupFor = (db: Database, territoryId: string): string => nearest(db, 'leading-group', territoryId);

function nearest(db: Database, kind: 'platform' | 'leading-group', territoryId: string): string {
  for (const parentId of territoryChain(db, territoryId)) {
    const found = listOrganisations(db, { kind, parentId })[0];
    if (found) return found.id;
  }
  throw new Error(`No ${kind} for ${territoryId}: the register of organisations is incomplete.`);
}

/** The city, root of the tree. @throws Error before any organisation exists */
export function cityId(db: Database): string {
  const city = listOrganisations(db, { kind: 'city' })[0];
  if (!city) throw new Error('The register has no city: seed or import the organisations first.');
  return city.id;
}

/** Departments that a platform gathers: those at its own level. Empty for an unknown platform. */
export function departmentsOf(db: Database, platformId: string): Organisation[] {
  const platform = organisationById(db, platformId);
  if (platform?.kind !== 'platform' || platform.parentId === null) return [];
  return listOrganisations(db, { kind: 'department', parentId: platform.parentId });
}

/**
 * Which departments answer for an item at a place: the nearest territory of town → district → city that has any entry
 * valid at `now` (ms) decides alone (R5). null for a case that has no town yet: the city's entries.
 * @throws DomainError `unknown-territory`
 */
export function responsibleDepartments(
  db: Database,
  itemId: string,
  territoryId: string | null,
  now: number,
): Responsible {
  const chain = territoryChain(db, territoryId ?? cityId(db));
  const entries = db
    .select()
    .from(registerEntries)
    .where(
      and(
        eq(registerEntries.itemId, itemId),
        inArray(registerEntries.territoryId, chain),
        lte(registerEntries.validFrom, now),
        or(isNull(registerEntries.validUntil), gt(registerEntries.validUntil, now)),
      ),
    )
    .orderBy(asc(registerEntries.departmentId), asc(registerEntries.id))
    .all();
  const decides = chain.find((id) => entries.some((entry) => entry.territoryId === id)) ?? null;
  const taken = entries.filter((entry) => entry.territoryId === decides);
  return {
    territoryId: decides,
    leads: taken.filter(({ responsibility }) => responsibility === 'lead'),
    supports: taken.filter(({ responsibility }) => responsibility === 'support'),
  };
}

/** People of an organisation, by account; with `role` only those who have it there. */
export function membersOf(db: Database, organisationId: string, role?: Role): Member[] {
  return db
    .select({ personId: people.id, name: people.name, role: memberships.role, post: memberships.post })
    .from(memberships)
    .innerJoin(people, eq(people.id, memberships.personId))
    .where(
      and(eq(memberships.organisationId, organisationId), role === undefined ? undefined : eq(memberships.role, role)),
    )
    .orderBy(asc(people.account), asc(memberships.role))
    .all();
}

/** The leader in charge of an area of the catalogue (条线分管领导, R7c); undefined when no line is drawn. */
export function leaderFor(
  db: Database,
  leadingGroupId: string,
  areaCode: string,
): { personId: string; name: string } | undefined {
  return db
    .select({ personId: people.id, name: people.name })
    .from(leadershipLines)
    .innerJoin(people, eq(people.id, leadershipLines.personId))
    .where(and(eq(leadershipLines.leadingGroupId, leadingGroupId), eq(leadershipLines.areaCode, areaCode)))
    .get();
}
