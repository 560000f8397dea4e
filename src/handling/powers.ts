import { type Case, caseById } from '../cases/case-store.ts';
import type { Actor } from '../cases/events.ts';
import type { Database } from '../db/open.ts';
import { conflict, forbidden } from '../errors.ts';
import { groupOf, type Principal } from '../register/store.ts';
import type { Role } from '../register/table.ts';
import { actingFor } from '../tasks/access.ts';

/** Somebody who acts for an organisation in a case; whoever stands in for a member acts in that member's name. */
export interface Power extends Actor {
  readonly organisationId: string;
}

/** @throws DomainError `case-not-found`, `case-closed` */
export function openCase(db: Database, caseId: string): Case {
  const row = caseById(db, caseId);
  if (row.status !== 'open') throw conflict('case-closed', '案件已经结案。');
  return row;
}

/** The town's powers over its case (三项权力, R6). @throws DomainError `wrong-role` */
export function townPower(person: Principal, row: Case): Power {
  const power = ofTown(person, row);
  if (!power) throw forbidden('wrong-role', '只有本案属地镇街可以这样做。');
  return power;
}

/** The platform's. @throws DomainError `wrong-role` */
export function platformPower(person: Principal): Power {
  const power = ofPlatform(person);
  if (!power) throw forbidden('wrong-role', '只有12345平台坐席可以这样做。');
  return power;
}

/** What town and platform may both do. @throws DomainError `wrong-role` */
export function townOrPlatformPower(person: Principal, row: Case): Power & { readonly by: 'town' | 'platform' } {
  const town = ofTown(person, row);
  if (town) return { ...town, by: 'town' };
  const platform = ofPlatform(person);
  if (platform) return { ...platform, by: 'platform' };
  throw forbidden('wrong-role', '只有本案属地镇街和12345平台坐席可以这样做。');
}

/** A unit's say over its own people in a case. @throws DomainError `wrong-role` */
export function unitPower(person: Principal, { townId }: Case, organisationId: string): Power {
  const power =
    organisationId === townId
      ? powerOf(person, organisationId, ['town-officer'])
      : powerOf(person, organisationId, ['handler', 'head']);
  if (!power) throw forbidden('wrong-role', '只有本单位的承办人、负责人或镇街人员可以这样做。');
  return power;
}

const ofTown = (person: Principal, { townId }: Case): Power | undefined =>
  townId === null ? undefined : powerOf(person, townId, ['town-officer']);

function ofPlatform({ personId, memberships }: Principal): Power | undefined {
  const membership = memberships.find(({ role }) => role === 'operator');
  return membership && { personId, organisationId: membership.organisationId, origin: 'api' };
}

function powerOf(person: Principal, organisationId: string, roles: readonly Role[]): Power | undefined {
  const acting = actingFor(
    person,
    roles.map((role) => groupOf(organisationId, role)),
  );
  return acting && { personId: person.personId, ...acting, organisationId, origin: 'api' };
}
