import { and, count, eq, isNull } from 'drizzle-orm';
import {
  type CaseDepartment,
  caseById,
  changeCase,
  departmentsOfCase,
  idOf,
  processActor,
  requireForm,
  type SubmittedForm,
  textOf,
} from '../cases/case-store.ts';
import { eventData } from '../cases/store.ts';
import { cases, complaints } from '../cases/table.ts';
import type { Database } from '../db/open.ts';
import { DomainError } from '../errors.ts';
import { toldBefore } from './history-store.ts';
import { makeLead } from './lead-store.ts';
import { activeDepartment, addDepartment, departmentOfCase, releaseFromTeam, setDepartment } from './team-store.ts';

type Responsibility = CaseDepartment['responsibility'];

/** How a department left the team. Whom the platform has let go is not called again by those who are left. */
const BY_RULING = ['objection', 'joint-decision'];

/** The department says that the matter is not its own (R9). */
export function recordObjection(
  db: Database,
  caseId: string,
  departmentId: string,
  dutyId: string | null,
  now: number,
): void {
  const form = requireForm(db, dutyId, 'report');
  const { round } = caseById(db, caseId);
  changeCase(db, processActor('record-objection', form.submittedBy, departmentId), caseId, now, {
    type: 'objection-raised',
    data: { departmentId, reason: groundsOf(form.data), round },
    cause: dutyId,
  });
}

/** Grounds of an objection, as the form `report` has them. */
export const groundsOf = ({ reason, opinion }: Readonly<Record<string, unknown>>): string =>
  String(reason || opinion || '');

/** What decision `leadership` looks at (R7c). */
export interface CaseFacts {
  /** Complaints about the matter that were not withdrawn. */
  readonly complainants: number;
  /** Most objections that one department of the present team has raised in this round. */
  readonly objections: number;
  readonly path: string;
}

/** What a case is like when it is looked at whether a leading group should take over. */
export function caseFacts(db: Database, caseId: string): CaseFacts {
  const { path, round } = caseById(db, caseId);
  const complainants = db
    .select({ value: count() })
    .from(complaints)
    .where(and(eq(complaints.caseId, caseId), isNull(complaints.withdrawnAt)))
    .get();
  const raised = eventData(db, caseId, 'objection-raised').filter((data) => data.round === round);
  const objections = departmentsOfCase(db, caseId)
    .filter(({ status }) => status !== 'released')
    .map(({ departmentId }) => raised.filter((data) => data.departmentId === departmentId).length);
  return { complainants: complainants?.value ?? 0, objections: Math.max(0, ...objections), path };
}

/** What came of an objection that was upheld. */
export interface Released {
  readonly transferred: boolean;
  /** It was handed to one that had itself been let go: nothing changed, the platform decides between the two. */
  readonly pingPong: boolean;
  /** Who has to report in its place; null: nobody new. */
  readonly successorId: string | null;
  readonly responsibility: Responsibility;
}

/**
 * An objection was upheld: the department leaves the team, another may take over its part. A lead that leaves without
 * a named successor is followed by the first supporting department, so that a case is never without a lead. A transfer to a
 * department that was itself let go (踢皮球) releases nobody.
 * @throws DomainError `no-lead-left`
 */
export function releaseDepartment(
  db: Database,
  caseId: string,
  departmentId: string,
  dutyId: string | null,
  now: number,
): Released {
  const form = requireForm(db, dutyId, 'rule-objection');
  const earlier =
    toldBefore(db, caseId, 'department-released', dutyId) ?? toldBefore(db, caseId, 'ping-pong-noticed', dutyId);
  if (earlier) return outcomeOf(earlier);
  const responsibility = departmentOfCase(db, caseId, departmentId)?.responsibility ?? 'support';
  const named = idOf(form, 'transferToId');
  const transferToId = named === departmentId ? null : named;
  const actor = processActor('release-department', form.submittedBy, form.organisationId);
  if (transferToId !== null && wasLetGo(db, caseId, transferToId)) {
    const data = { departmentId, transferToId, responsibility };
    changeCase(db, actor, caseId, now, { type: 'ping-pong-noticed', data, cause: dutyId });
    return outcomeOf(data);
  }
  const mustReport = transferToId !== null && !activeDepartment(db, caseId, transferToId);
  releaseFromTeam(db, caseId, departmentId, textOf(form, 'reason'), now);
  const heir = transferToId ?? (responsibility === 'lead' ? heirOf(db, caseId) : null);
  if (heir !== null) inherit(db, caseId, heir, responsibility, now);
  const data = {
    departmentId,
    transferToId: heir,
    successorId: mustReport ? transferToId : null,
    responsibility,
    reason: textOf(form, 'reason'),
    by: 'objection',
  };
  changeCase(db, actor, caseId, now, { type: 'department-released', data, cause: dutyId });
  return outcomeOf(data);
}

/** The event says what came of it, also to an engine that asks again. `by` is missing where nobody was released. */
function outcomeOf({ by, successorId = null, responsibility }: Record<string, unknown>): Released {
  return {
    transferred: successorId !== null,
    pingPong: by === undefined,
    successorId: successorId as string | null,
    responsibility: responsibility as Responsibility,
  };
}

/** @throws DomainError `no-lead-left` */
function heirOf(db: Database, caseId: string): string {
  const heir = departmentsOfCase(db, caseId).find(({ status }) => status !== 'released');
  if (!heir)
    throw new DomainError(
      'no-lead-left',
      422,
      '牵头部门退出后没有其他部门可以牵头，请在应哨部门数据库补充支持部门后重试。',
    );
  return heir.departmentId;
}

/** Gives a department the part of one that left. Who leads already goes on leading. */
function inherit(db: Database, caseId: string, departmentId: string, part: Responsibility, now: number): void {
  const present = activeDepartment(db, caseId, departmentId);
  if (!present) addDepartment(db, caseId, { departmentId, responsibility: part }, now);
  if (part !== 'lead') return;
  makeLead(db, caseId, departmentId, { byHand: false });
  db.update(cases).set({ leadDepartmentId: departmentId }).where(eq(cases.id, caseId)).run();
}

/** Whether a department is out of the case because the platform agreed that the matter is not its own. */
function wasLetGo(db: Database, caseId: string, departmentId: string): boolean {
  if (departmentOfCase(db, caseId, departmentId)?.status !== 'released') return false;
  const last = eventData(db, caseId, 'department-released').findLast((data) => data.departmentId === departmentId);
  return BY_RULING.includes(String(last?.by));
}

/** Between whom the platform has to decide when a matter goes back and forth; the one that objected last comes first. */
export function partiesOfDispute(db: Database, caseId: string, objectorId: string | null): string[] {
  const noticed = eventData(db, caseId, 'ping-pong-noticed').findLast(
    ({ departmentId }) => objectorId === null || departmentId === objectorId,
  );
  return noticed ? [String(noticed.departmentId), String(noticed.transferToId)] : [];
}

/** Who has to go on with a part after it was decided between two departments. */
export interface JointDecision {
  /** The department that was decided for; it reports and may not object. */
  readonly successorId: string;
  readonly responsibility: Responsibility;
}

/**
 * The platform has decided between two departments, neither of which wanted the matter (R9): the one it names keeps or gets
 * the part and may not object again, the other one is released.
 * @param objectorId the department that had objected last
 */
export function recordJointDecision(
  db: Database,
  caseId: string,
  objectorId: string,
  dutyId: string | null,
  now: number,
): JointDecision {
  const form = requireForm(db, dutyId, 'decide-jointly');
  const earlier = toldBefore(db, caseId, 'joint-decision', dutyId);
  if (earlier)
    return { successorId: String(earlier.decidedId), responsibility: earlier.responsibility as Responsibility };
  const decidedId = textOf(form, 'departmentId') || objectorId;
  const part = departmentOfCase(db, caseId, objectorId)?.responsibility ?? 'support';
  if (decidedId !== objectorId) replaceObjector(db, form, { caseId, objectorId, decidedId, part, dutyId }, now);
  setDepartment(db, caseId, decidedId, { mayObject: false });
  const { responsibility = part } = departmentOfCase(db, caseId, decidedId) ?? {};
  changeCase(db, processActor('record-joint-decision', form.submittedBy, form.organisationId), caseId, now, {
    type: 'joint-decision',
    data: { departmentId: objectorId, decidedId, responsibility, reason: textOf(form, 'reason') },
    cause: dutyId,
  });
  return { successorId: decidedId, responsibility };
}

function replaceObjector(
  db: Database,
  form: SubmittedForm,
  decision: { caseId: string; objectorId: string; decidedId: string; part: Responsibility; dutyId: string | null },
  now: number,
): void {
  const { caseId, objectorId, decidedId, part, dutyId } = decision;
  const reason = textOf(form, 'reason');
  releaseFromTeam(db, caseId, objectorId, reason, now);
  inherit(db, caseId, decidedId, part, now);
  changeCase(db, processActor('record-joint-decision', form.submittedBy, form.organisationId), caseId, now, {
    type: 'department-released',
    data: { departmentId: objectorId, transferToId: decidedId, responsibility: part, reason, by: 'joint-decision' },
    cause: dutyId,
  });
}
