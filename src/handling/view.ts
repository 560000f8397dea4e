import type { Static } from 'typebox';
import type { Database } from '../db/open.ts';
import { isoOrNull, toIso } from '../http/schema.ts';
import { directionsOf } from './direction-store.ts';
import { evaluationsOf } from './evaluation-store.ts';
import { membersOfCase } from './member-store.ts';
import type { DirectionView, EvaluationView, TeamMemberView } from './schema.ts';

/** What a case's view says of the town's powers (R6b, R6c) and of the team's members (R7a). */
export interface HandlingPart {
  directions: Static<typeof DirectionView>[];
  evaluations: Static<typeof EvaluationView>[];
  team: Static<typeof TeamMemberView>[];
}

export const handlingPart = (db: Database, caseId: string): HandlingPart => ({
  directions: directionsOf(db, caseId).map(({ row, departmentName, giverName, answererName }) => ({
    id: row.id,
    kind: row.kind,
    department: named(row.departmentId, departmentName),
    text: row.text,
    givenBy: named(row.givenBy, giverName),
    givenAt: toIso(row.givenAt),
    dueAt: isoOrNull(row.dueAt),
    status: row.status,
    answer: row.answer,
    answeredBy: row.answeredBy === null ? null : named(row.answeredBy, answererName),
    answeredAt: isoOrNull(row.answeredAt),
  })),
  evaluations: evaluationsOf(db, caseId).map(({ row, departmentName, organisationName, personName }) => ({
    id: row.id,
    round: row.round,
    department: named(row.departmentId, departmentName),
    response: row.response,
    result: row.result,
    comment: row.comment,
    organisation: named(row.byOrganisationId, organisationName),
    person: row.byPersonId === null ? null : named(row.byPersonId, personName),
    at: toIso(row.at),
  })),
  team: membersOfCase(db, caseId).map(({ row, personName, organisationName }) => ({
    person: named(row.personId, personName),
    organisation: named(row.organisationId, organisationName),
    post: row.post,
    joinedAt: toIso(row.joinedAt),
    joinReason: row.joinReason,
    leftAt: isoOrNull(row.leftAt),
    leaveReason: row.leaveReason,
  })),
});

const named = (id: string, name: string | null) => ({ id, name: name ?? id });
