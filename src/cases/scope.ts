import type { Database } from '../db/open.ts';
import { organisationById, type Principal } from '../register/store.ts';
import type { Role } from '../register/table.ts';
import { departmentsOfCase } from './case-store.ts';
import { type CaseScope, caseScope, type Insight, insightOf, isAccusedRole, type Seat } from './visibility.ts';

/** Which cases the person may know of, standing in for others included. */
export function scopeOf(db: Database, person: Principal): CaseScope {
  const seats = rolesHeld(person).flatMap(({ role, organisationId }): Seat[] => {
    const territory = territoryOf(db, organisationId);
    return territory ? [{ role, organisationId, territory }] : [];
  });
  return caseScope(seats, groupsOf(person));
}

/** How much of a case's complaints the person is shown. */
export function insightInto(db: Database, person: Principal, caseId: string): Insight {
  const departments = departmentsServed(person);
  const inTeam = departmentsOfCase(db, caseId).some(({ departmentId }) => departments.includes(departmentId));
  return insightOf(
    rolesHeld(person).map(({ role }) => role),
    inTeam,
  );
}

/**
 * From which cases' hidden complainants the person is kept (R4b): `everywhere`, or where one of the departments is in the
 * team; undefined for people of the platforms, towns and leading groups, who are not the accused side.
 */
export function accusedSide(person: Principal): 'everywhere' | readonly string[] | undefined {
  const roles = rolesHeld(person).map(({ role }) => role);
  if (insightOf(roles) === 'text-person-hidden-when-asked') return 'everywhere';
  const departments = departmentsServed(person);
  return departments.length > 0 ? departments : undefined;
}

/** Departments that the person works for or stands in for. */
const departmentsServed = (person: Principal): string[] =>
  rolesHeld(person)
    .filter(({ role }) => isAccusedRole(role))
    .map(({ organisationId }) => organisationId);

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
