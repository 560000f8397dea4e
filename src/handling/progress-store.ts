import { and, desc, eq, max, sql } from 'drizzle-orm';
import { type CalendarSettings, computeDeadline, isoWithOffset } from '../calendar/deadline.ts';
import { changeCase, processActor } from '../cases/case-store.ts';
import { events } from '../cases/table.ts';
import type { Database } from '../db/open.ts';
import { deadlineRule } from '../duties/deadline-rule.ts';
import { type Duty, duties, dutyChanges, type TimeUnit } from '../duties/table.ts';
import { departmentOfCase } from './team-store.ts';

const DAY_MS = 86_400_000;
const SECOND_MS = 1_000;

export interface Watch {
  /** The department reported and nothing has been heard of it since for as long as the rule allows. */
  readonly stalled: boolean;
  /** When to look again, ISO 8601 with offset. */
  readonly alarmAt: string;
}

/**
 * Whether a department has reported but does nothing (只报到、不问效, R9). A report, the beginning of its part, a progress note,
 * the end of a pause and the last supervision are signs of life; from the latest of them on it has as long as the rule says.
 * @throws DomainError `invalid-deadline-rule`
 */
export function watchProgress(
  db: Database,
  calendar: CalendarSettings,
  caseId: string,
  departmentId: string,
  given: { readonly amount: number; readonly unit: TimeUnit },
  now: number,
): Watch {
  const { amount, unit } = deadlineRule('watch-progress', { ...given, limit: given.amount });
  const duty = openHandling(db, caseId, departmentId);
  const last = Math.max(
    signOfLife(db, caseId, departmentId, duty),
    lastEventAt(db, caseId, 'progress-stalled', sql`${events.data} ->> 'departmentId' = ${departmentId}`),
  );
  const after = (start: number) => toSecond(computeDeadline({ ...calendar, amount, unit, start }).dueAt);
  const alarm = after(last);
  const atWork = duty !== undefined && duty.pausedAt === null;
  const stalled = atWork && now >= alarm;
  // A clock that stands still is looked at again later; a moment that has passed would be looked at over and over.
  const next = atWork || alarm > now ? alarm : after(now);
  return { stalled, alarmAt: isoWithOffset(next, calendar.timeZone) };
}

/**
 * Notes that a department has stalled. Who is told is the caller's.
 * @param cause id of the job that supervises
 */
export function noteStalled(db: Database, caseId: string, departmentId: string, cause: string, now: number): void {
  const since = signOfLife(db, caseId, departmentId, openHandling(db, caseId, departmentId));
  changeCase(db, processActor('supervise-progress', null, departmentId), caseId, now, {
    type: 'progress-stalled',
    data: { departmentId, days: Math.floor((now - since) / DAY_MS) },
    cause,
  });
}

function openHandling(db: Database, caseId: string, departmentId: string): Duty | undefined {
  return db
    .select()
    .from(duties)
    .where(
      and(
        eq(duties.caseId, caseId),
        eq(duties.organisationId, departmentId),
        eq(duties.step, 'handle'),
        eq(duties.status, 'open'),
      ),
    )
    .orderBy(desc(duties.startedAt))
    .limit(1)
    .get();
}

/** When a department was last heard of, ms; supervision does not count. */
function signOfLife(db: Database, caseId: string, departmentId: string, duty: Duty | undefined): number {
  const department = departmentOfCase(db, caseId, departmentId);
  return Math.max(
    department?.reportedAt ?? department?.dispatchedAt ?? 0,
    duty?.startedAt ?? 0,
    duty ? resumedAt(db, duty.id) : 0,
    lastEventAt(db, caseId, 'progress-noted', eq(events.organisationId, departmentId)),
  );
}

const resumedAt = (db: Database, dutyId: string): number =>
  db
    .select({ at: max(dutyChanges.at) })
    .from(dutyChanges)
    .where(and(eq(dutyChanges.dutyId, dutyId), eq(dutyChanges.kind, 'resume')))
    .get()?.at ?? 0;

const lastEventAt = (db: Database, caseId: string, type: string, which: ReturnType<typeof eq>): number =>
  db
    .select({ at: max(events.at) })
    .from(events)
    .where(and(eq(events.caseId, caseId), eq(events.type, type), which))
    .get()?.at ?? 0;

/** Timers know whole seconds; one that fires at its time must find that the time has come. */
const toSecond = (ms: number): number => Math.floor(ms / SECOND_MS) * SECOND_MS;
