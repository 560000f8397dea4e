import type { Static } from 'typebox';
import { calendarOf } from '../calendar/store.ts';
import type { DutyBrief } from '../cases/schema.ts';
import type { Database } from '../db/open.ts';
import { isoOrNull, toIso } from '../http/schema.ts';
import { changesOf, grantedUnits, type NamedDuty, nameOfSetter } from './change-store.ts';
import { extensionLeft } from './changes.ts';
import { explain } from './explain.ts';
import { requestsOf } from './extension-store.ts';
import type { DutyView } from './schema.ts';

/** A duty as a case shows it. @param now ms, for "overdue" */
export function dutyBrief({ row, organisationName }: NamedDuty, now: number): Static<typeof DutyBrief> {
  const { id, caseId, step, stage, role, status, provisional, level, outcome } = row;
  const until = row.finishedAt ?? row.pausedAt ?? now;
  return {
    id,
    caseId,
    step,
    stage,
    organisation: { id: row.organisationId, name: organisationName ?? row.organisationId },
    role,
    status,
    startedAt: toIso(row.startedAt),
    dueAt: toIso(row.dueAt),
    overdue: until > row.dueAt,
    provisional,
    pausedAt: isoOrNull(row.pausedAt),
    level,
    outcome,
    finishedAt: isoOrNull(row.finishedAt),
  };
}

/**
 * A duty with its changes and "why this date" (R9). What is over is explained by the calendar of its time: a year that
 * was imported later did not move it.
 */
export function dutyView(db: Database, timeZone: string, duty: NamedDuty, now: number): Static<typeof DutyView> {
  const { row } = duty;
  const changes = changesOf(db, row.id);
  return {
    ...dutyBrief(duty, now),
    amount: row.amount,
    unit: row.unit,
    limit: row.limit,
    setDueAt: isoOrNull(row.setDueAt),
    extensionLeft: extensionLeft(row, grantedUnits(db, row.id)),
    changes: changes.map(({ row: change, personName }) => ({
      kind: change.kind,
      reason: change.reason,
      ground: change.ground,
      amount: change.amount,
      unit: change.unit,
      dueBefore: toIso(change.dueBefore),
      dueAfter: toIso(change.dueAfter),
      at: toIso(change.at),
      by: named(change.byPersonId, personName),
    })),
    extensionRequests: requestsOf(db, row.id).map(({ row: request, askerName, deciderName }) => ({
      id: request.id,
      amount: request.amount,
      reason: request.reason,
      status: request.status,
      requestedBy: { id: request.requestedBy, name: askerName ?? request.requestedBy },
      requestedAt: toIso(request.requestedAt),
      decidedBy: named(request.decidedBy, deciderName),
      decidedAt: isoOrNull(request.decidedAt),
      decisionReason: request.decisionReason,
    })),
    explanation: explain(
      calendarOf(db, timeZone, row.finishedAt ?? undefined),
      row,
      changes.map((change) => change.row),
      nameOfSetter(db, row),
    ),
  };
}

const named = (id: string | null, name: string | null) => (id === null ? null : { id, name: name ?? id });
