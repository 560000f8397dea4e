import { randomUUID } from 'node:crypto';
import { type Database, write } from '../db/open.ts';
import { conflict, invalid, notFound } from '../errors.ts';
import type { Log } from '../log.ts';
import { accountTaken, insertMembership, insertPerson, isMember, membershipsOf } from './people-store.ts';
import { assertRoleFits, assertSeparate } from './roles.ts';
import { type Membership, organisationById, type Principal, personById } from './store.ts';

interface Deps {
  readonly db: Database;
  readonly log: Log;
}

/**
 * Takes somebody into the register of people.
 * @returns the person's id
 * @throws DomainError `account-taken`, `repeated-membership` and those of `join`
 */
export function addPerson(
  { db, log }: Deps,
  administrator: Principal,
  given: { account: string; name: string; memberships: readonly Membership[] },
): string {
  return write(db, () => {
    if (accountTaken(db, given.account)) throw conflict('account-taken', '这个账号已经用过，请换一个。', 'account');
    const id = `person-${randomUUID()}`;
    insertPerson(db, { id, account: given.account, name: given.name.trim() });
    for (const [index, membership] of given.memberships.entries()) join(db, id, membership, `memberships.${index}.`);
    log.info({ personId: administrator.personId, addedId: id }, 'administration: person added');
    return id;
  });
}

/**
 * Gives somebody a further role in an organisation.
 * @throws DomainError `person-not-found`, `already-member`, `unknown-organisation`, `role-does-not-fit`, `separated-roles`
 */
export function addMembership({ db, log }: Deps, administrator: Principal, id: string, membership: Membership): void {
  write(db, () => {
    presentPerson(db, id);
    join(db, id, membership, '');
    const { organisationId, role } = membership;
    const what = { personId: administrator.personId, memberId: id, organisationId, role };
    log.info(what, 'administration: membership added');
  });
}

/** Somebody who works here. @throws DomainError `person-not-found` (404), also for one who left */
export function presentPerson(db: Database, id: string) {
  const found = personById(db, id);
  if (!found || found.leftAt !== null) throw notFound('person-not-found', '没有这个人员，或已离任。');
  return found;
}

function join(db: Database, personId: string, membership: Membership, path: string): void {
  const organisation = organisationById(db, membership.organisationId);
  if (!organisation) throw invalid('unknown-organisation', '没有这个机构，请核对编号。', `${path}organisationId`);
  assertRoleFits(membership.role, organisation.kind, `${path}role`);
  if (isMember(db, personId, membership)) throw conflict('already-member', '此人在该机构已有这个角色。', `${path}role`);
  insertMembership(db, personId, membership);
  assertSeparate(membershipsOf(db, personId).map(({ role }) => role));
}
