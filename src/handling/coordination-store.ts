import {
  type Case,
  caseById,
  changeCase,
  departmentsOfCase,
  idsOf,
  processActor,
  requireForm,
  textOf,
} from '../cases/case-store.ts';
import { districtsConcerned, platformsConcerned } from '../cases/territory.ts';
import type { Database } from '../db/open.ts';
import { DomainError } from '../errors.ts';
import {
  cityId,
  departmentsOf,
  type Entry,
  organisationById,
  platformFor,
  responsibleDepartments,
} from '../register/store.ts';
import { toldBefore } from './history-store.ts';
import { seatDepartment } from './member-store.ts';
import {
  activeDepartments,
  addDepartment,
  type DepartmentInput,
  departmentOfCase,
  platformOfCase,
} from './team-store.ts';

export interface PlatformInput {
  readonly platformId: string;
  readonly departments: DepartmentInput[];
}

/**
 * Splits a matter that crosses territories (市区一体联办, R7b): the city's platform coordinates the city's departments,
 * each district's platform those of the district, taken from the register for that district. One that has left the team
 * stays away.
 */
export function splitByPlatform(db: Database, caseId: string, now: number): PlatformInput[] {
  const found = caseById(db, caseId);
  const { itemId } = found;
  for (const districtId of itemId ? districtsConcerned(db, found) : []) {
    const { leads, supports } = responsibleDepartments(db, itemId ?? '', districtId, now);
    const known = new Set(departmentsOfCase(db, caseId).map((row) => row.departmentId));
    for (const entry of [...leads, ...supports]) if (!known.has(entry.departmentId)) addSupport(db, caseId, entry, now);
  }
  const split = departmentsByPlatform(db, found);
  changeCase(db, processActor('coordinate-city-district'), caseId, now, {
    type: 'coordination-started',
    data: {
      platforms: split.map(({ platformId, departments }) => ({
        platformId,
        departmentIds: departments.map((d) => d.departmentId),
      })),
    },
    cause: `round/${found.round}`,
  });
  return split;
}

/** A department of the register joins with the person whom its entry names. */
function addSupport(db: Database, caseId: string, entry: Entry, now: number): void {
  const { departmentId } = entry;
  addDepartment(db, caseId, { departmentId, responsibility: 'support', entry }, now);
  const added = departmentOfCase(db, caseId, departmentId);
  if (added) seatDepartment(db, added, null, now);
}

/** Each department of the team at the platform of its own level; the city's takes those whose district is not concerned. */
function departmentsByPlatform(db: Database, found: Case): PlatformInput[] {
  const city = platformOfCase(db);
  const split = new Map<string, DepartmentInput[]>(platformsConcerned(db, found).map((id) => [id, []]));
  for (const department of activeDepartments(db, found.id)) {
    const parent = organisationById(db, department.departmentId)?.parentId ?? cityId(db);
    (split.get(platformFor(db, parent)) ?? split.get(city))?.push(department);
  }
  return [...split].map(([platformId, departments]) => ({ platformId, departments }));
}

/**
 * A platform gathers its departments (R7b): those that it names join the team as supporting ones.
 * @returns every department of the team that the platform coordinates
 * @throws DomainError `form-missing`, `department-not-of-platform`
 */
export function recordGathering(
  db: Database,
  caseId: string,
  platformId: string,
  dutyId: string | null,
  now: number,
): DepartmentInput[] {
  const form = requireForm(db, dutyId, 'gather-departments');
  // Carried out once: one that has been let go since is not called back when a rebuilt engine comes here again.
  if (!toldBefore(db, caseId, 'departments-gathered', dutyId)) {
    const present = new Set(activeDepartments(db, caseId).map(({ departmentId }) => departmentId));
    const departmentIds = ownDepartments(db, platformId, idsOf(form, 'departmentIds')).filter((id) => !present.has(id));
    for (const departmentId of departmentIds)
      addDepartment(db, caseId, { departmentId, responsibility: 'support' }, now);
    changeCase(db, processActor('record-gathering', form.submittedBy, platformId), caseId, now, {
      type: 'departments-gathered',
      data: { platformId, departmentIds, plan: textOf(form, 'plan') },
      cause: dutyId,
    });
  }
  const split = departmentsByPlatform(db, caseById(db, caseId));
  return split.find((share) => share.platformId === platformId)?.departments ?? [];
}

function ownDepartments(db: Database, platformId: string, departmentIds: readonly string[]): string[] {
  const own = departmentsOf(db, platformId).map(({ id }) => id);
  const foreign = departmentIds.find((id) => !own.includes(id));
  if (foreign !== undefined)
    throw new DomainError(
      'department-not-of-platform',
      422,
      `部门 ${foreign} 不属于平台 ${platformId} 的本级部门，不能由其召集。请由该部门所属的平台召集。`,
    );
  return [...new Set(departmentIds)];
}

const ABOUT: Readonly<Record<string, { readonly what: string; readonly agreed: string }>> = {
  'agree-plan': { what: 'plan', agreed: 'plan-agreed' },
  'agree-result': { what: 'result', agreed: 'coordination-agreed' },
};

/**
 * The platforms' common plan or result, or that there is none: then the leadership decides (R7b).
 * @throws DomainError `form-missing`
 */
export function recordCoordination(db: Database, caseId: string, dutyId: string | null, now: number): void {
  const form = requireForm(db, dutyId, ...Object.keys(ABOUT));
  const { what, agreed } = ABOUT[form.step] ?? {};
  changeCase(db, processActor('record-coordination', form.submittedBy, form.organisationId), caseId, now, {
    type: textOf(form, 'outcome') === 'agreed' && agreed ? agreed : 'coordination-failed',
    data: { about: what, reason: textOf(form, 'reason') },
    cause: dutyId,
  });
}
