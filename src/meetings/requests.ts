import { randomUUID } from 'node:crypto';
import type { Static } from 'typebox';
import { type CalendarSettings, isoWithOffset } from '../calendar/deadline.ts';
import { calendarOf } from '../calendar/store.ts';
import { type Case, changeCase } from '../cases/case-store.ts';
import type { Clock } from '../clock.ts';
import { type Database, write } from '../db/open.ts';
import { enqueue } from '../db/outbox.ts';
import type { MessageName } from '../engine/messages.ts';
import { conflict, forbidden, invalid } from '../errors.ts';
import { openCase, type Power, townPower } from '../handling/powers.ts';
import { partyById } from '../register/party-store.ts';
import { groupOf, organisationById, type Principal } from '../register/store.ts';
import type { Role } from '../register/table.ts';
import { actingFor } from '../tasks/access.ts';
import { insertConsultation } from './consultation-store.ts';
import { callMeeting, type Invited } from './meeting-store.ts';
import { giveSubTask } from './resolution-store.ts';
import { assertMeetingAhead, dueOnDate, instantOf, ROLE_OF_KIND } from './rules.ts';
import type { ConsultationBody, MeetingBody, SubTaskBody } from './schema.ts';

interface Deps {
  readonly db: Database;
  readonly clock: Clock;
  readonly timeZone: string;
}

type Meeting = Static<typeof MeetingBody>;

/** Meetings of the town (召集权, R6a); the others are the lead department's (R8a). */
const KINDS_OF_TOWN: readonly Meeting['kind'][] = ['on-spot', 'table'];

/**
 * Calls a meeting: the town on the spot or at a table (召集权, R6a), the lead department with those concerned (协调会、座谈会、
 * 会办会, R8a). At any time while the case runs; the host takes part by itself.
 * @returns the meeting's id
 * @throws DomainError `case-closed`, `wrong-role`, `meeting-time-missing`, `invalid-date`, `meeting-in-past`,
 *   `nobody-invited`, `unknown-organisation`, `unknown-party`
 */
export function requestMeeting(deps: Deps, person: Principal, caseId: string, body: Meeting): string {
  const { db, clock, timeZone } = deps;
  return write(db, () => {
    const row = openCase(db, caseId);
    const host = KINDS_OF_TOWN.includes(body.kind) ? townHost(person, row) : leadHost(person, row);
    const now = clock.now();
    const heldAt = meetingTime(body, now, calendarOf(db, timeZone));
    const invited = invitedTo(db, body, host.organisationId);
    const id = randomUUID();
    const { kind, place, agenda } = body;
    const { organisationId: hostOrganisationId, role: hostRole } = host;
    const meeting = { id, caseId, kind, hostOrganisationId, calledBy: person.personId, calledAt: now };
    callMeeting(db, host, { ...meeting, heldAt, place, agenda }, invited, { at: now, cause: null });
    const told = { meetingId: id, hostOrganisationId, hostRole, heldAt: isoWithOffset(heldAt, timeZone) };
    tell(deps, 'meeting-called', caseId, told);
    return id;
  });
}

/** On the spot means now, where nothing else is said. */
function meetingTime({ kind, heldAt }: Meeting, now: number, settings: CalendarSettings): number {
  if (heldAt === undefined && kind !== 'on-spot') throw invalid('meeting-time-missing', '请填写会议时间。', 'heldAt');
  const at = heldAt === undefined ? now : instantOf(heldAt, 'heldAt', settings);
  assertMeetingAhead(at, now);
  return at;
}

function invitedTo(db: Database, body: Meeting, hostId: string): Invited {
  const organisationIds = body.invitedOrganisationIds.filter((id) => id !== hostId);
  const partyIds = body.invitedPartyIds;
  if (organisationIds.length + partyIds.length === 0)
    throw invalid('nobody-invited', '请至少邀请一个单位或一个参与方。', 'invitedOrganisationIds');
  for (const id of organisationIds) {
    const kind = organisationById(db, id)?.kind;
    if (kind === undefined || ROLE_OF_KIND[kind] === undefined)
      throw invalid('unknown-organisation', `没有可以邀请的单位“${id}”，请核对组织机构。`, 'invitedOrganisationIds');
  }
  const stranger = partyIds.find((id) => partyById(db, id) === undefined);
  if (stranger !== undefined)
    throw invalid('unknown-party', `没有参与方“${stranger}”，请先在应哨部门数据库登记。`, 'invitedPartyIds');
  return { organisationIds, partyIds };
}

/**
 * The lead department gives a party something to do until a date (R8a), and sees to it.
 * @returns the item's id
 * @throws DomainError `case-closed`, `wrong-role`, `not-in-joint-handling`, `unknown-party`, `invalid-date`, `date-in-past`
 */
export function requestSubTask(
  deps: Deps,
  person: Principal,
  caseId: string,
  { partyId, description, dueOn }: Static<typeof SubTaskBody>,
): string {
  const { db, clock, timeZone } = deps;
  return write(db, () => {
    const lead = leadAtWork(db, person, caseId);
    const ownerId = lead.organisationId;
    if (!partyById(db, partyId)) throw invalid('unknown-party', `没有参与方“${partyId}”，请先登记。`, 'partyId');
    const now = clock.now();
    const dueAt = dueOnDate(dueOn, 'dueOn', now, calendarOf(db, timeZone));
    const itemId = giveSubTask(db, { caseId, leadDepartmentId: ownerId, partyId, description, dueAt }, now);
    changeCase(db, lead, caseId, now, { type: 'sub-task-given', data: { itemId, ownerId, partyId, dueAt } });
    tell(deps, 'sub-task-given', caseId, { itemId, ownerId, dueBy: isoWithOffset(dueAt, timeZone) });
    return itemId;
  });
}

/**
 * The lead department asks the public (R8b): site visit, opinion form, suggestion meeting, council.
 * @returns the consultation's id
 * @throws DomainError `case-closed`, `wrong-role`, `not-in-joint-handling`, `invalid-date`, `date-in-past`
 */
export function requestConsultation(
  deps: Deps,
  person: Principal,
  caseId: string,
  body: Static<typeof ConsultationBody>,
): string {
  const { db, clock, timeZone } = deps;
  return write(db, () => {
    const lead = leadAtWork(db, person, caseId);
    const { organisationId } = lead;
    const now = clock.now();
    const { kind, question, place } = body;
    const closesAt = instantOf(body.closesAt, 'closesAt', calendarOf(db, timeZone));
    if (closesAt <= now) throw invalid('date-in-past', '征询的截止时间应晚于现在。', 'closesAt');
    const id = randomUUID();
    const opened = { openedBy: person.personId, openedAt: now };
    insertConsultation(db, { id, caseId, kind, organisationId, ...opened, question, place, closesAt });
    const data = { consultationId: id, kind, organisationId, closesAt };
    changeCase(db, lead, caseId, now, { type: 'consultation-opened', data });
    const told = { consultationId: id, closesAt: isoWithOffset(closesAt, timeZone) };
    tell(deps, 'consultation-opened', caseId, told);
    return id;
  });
}

function tell({ db, clock }: Deps, name: MessageName, caseId: string, variables: Record<string, unknown>): void {
  enqueue(db, clock, { kind: 'message', name, correlationKey: caseId, variables });
}

/** Somebody who acts for the host of a meeting, and the role that keeps its minutes. */
type Host = Power & { readonly role: Role };

const townHost = (person: Principal, row: Case): Host => ({ ...townPower(person, row), role: 'town-officer' });

/** Whoever of the department asks, its handler keeps the minutes. */
function leadHost(person: Principal, { leadDepartmentId }: Case): Host {
  const groups = (['handler', 'head'] as const).map((role) => groupOf(leadDepartmentId ?? '', role));
  const acting = actingFor(person, groups);
  if (leadDepartmentId === null || !acting) throw forbidden('wrong-role', '只有本案牵头部门可以这样做。');
  const { personId } = person;
  return { personId, ...acting, organisationId: leadDepartmentId, origin: 'api', role: 'handler' };
}

/** The lead department while the team is at work and no leading group has taken over: only then the process listens. */
function leadAtWork(db: Database, person: Principal, caseId: string): Power {
  const row = openCase(db, caseId);
  const lead = leadHost(person, row);
  if (row.path !== 'whistle' || row.stage !== 'report' || row.leadingGroupId !== null)
    throw conflict('not-in-joint-handling', '案件不在联合办理中，或已由领导小组领办。');
  return lead;
}
