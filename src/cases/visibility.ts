import type { OrganisationKind, Role } from '../register/table.ts';

/** A role that somebody has or stands in for. */
export interface Seat {
  readonly role: Role;
  readonly organisationId: string;
  /** The organisation itself where it is a territory, else the one it hangs below. */
  readonly territory: { readonly id: string; readonly kind: OrganisationKind };
}

/** Which cases a person may know of: a case that meets any of the conditions. */
export interface CaseScope {
  readonly all: boolean;
  /** Cases of a town of the district, or in which the district takes part. */
  readonly districtIds: readonly string[];
  readonly townIds: readonly string[];
  /** Cases in whose team the department is or was. */
  readonly departmentIds: readonly string[];
  /** Cases with a task for one of the groups. */
  readonly groups: readonly string[];
}

/** For the service itself, which has decided otherwise that the case may be shown. */
export const EVERY_CASE: CaseScope = { all: true, districtIds: [], townIds: [], departmentIds: [], groups: [] };

/** How much of a complaint a person is shown. */
export type Insight = 'text-and-masked-person' | 'text-person-hidden-when-asked' | 'person-only-masked';

const TERRITORIAL_ROLES: readonly Role[] = ['operator', 'leader', 'assessor'];
const DEPARTMENT_ROLES: readonly Role[] = ['handler', 'head'];

/**
 * The one place that says who sees which cases. Operators, leaders and assessors see those of their territory: all for the
 * city's, for a district's its own and those it takes part in; a town officer those of the town; handlers and heads
 * those their department works on. Whoever has a task sees its case. Administrators and designers see none.
 */
export function caseScope(seats: readonly Seat[], groups: readonly string[]): CaseScope {
  const scope = {
    all: false,
    districtIds: [] as string[],
    townIds: [] as string[],
    departmentIds: [] as string[],
    groups,
  };
  for (const { role, organisationId, territory } of seats) {
    if (TERRITORIAL_ROLES.includes(role)) {
      if (territory.kind === 'city') scope.all = true;
      else if (territory.kind === 'district') scope.districtIds.push(territory.id);
      else scope.townIds.push(territory.id);
    } else if (role === 'town-officer') scope.townIds.push(organisationId);
    else if (DEPARTMENT_ROLES.includes(role)) scope.departmentIds.push(organisationId);
  }
  return scope;
}

/** Roles of the units that a complaint is about, the accused side (R4b). */
export const isAccusedRole = (role: Role): boolean => DEPARTMENT_ROLES.includes(role);

/**
 * What a person is shown of a complaint (R4b): departments, the accused side, learn nothing of a complainant who asked to
 * be hidden; assessors judge units and need no citizen's words.
 * @param inTeam the person works for a department of the case's team: then no other role of the same person opens it
 */
export function insightOf(roles: readonly Role[], inTeam = false): Insight {
  if (inTeam) return 'text-person-hidden-when-asked';
  if (roles.some((role) => role === 'operator' || role === 'leader' || role === 'town-officer'))
    return 'text-and-masked-person';
  return roles.some(isAccusedRole) ? 'text-person-hidden-when-asked' : 'person-only-masked';
}
