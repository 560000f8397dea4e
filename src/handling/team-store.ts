import { and, eq, ne, sql } from 'drizzle-orm';
import {
  caseById,
  changeCase,
  departmentsOfCase,
  idOf,
  processActor,
  requireForm,
  textOf,
} from '../cases/case-store.ts';
import { caseDepartments, cases } from '../cases/table.ts';
import type { Database } from '../db/open.ts';
import { dutyById } from '../duties/store.ts';
import { DomainError } from '../errors.ts';
import {
  cityId,
  districtOfTown,
  type Entry,
  organisationById,
  platformFor,
  responsibleDepartments,
} from '../register/store.ts';

/** A department as the process hands it to `department-response`. */
export interface DepartmentInput {
  readonly departmentId: string;
  readonly responsibility: 'lead' | 'support';
  /** It has reported in an earlier round and need not again. */
  readonly reported: boolean;
}

/** The platform that coordinates a case: the city's. */
export const platformOfCase = (db: Database): string => platformFor(db, cityId(db));

type Responsible = { departmentId: string; responsibility: 'lead' | 'support'; entry?: Entry };

/**
 * Names the lead department (牵头部门, R5): as the platform decided by hand, else by the register for the case's item and
 * territory. An ordinary case gets its one department, a whistle the supporting ones as well.
 * @returns the lead, or null when the register names none or more than one: then a person decides
 */
export function assignLead(db: Database, caseId: string, dutyId: string | null, now: number): string | null {
  const found = caseById(db, caseId);
  const byHand =
    dutyId && dutyById(db, dutyId).step === 'decide-lead' ? requireForm(db, dutyId, 'decide-lead') : undefined;
  const team = byHand
    ? teamByHand(byHand.data)
    : teamByRegister(db, found.itemId, found.townId, found.leadDepartmentId, now);
  const lead = team.find((member) => member.responsibility === 'lead');
  if (!lead) return null;
  // Whoever comes here without a whistle handles the matter alone, also after a town has declined to blow one.
  const alone = found.path !== 'whistle';
  const members = alone ? [lead] : team;
  db.update(caseDepartments)
    .set({ responsibility: 'support' })
    .where(and(eq(caseDepartments.caseId, caseId), ne(caseDepartments.departmentId, lead.departmentId)))
    .run();
  for (const member of members) addDepartment(db, caseId, member, now);
  const actor = processActor('assign-lead-department', byHand?.submittedBy, byHand?.organisationId);
  changeCase(db, actor, caseId, now, {
    set: { leadDepartmentId: lead.departmentId, ...(alone ? { path: 'ordinary', stage: 'report' } : {}) },
    type: 'lead-assigned',
    data: {
      leadDepartmentId: lead.departmentId,
      supportDepartmentIds: members.filter((m) => m !== lead).map((m) => m.departmentId),
      by: byHand ? 'platform' : 'register',
      ...(byHand ? { reason: textOf(byHand, 'reason') } : {}),
    },
  });
  return lead.departmentId;
}

function teamByHand(data: Record<string, unknown>): Responsible[] {
  const lead = String(data.leadDepartmentId);
  const supports = Array.isArray(data.supportDepartmentIds) ? data.supportDepartmentIds.map(String) : [];
  return [
    { departmentId: lead, responsibility: 'lead' },
    ...supports
      .filter((id) => id !== lead)
      .map((departmentId) => ({ departmentId, responsibility: 'support' as const })),
  ];
}

/** A lead that was named before stays: a redo, or a whistle after direct handling, does not change it. */
function teamByRegister(
  db: Database,
  itemId: string | null,
  townId: string | null,
  leadDepartmentId: string | null,
  now: number,
): Responsible[] {
  const { leads, supports } = itemId ? responsibleDepartments(db, itemId, townId, now) : { leads: [], supports: [] };
  const lead: Responsible | undefined = leadDepartmentId
    ? { departmentId: leadDepartmentId, responsibility: 'lead' }
    : leads.length === 1 && leads[0]
      ? { departmentId: leads[0].departmentId, responsibility: 'lead', entry: leads[0] }
      : undefined;
  if (!lead) return [];
  const others = supports.filter((entry) => entry.departmentId !== lead.departmentId);
  return [
    lead,
    ...others.map((entry) => ({ departmentId: entry.departmentId, responsibility: 'support' as const, entry })),
  ];
}

function addDepartment(db: Database, caseId: string, member: Responsible, now: number): void {
  db.insert(caseDepartments)
    .values({
      caseId,
      departmentId: member.departmentId,
      responsibility: member.responsibility,
      status: 'dispatched',
      registerEntryId: member.entry?.id ?? null,
      registerVersion: member.entry?.version ?? null,
      dispatchedAt: now,
    })
    .onConflictDoUpdate({
      target: [caseDepartments.caseId, caseDepartments.departmentId],
      // One that had left comes back as if it were new; the others only change their part.
      set: {
        responsibility: member.responsibility,
        status: sql`iif(${caseDepartments.status} = 'released', 'dispatched', ${caseDepartments.status})`,
        releasedAt: null,
      },
    })
    .run();
}

/** Puts the handling team together (专办, R7a) for this round. */
export function conveneTeam(
  db: Database,
  caseId: string,
  now: number,
): { crossTerritory: boolean; departments: DepartmentInput[] } {
  const departments = activeDepartments(db, caseId);
  const found = changeCase(db, processActor('convene-team'), caseId, now, {
    set: { stage: 'report' },
    type: 'team-convened',
    data: { departments: departments.map(({ departmentId, responsibility }) => ({ departmentId, responsibility })) },
  });
  return { crossTerritory: found.otherDistrictIds.length > 0, departments };
}

const activeDepartments = (db: Database, caseId: string): DepartmentInput[] =>
  departmentsOfCase(db, caseId)
    .filter((row) => row.status !== 'released')
    .map(({ departmentId, responsibility, reportedAt }) => ({
      departmentId,
      responsibility,
      reported: reportedAt !== null,
    }));

/** The department has reported (报到) and named its handler. */
export function recordReport(
  db: Database,
  caseId: string,
  departmentId: string,
  dutyId: string | null,
  now: number,
): void {
  const form = requireForm(db, dutyId, 'report');
  const handlerId = idOf(form, 'handlerId') ?? form.submittedBy;
  setDepartment(db, caseId, departmentId, { status: 'reported', reportedAt: form.submittedAt, handlerId });
  changeCase(db, processActor('record-report', form.submittedBy, departmentId), caseId, now, {
    type: 'department-reported',
    data: { departmentId, handlerId, opinion: textOf(form, 'opinion') },
  });
}

/** The department has handed in its share. */
export function recordHandling(
  db: Database,
  caseId: string,
  departmentId: string,
  dutyId: string | null,
  now: number,
): void {
  const form = requireForm(db, dutyId, 'handle');
  setDepartment(db, caseId, departmentId, { status: 'handed-in', handedInAt: form.submittedAt });
  changeCase(db, processActor('record-handling', form.submittedBy, departmentId), caseId, now, {
    type: 'department-handed-in',
    data: { departmentId, result: textOf(form, 'result') },
  });
}

/**
 * An objection was upheld: the department leaves the team, another may take over its part. A lead that leaves without
 * a named successor is followed by the first supporting department, so that a case is never without a lead.
 * @returns who has to report in its place, or null
 */
export function releaseDepartment(
  db: Database,
  caseId: string,
  departmentId: string,
  dutyId: string | null,
  now: number,
): DepartmentInput | null {
  const form = requireForm(db, dutyId, 'rule-objection');
  const leaving = departmentsOfCase(db, caseId).find((row) => row.departmentId === departmentId);
  const responsibility = leaving?.responsibility ?? 'support';
  const transferToId = idOf(form, 'transferToId');
  setDepartment(db, caseId, departmentId, { status: 'released', releasedAt: now });
  const present = activeDepartments(db, caseId);
  const successor = transferToId ?? (responsibility === 'lead' ? present[0]?.departmentId : null) ?? null;
  if (responsibility === 'lead') {
    if (!successor)
      throw new DomainError(
        'no-lead-left',
        422,
        '牵头部门退出后没有其他部门可以牵头，请在应哨部门数据库补充支持部门后重试。',
      );
    db.update(cases).set({ leadDepartmentId: successor }).where(eq(cases.id, caseId)).run();
  }
  if (successor) addDepartment(db, caseId, { departmentId: successor, responsibility }, now);
  changeCase(db, processActor('release-department', form.submittedBy, form.organisationId), caseId, now, {
    type: 'department-released',
    data: { departmentId, transferToId: successor, responsibility, reason: textOf(form, 'reason') },
  });
  const mustReport = transferToId !== null && !present.some((row) => row.departmentId === transferToId);
  return mustReport ? { departmentId: transferToId, responsibility, reported: false } : null;
}

const setDepartment = (
  db: Database,
  caseId: string,
  departmentId: string,
  set: Partial<typeof caseDepartments.$inferInsert>,
): void => {
  db.update(caseDepartments)
    .set(set)
    .where(and(eq(caseDepartments.caseId, caseId), eq(caseDepartments.departmentId, departmentId)))
    .run();
};

export interface PlatformInput {
  readonly platformId: string;
  readonly departments: DepartmentInput[];
}

/**
 * Splits a matter that crosses territories (市区一体联办, R7b): the city's platform coordinates the city's departments,
 * each district's platform those of the district, taken from the register for that district.
 */
export function splitByPlatform(db: Database, caseId: string, now: number): PlatformInput[] {
  const found = caseById(db, caseId);
  const districts = [
    ...new Set([...(found.townId ? [districtOfTown(db, found.townId)] : []), ...found.otherDistrictIds]),
  ];
  for (const districtId of found.itemId ? districts : []) {
    const { leads, supports } = responsibleDepartments(db, found.itemId ?? '', districtId, now);
    const present = new Set(departmentsOfCase(db, caseId).map((row) => row.departmentId));
    for (const entry of [...leads, ...supports])
      if (!present.has(entry.departmentId))
        addDepartment(db, caseId, { departmentId: entry.departmentId, responsibility: 'support', entry }, now);
  }
  const platforms = new Map<string, DepartmentInput[]>([[platformOfCase(db), []]]);
  for (const districtId of districts) platforms.set(platformFor(db, districtId), []);
  for (const department of activeDepartments(db, caseId)) {
    const parent = organisationById(db, department.departmentId)?.parentId ?? cityId(db);
    const platformId = platformFor(db, parent);
    const group = platforms.get(platformId) ?? platforms.get(platformOfCase(db));
    group?.push(department);
  }
  const split = [...platforms].map(([platformId, departments]) => ({ platformId, departments }));
  changeCase(db, processActor('coordinate-city-district'), caseId, now, {
    type: 'coordination-started',
    data: {
      platforms: split.map(({ platformId, departments }) => ({
        platformId,
        departmentIds: departments.map((d) => d.departmentId),
      })),
    },
  });
  return split;
}

/** The platforms' common result, or that there is none. */
export function recordCoordination(db: Database, caseId: string, dutyId: string | null, now: number): void {
  const form = requireForm(db, dutyId, 'agree-result');
  changeCase(db, processActor('record-coordination', form.submittedBy, form.organisationId), caseId, now, {
    type: textOf(form, 'outcome') === 'agreed' ? 'coordination-agreed' : 'coordination-failed',
    data: { reason: textOf(form, 'reason') },
  });
}
