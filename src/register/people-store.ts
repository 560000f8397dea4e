import { and, eq } from 'drizzle-orm';
import type { Database } from '../db/open.ts';
import type { Membership } from './store.ts';
import { memberships, people } from './table.ts';

/** Whether somebody has, or had, the sign-in name. */
export function accountTaken(db: Database, account: string): boolean {
  return db.select({ id: people.id }).from(people).where(eq(people.account, account)).get() !== undefined;
}

export function insertPerson(db: Database, person: { id: string; account: string; name: string }): void {
  db.insert(people)
    .values({ ...person, sample: false })
    .run();
}

export function insertMembership(db: Database, personId: string, membership: Membership): void {
  db.insert(memberships)
    .values({ personId, ...membership })
    .run();
}

/** What a person is in which organisation. */
export function membershipsOf(db: Database, personId: string): Membership[] {
  return db
    .select({ organisationId: memberships.organisationId, role: memberships.role, post: memberships.post })
    .from(memberships)
    .where(eq(memberships.personId, personId))
    .all();
}

export function isMember(db: Database, personId: string, { organisationId, role }: Membership): boolean {
  const { personId: person, organisationId: organisation } = memberships;
  const found = db
    .select({ person })
    .from(memberships)
    .where(and(eq(person, personId), eq(organisation, organisationId), eq(memberships.role, role)))
    .get();
  return found !== undefined;
}
