import type { Static } from 'typebox';
import {
  type CalendarSettings,
  computeDeadline,
  type ExplainedDay,
  resumeDeadline,
  shiftDeadline,
} from '../calendar/deadline.ts';
import type { DutyBrief } from '../cases/schema.ts';
import type { Database } from '../db/open.ts';
import { isoOrNull, toIso } from '../http/schema.ts';
import { changesOf, type NamedDuty } from './change-store.ts';
import type { DutyView } from './schema.ts';
import type { Duty } from './table.ts';

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

/** A duty with its changes and "why this date" (R9). */
export function dutyView(
  db: Database,
  calendar: CalendarSettings,
  duty: NamedDuty,
  now: number,
): Static<typeof DutyView> {
  const changes = changesOf(db, duty.row.id);
  return {
    ...dutyBrief(duty, now),
    amount: duty.row.amount,
    unit: duty.row.unit,
    changes: changes.map(({ row, personName }) => ({
      kind: row.kind,
      reason: row.reason,
      amount: row.amount,
      unit: row.unit,
      dueBefore: toIso(row.dueBefore),
      dueAfter: toIso(row.dueAfter),
      at: toIso(row.at),
      by: { id: row.byPersonId, name: personName ?? row.byPersonId },
    })),
    explanation: explain(
      calendar,
      duty.row,
      changes.map(({ row }) => row),
    ),
  };
}

type ChangeRow = ReturnType<typeof changesOf>[number]['row'];
type Step = Static<typeof DutyView>['explanation'][number];

/** How the deadline came about: the rule, then each change that moved it, with the days counted and skipped. */
function explain(calendar: CalendarSettings, duty: Duty, changes: readonly ChangeRow[]): Step[] {
  const { startedAt: start, amount, unit } = duty;
  const original = computeDeadline({ ...calendar, start, amount, unit });
  const steps = [step('rule', original.dueAt, original.days)];
  let pausedAt: number | undefined;
  for (const change of changes) {
    if (change.kind === 'pause') pausedAt = change.at;
    else if (change.kind === 'extension' && change.amount !== null && change.unit !== null) {
      const { days } = shiftDeadline({
        ...calendar,
        dueAt: change.dueBefore,
        amount: change.amount,
        unit: change.unit,
      });
      steps.push(step('extension', change.dueAfter, days));
    } else if (pausedAt !== undefined) {
      const { days } = resumeDeadline({ ...calendar, dueAt: change.dueBefore, pausedAt, resumedAt: change.at, unit });
      steps.push(step('resume', change.dueAfter, days));
      pausedAt = undefined;
    }
  }
  return steps;
}

const step = (kind: Step['kind'], dueAt: number, days: readonly ExplainedDay[]): Step => ({
  kind,
  dueAt: toIso(dueAt),
  days: [...days],
});
