import { and, eq, ne } from 'drizzle-orm';
import { caseById, departmentsOfCase } from '../cases/case-store.ts';
import type { Database } from '../db/open.ts';
import { dutyById } from '../duties/store.ts';
import { DomainError } from '../errors.ts';
import { meetingById } from '../meetings/meeting-store.ts';
import { meetingParticipants } from '../meetings/table.ts';
import { groupOf } from '../register/store.ts';
import { type OrganisationKind, organisations, type Role } from '../register/table.ts';

/** Whom the header `recipients` of a notification may name. */
const KINDS = ['complainants', 'duty', 'meeting', 'department', 'team'] as const;
export type Recipients = (typeof KINDS)[number];

/** Who is told something in an organisation of each kind. */
const ROLES_TOLD: Readonly<Partial<Record<OrganisationKind, readonly Role[]>>> = {
  department: ['handler', 'head'],
  town: ['town-officer'],
  platform: ['operator'],
  'leading-group': ['leader'],
};

/** @throws DomainError `unknown-recipients`: the diagram names somebody who does not exist */
export function recipientsNamed(name: string | undefined): Recipients {
  const found = KINDS.find((kind) => kind === name);
  if (found) return found;
  throw new DomainError(
    'unknown-recipients',
    422,
    `没有名为“${name ?? ''}”的通知对象。请设计人员改正通知任务的 recipients 标头。`,
  );
}

/** What the recipients are found by. */
export interface About {
  readonly caseId: string;
  readonly dutyId?: string | null | undefined;
  readonly meetingId?: string | null | undefined;
  readonly departmentId?: string | null | undefined;
}

/**
 * Candidate groups that are told, each once: of a duty those who have to act, of a meeting every organisation but its host,
 * of a department handler and head, of a team all its departments and the town.
 * @throws DomainError `duty-not-found`, `meeting-not-found`, `department-missing`
 */
export function recipientsOf(db: Database, kind: Recipients, about: About): string[] {
  switch (kind) {
    case 'complainants':
      return ['complainants'];
    case 'duty': {
      const { organisationId, role } = dutyById(db, about.dutyId ?? '');
      return [`${organisationId}:${role}`];
    }
    case 'meeting':
      return [...new Set(invitedTo(db, about).flatMap(groupsOfUnit))];
    case 'department':
      if (!about.departmentId)
        throw new DomainError('department-missing', 422, '通知没有指明部门。请设计人员核对通知任务的 departmentId。');
      return departmentGroups(about.departmentId);
    case 'team':
      return teamGroups(db, about.caseId);
  }
}

/** Handler and head of a department. */
export const departmentGroups = (departmentId: string): string[] => [
  groupOf(departmentId, 'handler'),
  groupOf(departmentId, 'head'),
];

/** The officers of a case's town; nobody while it has none. */
export function townGroups(db: Database, caseId: string): string[] {
  const { townId } = caseById(db, caseId);
  return townId === null ? [] : [groupOf(townId, 'town-officer')];
}

const teamGroups = (db: Database, caseId: string): string[] => [
  ...departmentsOfCase(db, caseId)
    .filter(({ status }) => status !== 'released')
    .flatMap(({ departmentId }) => departmentGroups(departmentId)),
  ...townGroups(db, caseId),
];

interface Unit {
  readonly id: string;
  readonly kind: OrganisationKind;
}

const groupsOfUnit = ({ id, kind }: Unit): string[] => (ROLES_TOLD[kind] ?? []).map((role) => groupOf(id, role));

function invitedTo(db: Database, { caseId, meetingId }: About): Unit[] {
  const { id, hostOrganisationId } = meetingById(db, caseId, meetingId ?? '');
  return db
    .select({ id: organisations.id, kind: organisations.kind })
    .from(meetingParticipants)
    .innerJoin(organisations, eq(organisations.id, meetingParticipants.participantId))
    .where(
      and(
        eq(meetingParticipants.meetingId, id),
        eq(meetingParticipants.kind, 'organisation'),
        ne(meetingParticipants.participantId, hostOrganisationId),
      ),
    )
    .all();
}
