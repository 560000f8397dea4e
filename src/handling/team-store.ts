import { and, eq } from 'drizzle-orm';
import {
  type Case,
  type CaseDepartment,
  caseById,
  changeCase,
  departmentsOfCase,
  idOf,
  processActor,
  requireForm,
  textOf,
} from '../cases/case-store.ts';
import { hasEvent } from '../cases/store.ts';
import { caseDepartments } from '../cases/table.ts';
import type { Database } from '../db/open.ts';
import { duties } from '../duties/table.ts';
import { cityId, type Entry, platformFor } from '../register/store.ts';
import { currentRegisterVersion } from '../register/version-store.ts';
import { seatDepartment, seatHandler, seatTown, withdrawMembers } from './member-store.ts';

/** A department as the process hands it to `department-response`. */
export interface DepartmentInput {
  readonly departmentId: string;
  readonly responsibility: 'lead' | 'support';
  /** It has reported in an earlier round and need not again. */
  readonly reported: boolean;
  /** It has handed in its share in this round. */
  readonly handedIn: boolean;
  /** False once a person at the platform has decided that the matter is its own. */
  readonly mayObject: boolean;
}

/** A department and its part in a case. */
export interface Responsible {
  readonly departmentId: string;
  readonly responsibility: 'lead' | 'support';
  /** The register's entry that names it. */
  readonly entry?: Entry;
}

/** The platform that coordinates a case: the city's. */
export const platformOfCase = (db: Database): string => platformFor(db, cityId(db));

/** A department of a case, also one that has left it. */
export const departmentOfCase = (db: Database, caseId: string, departmentId: string): CaseDepartment | undefined =>
  db.select().from(caseDepartments).where(isDepartment(caseId, departmentId)).get();

/** A department that belongs to a case's team now. */
export function activeDepartment(db: Database, caseId: string, departmentId: string): CaseDepartment | undefined {
  const found = departmentOfCase(db, caseId, departmentId);
  return found?.status === 'released' ? undefined : found;
}

/** Departments of the team that have not left it, the lead first. */
export const activeDepartments = (db: Database, caseId: string): DepartmentInput[] =>
  departmentsOfCase(db, caseId)
    .filter((row) => row.status !== 'released')
    .map(({ departmentId, responsibility, status, reportedAt, mayObject }) => ({
      departmentId,
      responsibility,
      reported: reportedAt !== null && !isPlanning(db, caseId, departmentId),
      handedIn: status === 'handed-in',
      mayObject,
    }));

/** A department that has reported and still plans is asked again from its report on: a rebuilt engine must come to the plan. */
const isPlanning = (db: Database, caseId: string, departmentId: string): boolean =>
  db
    .select({ id: duties.id })
    .from(duties)
    .where(
      and(
        eq(duties.caseId, caseId),
        eq(duties.organisationId, departmentId),
        eq(duties.step, 'plan-handling'),
        eq(duties.status, 'open'),
      ),
    )
    .limit(1)
    .get() !== undefined;

/**
 * Whether the departments have done their parts in this round, so that the lead was asked for the result: the process does
 * not listen for another department any more.
 */
export const isResultDue = (db: Database, { id, round }: Pick<Case, 'id' | 'round'>): boolean =>
  db
    .select({ id: duties.id })
    .from(duties)
    .where(and(eq(duties.caseId, id), eq(duties.round, round), eq(duties.step, 'hand-in-result')))
    .limit(1)
    .get() !== undefined;

/**
 * Gives a department its part in the case. One that had left comes back as if it were new; one that is in the team only
 * changes its part.
 */
export function addDepartment(db: Database, caseId: string, member: Responsible, now: number): void {
  const { departmentId, responsibility, entry } = member;
  const known = departmentOfCase(db, caseId, departmentId);
  if (known && known.status !== 'released') {
    setDepartment(db, caseId, departmentId, { responsibility });
    return;
  }
  const fresh = {
    responsibility,
    status: 'dispatched' as const,
    handlerId: null,
    registerEntryId: entry?.id ?? null,
    registerVersion: currentRegisterVersion(db),
    dispatchedAt: now,
    reportedAt: null,
    handedInAt: null,
    releasedAt: null,
    releaseReason: null,
  };
  if (known) setDepartment(db, caseId, departmentId, fresh);
  else
    db.insert(caseDepartments)
      .values({ caseId, departmentId, ...fresh })
      .run();
}

/** A department leaves the team before the end, and its members with it. */
export function releaseFromTeam(db: Database, caseId: string, departmentId: string, reason: string, now: number): void {
  setDepartment(db, caseId, departmentId, { status: 'released', releasedAt: now, releaseReason: reason });
  withdrawMembers(db, caseId, departmentId, reason, now);
}

/** Changes a department's row in a case. */
export function setDepartment(
  db: Database,
  caseId: string,
  departmentId: string,
  set: Partial<typeof caseDepartments.$inferInsert>,
): void {
  db.update(caseDepartments).set(set).where(isDepartment(caseId, departmentId)).run();
}

/** Puts the handling team together (专办, R7a) for this round: its departments, and by name who works for each of them. */
export function conveneTeam(
  db: Database,
  caseId: string,
  now: number,
): { crossTerritory: boolean; departments: DepartmentInput[] } {
  const { round, townId } = caseById(db, caseId);
  const departments = activeDepartments(db, caseId);
  seatTown(db, caseId, townId, now);
  for (const row of departmentsOfCase(db, caseId)) if (row.status !== 'released') seatDepartment(db, row, null, now);
  const found = changeCase(db, processActor('convene-team'), caseId, now, {
    set: { stage: 'report' },
    type: 'team-convened',
    data: { departments: departments.map(({ departmentId, responsibility }) => ({ departmentId, responsibility })) },
    cause: `round-${round}`,
  });
  return { crossTerritory: found.otherDistrictIds.length > 0, departments };
}

/** The department has reported (报到) and named its handler, who joins the team. */
export function recordReport(
  db: Database,
  caseId: string,
  departmentId: string,
  dutyId: string | null,
  now: number,
): 'lead' | 'support' {
  const form = requireForm(db, dutyId, 'report');
  const responsibility = caseById(db, caseId).leadDepartmentId === departmentId ? 'lead' : 'support';
  if (hasEvent(db, caseId, 'department-reported', dutyId)) return responsibility;
  const handlerId = idOf(form, 'handlerId') ?? form.submittedBy;
  setDepartment(db, caseId, departmentId, { status: 'reported', reportedAt: form.submittedAt, handlerId });
  if (handlerId !== null) seatHandler(db, caseId, departmentId, handlerId, now);
  changeCase(db, processActor('record-report', form.submittedBy, departmentId), caseId, now, {
    type: 'department-reported',
    data: { departmentId, handlerId, opinion: textOf(form, 'opinion') },
    cause: dutyId,
  });
  return responsibility;
}

/** The lead has planned how the matter is handled (R8a). */
export function recordPlan(
  db: Database,
  caseId: string,
  departmentId: string,
  dutyId: string | null,
  now: number,
): void {
  const form = requireForm(db, dutyId, 'plan-handling');
  changeCase(db, processActor('record-plan', form.submittedBy, departmentId), caseId, now, {
    type: 'plan-recorded',
    data: { departmentId, plan: textOf(form, 'plan') },
    cause: dutyId,
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
  if (hasEvent(db, caseId, 'department-handed-in', dutyId)) return;
  setDepartment(db, caseId, departmentId, { status: 'handed-in', handedInAt: form.submittedAt });
  changeCase(db, processActor('record-handling', form.submittedBy, departmentId), caseId, now, {
    type: 'department-handed-in',
    data: { departmentId, result: textOf(form, 'result') },
    cause: dutyId,
  });
}

const isDepartment = (caseId: string, departmentId: string) =>
  and(eq(caseDepartments.caseId, caseId), eq(caseDepartments.departmentId, departmentId));
