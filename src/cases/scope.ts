import type { Database } from '../db/open.ts';
import { organisationById, type Principal } from '../register/store.ts';
import type { Role } from '../register/table.ts';
import { type CaseScope, caseScope, type Insight, insightOf, type Seat } from './visibility.ts';

/** Which cases the person may know of, standing in for others included. */
export function scopeOf(db: Database, person: Principal): CaseScope {
  const seats = rolesHeld(person).flatMap(({ role, organisationId }): Seat[] => {
    const territory = territoryOf(db, organisationId);
    return territory ? [{ role, organisationId, territory }] : [];
  });
  return caseScope(seats, groupsOf(person));
}

/** How much of a complaint the person is shown. */
export const insightFor = (person: Principal): Insight => insightOf(rolesHeld(person).map(({ role }) => role));

/** Candidate groups of the person and of those the person stands in for. */
export const groupsOf = ({ groups, deputyGroups }: Principal): string[] => [
  ...new Set([...groups, ...deputyGroups.map(({ group }) => group)]),
];

function rolesHeld({ memberships, deputyGroups }: Principal): { role: Role; organisationId: string }[] {
  const standIn = deputyGroups.map(({ group }) => {
    const [organisationId = '', role] = group.split(':');
    return { organisationId, role: role as Role };
  });
  return [...memberships, ...standIn];
}

/** The territory that an organisation is, or belongs to. */
export function territoryOf(db: Database, organisationId: string): Seat['territory'] | undefined {
  const organisation = organisationById(db, organisationId);
  if (!organisation) return undefined;
  if (organisation.kind === 'city' || organisation.kind === 'district' || organisation.kind === 'town')
    return organisation;
  return organisation.parentId === null ? undefined : organisationById(db, organisation.parentId);
}
