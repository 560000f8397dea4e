import { and, eq, or, sql } from 'drizzle-orm';
import type { CalendarSettings } from '../calendar/deadline.ts';
import { instantAtShare, shiftDeadline } from '../calendar/deadline.ts';
import { changeCase, processActor, submittedForm } from '../cases/case-store.ts';
import { addEvent } from '../cases/events.ts';
import type { Database } from '../db/open.ts';
import { DomainError } from '../errors.ts';
import { consultations, resolutionItems } from '../meetings/table.ts';
import { tasks } from '../tasks/table.ts';
import { changesOf } from './change-store.ts';
import { cancelTasks, withdrawRequests } from './extension-store.ts';
import { type Duty, duties, type TimeUnit } from './table.ts';

/** @throws DomainError `duty-not-found` */
export function dutyById(db: Database, dutyId: string): Duty {
  const duty = db.select().from(duties).where(eq(duties.id, dutyId)).get();
  if (!duty) throw new DomainError('duty-not-found', 404, `没有编号为 ${dutyId} 的任务时限。`);
  return duty;
}

/**
 * The form was handed in and the engine has gone on: the duty is done, in time or not. Whoever still decides on more time
 * for it need not.
 */
export function closeDuty(db: Database, dutyId: string, outcome: string | null, now: number): void {
  const duty = dutyById(db, dutyId);
  if (duty.status === 'done') return;
  const form = submittedForm(db, dutyId);
  const finishedAt = form?.submittedAt ?? now;
  db.update(duties).set({ status: 'done', outcome, finishedAt }).where(eq(duties.id, dutyId)).run();
  db.update(tasks).set({ status: 'completed' }).where(eq(tasks.dutyId, dutyId)).run();
  withdrawRequests(db, [dutyId], now);
  changeCase(db, processActor('close-duty', form?.submittedBy ?? null, duty.organisationId), duty.caseId, now, {
    type: 'duty-done',
    data: { dutyId, step: duty.step, organisationId: duty.organisationId, outcome, inTime: finishedAt <= duty.dueAt },
    cause: dutyId,
  });
}

/** The duty's time was over and the process goes on without it; its task is taken back. @param now ms */
export function lapseDuty(db: Database, dutyId: string, now: number): void {
  const duty = dutyById(db, dutyId);
  if (duty.status !== 'open') return;
  const { step, organisationId, dueAt } = duty;
  db.update(duties).set({ status: 'lapsed', finishedAt: now }).where(eq(duties.id, dutyId)).run();
  cancelTasks(db, [dutyId]);
  withdrawRequests(db, [dutyId], now);
  changeCase(db, processActor('lapse-duty', null, organisationId), duty.caseId, now, {
    type: 'duty-lapsed',
    data: { dutyId, step, organisationId, dueAt },
    cause: dutyId,
  });
}

/** A rung of the ladder as decision `escalation-level` gives it. */
export interface Rung {
  readonly level: string;
  readonly amount: number;
  readonly unit: TimeUnit | 'percent';
  /** `start`: percent of the time span; `due`: amount of units after the deadline. */
  readonly from: 'start' | 'due';
}

/** When a rung is reached, ms; and whether the clock stands still. */
export function alarmOf(
  db: Database,
  calendar: CalendarSettings,
  dutyId: string,
  rung: Rung,
): { at: number; paused: boolean } {
  const duty = dutyById(db, dutyId);
  const at =
    rung.unit === 'percent'
      ? instantAtShare(duty.startedAt + pausedMs(db, dutyId), duty.dueAt, rung.amount)
      : rung.amount === 0
        ? duty.dueAt
        : shiftDeadline({ ...calendar, dueAt: duty.dueAt, amount: rung.amount, unit: rung.unit }).dueAt;
  return { at, paused: duty.pausedAt !== null };
}

/** By how much pauses have moved the deadline, ms: that time counts for nothing in the share that has passed. */
const pausedMs = (db: Database, dutyId: string): number =>
  changesOf(db, dutyId)
    .filter(({ row }) => row.kind === 'resume')
    .reduce((sum, { row }) => sum + row.dueAfter - row.dueBefore, 0);

/**
 * A rung was reached: kept with the duty and told in the timeline, once for each deadline, also when a rebuilt engine
 * climbs the ladder again.
 */
export function reachLevel(db: Database, dutyId: string, level: string, now: number): Duty {
  const duty = dutyById(db, dutyId);
  db.update(duties).set({ level }).where(eq(duties.id, dutyId)).run();
  addEvent(db, processActor('duty', null, duty.organisationId), {
    caseId: duty.caseId,
    at: now,
    type: `duty-${level}`,
    stage: duty.stage,
    data: { dutyId, step: duty.step, organisationId: duty.organisationId, dueAt: duty.dueAt },
    cause: `${dutyId}:${duty.dueAt}`,
  });
  return duty;
}

/**
 * Closes the open duties of a part of a case whose path was interrupted, and what hangs on them: tasks, requests for more
 * time. With the team's part, or the whole case, its consultations and sub-tasks of parties end too.
 * @param scope the part, with everything below it; null: the whole case
 * @returns the duties that were open
 */
export function withdrawDuties(db: Database, caseId: string, now: number, scope: string | null = null): Duty[] {
  const below = `${scope}/`;
  const withdrawn = db
    .update(duties)
    .set({ status: 'cancelled', finishedAt: now })
    .where(
      and(
        eq(duties.caseId, caseId),
        eq(duties.status, 'open'),
        scope === null
          ? undefined
          : or(eq(duties.scope, scope), sql`substr(${duties.scope}, 1, ${below.length}) = ${below}`),
      ),
    )
    .returning()
    .all();
  const dutyIds = withdrawn.map(({ id }) => id);
  cancelTasks(db, dutyIds);
  withdrawRequests(db, dutyIds, now);
  if (scope === null || scope === TEAM_SCOPE) withdrawPublicWork(db, caseId, now);
  return withdrawn;
}

/** The scope of the team's work, as the diagrams set it. */
const TEAM_SCOPE = 'joint';

function withdrawPublicWork(db: Database, caseId: string, now: number): void {
  db.update(consultations)
    .set({ status: 'withdrawn' })
    .where(and(eq(consultations.caseId, caseId), eq(consultations.status, 'open')))
    .run();
  db.update(resolutionItems)
    .set({ status: 'withdrawn', finishedAt: now })
    .where(
      and(eq(resolutionItems.caseId, caseId), eq(resolutionItems.kind, 'sub-task'), eq(resolutionItems.status, 'open')),
    )
    .run();
}
