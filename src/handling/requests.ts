import { randomUUID } from 'node:crypto';
import type { Static } from 'typebox';
import { isoWithOffset } from '../calendar/deadline.ts';
import { calendarOf } from '../calendar/store.ts';
import { type Case, type CaseDepartment, changeCase } from '../cases/case-store.ts';
import { districtsConcerned } from '../cases/territory.ts';
import type { Clock } from '../clock.ts';
import { type Database, write } from '../db/open.ts';
import { enqueue } from '../db/outbox.ts';
import type { MessageName } from '../engine/messages.ts';
import { conflict, invalid } from '../errors.ts';
import { dueOnDate } from '../meetings/rules.ts';
import { cityId, membersOf, organisationById, type Principal } from '../register/store.ts';
import { insertDirection } from './direction-store.ts';
import { evaluated, hasResult, insertEvaluation } from './evaluation-store.ts';
import { makeLead } from './lead-store.ts';
import { CALLED_LATER, joinTeam, leaveTeam, presentMembers, seatDepartment } from './member-store.ts';
import { openCase, type Power, platformPower, townOrPlatformPower, townPower, unitPower } from './powers.ts';
import type { DepartmentBody, DirectionBody, EvaluationBody, TeamBody } from './schema.ts';
import {
  activeDepartment,
  addDepartment,
  departmentOfCase,
  isResultDue,
  releaseFromTeam,
  setDepartment,
} from './team-store.ts';

interface Deps {
  readonly db: Database;
  readonly clock: Clock;
  readonly timeZone: string;
}

/**
 * The town gives a department of its case an opinion, which must be answered, or urges it (指挥权, R6b).
 * @returns the direction's id
 * @throws DomainError `wrong-role`, `case-closed`, `not-in-team`, `date-in-past`, `urging-without-date`
 */
export function giveDirection(
  deps: Deps,
  person: Principal,
  caseId: string,
  { kind, departmentId, text, dueOn }: Static<typeof DirectionBody>,
): string {
  const { db, clock, timeZone } = deps;
  return write(db, () => {
    const row = openCase(db, caseId);
    const power = townPower(person, row);
    inTeam(db, caseId, departmentId);
    const now = clock.now();
    if (kind === 'urging' && dueOn !== undefined)
      throw invalid('urging-without-date', '督促不必答复，请不要填写答复日期。', 'dueOn');
    const dueAt = dueOn === undefined ? null : dueOnDate(dueOn, 'dueOn', now, calendarOf(db, timeZone));
    const id = randomUUID();
    const given = { givenBy: person.personId, givenAt: now };
    insertDirection(db, { id, caseId, kind, townId: power.organisationId, departmentId, text, ...given, dueAt });
    const data = { directionId: id, kind, departmentId, text, dueAt };
    changeCase(db, power, caseId, now, { type: 'direction-given', data });
    const dueBy = dueAt === null ? null : isoWithOffset(dueAt, timeZone);
    const told = { directionId: id, departmentId, mustAnswer: kind === 'opinion', dueBy };
    tell(deps, 'direction-given', caseId, told);
    return id;
  });
}

/**
 * The town rates a department of its case once there is a result (评价权, R6c).
 * @returns the evaluation's id
 * @throws DomainError `wrong-role`, `case-closed`, `not-in-team`, `no-result-yet`
 */
export function evaluate(
  deps: Deps,
  person: Principal,
  caseId: string,
  { comment, ...scores }: Static<typeof EvaluationBody>,
): string {
  const { db, clock } = deps;
  return write(db, () => {
    const row = openCase(db, caseId);
    const power = townPower(person, row);
    inTeam(db, caseId, scores.departmentId);
    if (!hasResult(db, caseId)) throw conflict('no-result-yet', '本轮还没有办理结果，提交结果后才能评价。');
    const { round } = row;
    const at = clock.now();
    const rating = { ...scores, comment: comment ?? null };
    const by = { byOrganisationId: power.organisationId, byPersonId: person.personId };
    const id = insertEvaluation(db, { caseId, round, ...by, ...rating, at });
    changeCase(db, power, caseId, at, { type: 'departments-evaluated', data: evaluated(round, [rating]) });
    tell(deps, 'evaluation-given', caseId, { departmentId: scores.departmentId });
    return id;
  });
}

/**
 * Town or platform call one more department to a team at work (R7a).
 * @throws DomainError `wrong-role`, `case-closed`, `not-in-joint-handling`, `unknown-department`, `already-in-team`
 */
export function callDepartment(
  deps: Deps,
  person: Principal,
  caseId: string,
  { departmentId, reason }: Static<typeof DepartmentBody>,
): void {
  const { db, clock } = deps;
  write(db, () => {
    const row = openCase(db, caseId);
    const power = townOrPlatformPower(person, row);
    if (!isAtWork(row) || row.leadingGroupId !== null || isResultDue(db, row))
      throw conflict('not-in-joint-handling', '案件不在联合办理中，或各部门已经办完，不能增加部门。');
    departmentConcerned(db, row, departmentId);
    if (activeDepartment(db, caseId, departmentId)) throw conflict('already-in-team', '该部门已在专办团队中。');
    const now = clock.now();
    takeIn(deps, power, caseId, { departmentId, responsibility: 'support', reason }, now);
  });
}

/**
 * Town or platform let a department go before the end (R7a), and its members with it.
 * @throws DomainError `wrong-role`, `case-closed`, `not-in-team`, `lead-cannot-be-released`
 */
export function letDepartmentGo(
  deps: Deps,
  person: Principal,
  caseId: string,
  departmentId: string,
  reason: string,
): void {
  const { db, clock } = deps;
  write(db, () => {
    const row = openCase(db, caseId);
    const power = townOrPlatformPower(person, row);
    const { responsibility } = inTeam(db, caseId, departmentId);
    if (responsibility === 'lead' || departmentId === row.leadDepartmentId)
      throw conflict('lead-cannot-be-released', '牵头部门不能退出，请先由平台更换牵头部门。');
    const now = clock.now();
    releaseFromTeam(db, caseId, departmentId, reason, now);
    const data = { departmentId, responsibility, reason, by: power.by };
    changeCase(db, power, caseId, now, { type: 'department-released', data });
    tell(deps, 'department-released', `${caseId}:${departmentId}`, {});
  });
}

/**
 * The platform gives the lead of a team at work to another department (R7a), which may not object; the old one supports.
 * @throws DomainError `wrong-role`, `case-closed`, `not-in-joint-handling`, `already-led`, `unknown-department`, `already-lead`
 */
export function changeLead(
  deps: Deps,
  person: Principal,
  caseId: string,
  { departmentId, reason }: Static<typeof DepartmentBody>,
): void {
  const { db, clock } = deps;
  write(db, () => {
    const row = openCase(db, caseId);
    const power = platformPower(person);
    if (row.leadingGroupId !== null) throw conflict('already-led', '案件已由领导小组领办，不能更换牵头部门。');
    if (!isAtWork(row)) throw conflict('not-in-joint-handling', '案件不在联合办理中，不能更换牵头部门。');
    departmentConcerned(db, row, departmentId);
    if (row.leadDepartmentId === departmentId) throw conflict('already-lead', '该部门已是牵头部门。');
    const now = clock.now();
    if (!activeDepartment(db, caseId, departmentId)) {
      if (isResultDue(db, row))
        throw conflict('not-in-joint-handling', '各部门已经办完，只能由专办团队中的部门接任牵头。', 'departmentId');
      takeIn(deps, power, caseId, { departmentId, responsibility: 'lead', reason }, now);
    }
    makeLead(db, caseId, departmentId, { byHand: true });
    changeCase(db, power, caseId, now, {
      set: { leadDepartmentId: departmentId },
      type: 'lead-changed',
      data: { from: row.leadDepartmentId, to: departmentId, reason },
    });
    tell(deps, 'lead-changed', caseId, {});
  });
}

/**
 * A unit changes who works for it in the team, with a reason (R7a). Who takes the handler's place is the handler.
 * @throws DomainError `wrong-role`, `case-closed`, `not-in-team`, `not-a-member`, `already-in-team`, `unknown-member`
 */
export function changeMembers(
  { db, clock }: Deps,
  person: Principal,
  caseId: string,
  { organisationId, personId, replacesPersonId, reason }: Static<typeof TeamBody>,
): void {
  write(db, () => {
    const row = openCase(db, caseId);
    if (organisationId !== row.townId) inTeam(db, caseId, organisationId, 'organisationId');
    const power = unitPower(person, row, organisationId);
    if (!membersOf(db, organisationId).some((member) => member.personId === personId))
      throw invalid('not-a-member', '新成员必须是本单位人员。', 'personId');
    const members = presentMembers(db, caseId, organisationId);
    if (members.some((member) => member.personId === personId))
      throw conflict('already-in-team', '此人已在专办团队中。');
    const replaced = members.find((member) => member.personId === replacesPersonId);
    if (replacesPersonId !== undefined && !replaced)
      throw invalid('unknown-member', '被替换的人不是本单位在专办团队中的成员。', 'replacesPersonId');
    const now = clock.now();
    if (replaced) leaveTeam(db, replaced.id, reason, now);
    joinTeam(db, caseId, { personId, organisationId, reason }, now);
    if (replaced && departmentOfCase(db, caseId, organisationId)?.handlerId === replaced.personId)
      setDepartment(db, caseId, organisationId, { handlerId: personId });
    const data = { organisationId, personId, replacesPersonId: replaced?.personId ?? null, reason };
    changeCase(db, power, caseId, now, { type: 'team-changed', data });
  });
}

/** Puts a department into a team at work: its part of the process begins, and one of its people joins. */
function takeIn(
  deps: Deps,
  power: Power,
  caseId: string,
  part: { readonly departmentId: string; readonly responsibility: 'lead' | 'support'; readonly reason: string },
  now: number,
): void {
  const { db } = deps;
  const { departmentId, responsibility } = part;
  addDepartment(db, caseId, part, now);
  const added = departmentOfCase(db, caseId, departmentId);
  if (added) seatDepartment(db, added, CALLED_LATER, now);
  changeCase(db, power, caseId, now, { type: 'department-added', data: { ...part } });
  tell(deps, 'department-added', caseId, { departmentId, responsibility });
}

/** @throws DomainError `not-in-team` */
function inTeam(db: Database, caseId: string, departmentId: string, field = 'departmentId'): CaseDepartment {
  const found = activeDepartment(db, caseId, departmentId);
  if (!found) throw conflict('not-in-team', '该单位不在本案的办理单位中。', field);
  return found;
}

/** Whether several departments are at work, each with its own part. */
const isAtWork = ({ path, stage }: Case): boolean => path === 'whistle' && stage === 'report';

/** A department of the city or of a district that the case touches. @throws DomainError `unknown-department` */
function departmentConcerned(db: Database, row: Case, departmentId: string): void {
  const found = organisationById(db, departmentId);
  const territories = [cityId(db), ...districtsConcerned(db, row)];
  if (found?.kind !== 'department' || found.parentId === null || !territories.includes(found.parentId))
    throw invalid('unknown-department', '没有这个部门，或它不属于本案涉及的市、区县。', 'departmentId');
}

function tell(
  { db, clock }: Deps,
  name: MessageName,
  correlationKey: string,
  variables: Record<string, unknown>,
): void {
  enqueue(db, clock, { kind: 'message', name, correlationKey, variables });
}
