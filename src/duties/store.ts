import { and, eq, inArray } from 'drizzle-orm';
import type { CalendarSettings } from '../calendar/deadline.ts';
import { computeDeadline, instantAtShare, shiftDeadline } from '../calendar/deadline.ts';
import { changeCase, processActor, submittedForm } from '../cases/case-store.ts';
import { addEvent } from '../cases/events.ts';
import type { Profile, Stage } from '../cases/table.ts';
import type { Database } from '../db/open.ts';
import { DomainError } from '../errors.ts';
import { tasks } from '../tasks/table.ts';
import { changesOf } from './change-store.ts';
import { type Duty, duties, type TimeUnit } from './table.ts';

/** @throws DomainError `duty-not-found` */
export function dutyById(db: Database, dutyId: string): Duty {
  const duty = db.select().from(duties).where(eq(duties.id, dutyId)).get();
  if (!duty) throw new DomainError('duty-not-found', 404, `没有编号为 ${dutyId} 的任务时限。`);
  return duty;
}

export interface NewDuty {
  readonly id: string;
  readonly caseId: string;
  readonly step: string;
  readonly stage: Stage;
  readonly organisationId: string;
  readonly role: string;
  readonly profile: Profile;
  readonly reference: string | null;
  readonly processInstanceKey: string;
  readonly rule: { readonly amount: number; readonly unit: TimeUnit };
}

/** Starts a duty's clock (R9). @param now ms */
export function openDuty(db: Database, calendar: CalendarSettings, duty: NewDuty, now: number): Duty {
  const { rule, ...row } = duty;
  const { dueAt, provisional } = computeDeadline({ ...calendar, start: now, ...rule });
  const opened = db
    .insert(duties)
    .values({ ...row, ...rule, status: 'open', startedAt: now, dueAt, provisional })
    .returning()
    .get();
  addEvent(db, processActor('open-duty', null, duty.organisationId), {
    caseId: duty.caseId,
    at: now,
    type: 'duty-opened',
    stage: duty.stage,
    data: { dutyId: duty.id, step: duty.step, organisationId: duty.organisationId, dueAt, ...rule },
  });
  return opened;
}

/** The form was handed in and the engine has gone on: the duty is done, in time or not. */
export function closeDuty(db: Database, dutyId: string, outcome: string | null, now: number): void {
  const duty = dutyById(db, dutyId);
  if (duty.status === 'done') return;
  const form = submittedForm(db, dutyId);
  const finishedAt = form?.submittedAt ?? now;
  db.update(duties).set({ status: 'done', outcome, finishedAt }).where(eq(duties.id, dutyId)).run();
  db.update(tasks).set({ status: 'completed' }).where(eq(tasks.dutyId, dutyId)).run();
  changeCase(db, processActor('close-duty', form?.submittedBy ?? null, duty.organisationId), duty.caseId, now, {
    type: 'duty-done',
    data: { dutyId, step: duty.step, organisationId: duty.organisationId, outcome, inTime: finishedAt <= duty.dueAt },
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

/** A rung was reached: kept with the duty and told in the timeline. */
export function reachLevel(db: Database, dutyId: string, level: string, now: number): Duty {
  const duty = dutyById(db, dutyId);
  db.update(duties).set({ level }).where(eq(duties.id, dutyId)).run();
  addEvent(db, processActor('duty', null, duty.organisationId), {
    caseId: duty.caseId,
    at: now,
    type: `duty-${level}`,
    stage: duty.stage,
    data: { dutyId, step: duty.step, organisationId: duty.organisationId, dueAt: duty.dueAt },
  });
  return duty;
}

/**
 * Closes every open duty of a case whose process path was interrupted, and its tasks' rows, at once.
 * @returns the duties that were open
 */
export function withdrawDuties(db: Database, caseId: string, now: number): Duty[] {
  const open = db
    .update(duties)
    .set({ status: 'cancelled', finishedAt: now })
    .where(and(eq(duties.caseId, caseId), eq(duties.status, 'open')))
    .returning()
    .all();
  db.update(tasks)
    .set({ status: 'cancelled' })
    .where(and(eq(tasks.caseId, caseId), inArray(tasks.status, ['open', 'submitted'])))
    .run();
  return open;
}
