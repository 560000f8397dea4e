import type { Clock } from '../clock.ts';
import type { Database } from '../db/open.ts';
import { write } from '../db/open.ts';
import { enqueue } from '../db/outbox.ts';
import { conflict, forbidden } from '../errors.ts';
import { organisationsWith } from '../http/authentication.ts';
import type { Principal } from '../register/store.ts';
import { type Case, caseById, changeCase, departmentsOfCase } from './case-store.ts';
import type { Actor } from './events.ts';
import { inJointHandling } from './joint.ts';

interface Deps {
  readonly db: Database;
  readonly clock: Clock;
}

/**
 * A unit of the case writes what it has done so far.
 * @param unitId for which unit, where the person belongs to several; else the first
 * @throws DomainError `case-closed`, `not-in-team`
 */
export function addNote({ db, clock }: Deps, person: Principal, caseId: string, text: string, unitId?: string): void {
  write(db, () => {
    const row = openCase(db, caseId);
    const units = unitsInCase(db, person, row);
    const organisationId = unitId === undefined ? units[0] : units.find((id) => id === unitId);
    if (organisationId === undefined)
      throw forbidden('not-in-team', '只有本案的平台、属地镇街和承办部门可以填写进展。');
    changeCase(db, actorOf(person, organisationId), caseId, clock.now(), { type: 'progress-noted', data: { text } });
  });
}

/**
 * The platform asks the leading group to take a case over by hand (R7c).
 * The engine keeps the request for a short time only, so it may be repeated until the leading group has the case.
 * @throws DomainError `case-closed`, `not-in-joint-handling`, `already-led`
 */
export function requestLeadership({ db, clock }: Deps, person: Principal, caseId: string, reason: string): void {
  write(db, () => {
    const row = openCase(db, caseId);
    if (!inJointHandling(row)) throw conflict('not-in-joint-handling', '案件不在联合办理中，不能提请领办。');
    if (row.leadingGroupId !== null) throw conflict('already-led', '案件已由领导小组领办。');
    const [organisationId = null] = organisationsWith(person, 'operator');
    const data = { reason, round: row.round };
    changeCase(db, actorOf(person, organisationId), caseId, clock.now(), { type: 'leadership-requested', data });
    enqueue(db, clock, { kind: 'message', name: 'leadership-requested', correlationKey: caseId, variables: {} });
  });
}

function openCase(db: Database, caseId: string): Case {
  const row = caseById(db, caseId);
  if (row.status !== 'open') throw conflict('case-closed', '案件已经结案。');
  return row;
}

/** The units through which the person belongs to the case: a platform, its town, units of its team. */
function unitsInCase(db: Database, person: Principal, { id, townId }: Case): string[] {
  const team = departmentsOfCase(db, id)
    .filter(({ status }) => status !== 'released')
    .map(({ departmentId }) => departmentId);
  return person.memberships
    .filter(
      ({ organisationId, role }) =>
        role === 'operator' ||
        (role === 'town-officer' && organisationId === townId) ||
        ((role === 'handler' || role === 'head') && team.includes(organisationId)),
    )
    .map(({ organisationId }) => organisationId);
}

const actorOf = ({ personId }: Principal, organisationId: string | null): Actor => ({
  personId,
  organisationId,
  origin: 'api',
});
