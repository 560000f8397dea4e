import { createHash } from 'node:crypto';
import { and, asc, count, desc, eq, gt, inArray, isNull, lte, or } from 'drizzle-orm';
import { type CalendarSettings, computeDeadline } from '../calendar/deadline.ts';
import { caseById, changeCase, processActor, requireForm } from '../cases/case-store.ts';
import { maskName } from '../cases/masking.ts';
import { callbacks, callbackTargets, complaints } from '../cases/table.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/open.ts';
import type { TimeUnit } from '../duties/table.ts';
import { reportResults } from '../hotline/store.ts';
import { toldBefore } from './history-store.ts';

/** How a round of callbacks is done, as the process sets it (R11). */
export interface CallbackPlan {
  /** Part of the complainants that is asked, 0 to 1. */
  readonly share: number;
  /** At least so many are asked, or everyone where there are fewer. */
  readonly minimum: number;
  /** Pause between two attempts, so that they are made at different times. */
  readonly amount: number;
  readonly unit: TimeUnit;
}

/** What the callbacks of a round came to; `unreachable`: nobody was reached. */
export type Satisfaction = 'satisfied' | 'basically-satisfied' | 'dissatisfied' | 'unreachable';

/** The worse one decides: one dissatisfied citizen is enough for another round (R11). */
const WORST_FIRST = ['dissatisfied', 'basically-satisfied', 'satisfied'] as const;

/** Stands behind somebody who withdrew while the operator was calling; the answer is not kept. */
const WITHDRAWN = '（已撤回，不必回访，请选“联系不上”）';

/** Rows that one callback form carries at most, which is also what one platform can call in a step. */
export const MOST_TARGETS = 200;

/**
 * Chooses whom this round of callbacks asks: everyone, or an even sample where there are many (R11, design "mass cases").
 * Whoever took the complaint back is left out. A round is chosen once; a repeat changes nothing.
 * @returns how many are to be asked
 */
export function prepareCallback(db: Database, caseId: string, plan: CallbackPlan, now: number): number {
  const { round } = caseById(db, caseId);
  const cause = `round-${round}`;
  if (!toldBefore(db, caseId, 'callback-prepared', cause)) {
    const askable = db
      .select({ id: complaints.id })
      .from(complaints)
      .where(and(eq(complaints.caseId, caseId), isNull(complaints.withdrawnAt)))
      .all()
      .map(({ id }) => id);
    const chosen = sampleOf(askable, plan);
    for (const complaintId of chosen) addTarget(db, { caseId, round, complaintId });
    changeCase(db, processActor('prepare-callback'), caseId, now, {
      type: 'callback-prepared',
      data: { round, complainants: askable.length, targets: chosen.length },
      cause,
    });
  }
  return db
    .select({ count: count() })
    .from(callbackTargets)
    .where(and(ofRound(caseId, round), inArray(callbackTargets.status, ['open', 'reached', 'unreachable'])))
    .get()?.count as number;
}

/** The same part of every kind of complainant, and the same one whenever it is asked: ordered by the hash of the id. */
function sampleOf(ids: readonly string[], { share, minimum }: CallbackPlan): string[] {
  const wanted = Math.min(MOST_TARGETS, Math.max(minimum, Math.ceil(share * ids.length)));
  return ids
    .map((id) => ({ id, hash: createHash('sha256').update(id).digest('hex') }))
    .sort((a, b) => (a.hash < b.hash ? -1 : 1))
    .slice(0, wanted)
    .map(({ id }) => id);
}

/** Somebody joined the case while its callbacks are under way, and is called as well (R4). */
export function addLateTarget(db: Database, caseId: string, complaintId: string): void {
  const { round } = caseById(db, caseId);
  if (toldBefore(db, caseId, 'callback-prepared', `round-${round}`)) addTarget(db, { caseId, round, complaintId });
}

const addTarget = (db: Database, target: { caseId: string; round: number; complaintId: string }): void => {
  db.insert(callbackTargets)
    .values({ ...target, status: 'open' })
    .onConflictDoNothing()
    .run();
};

const ofRound = (caseId: string, round: number) =>
  and(eq(callbackTargets.caseId, caseId), eq(callbackTargets.round, round));

/**
 * Keeps what an attempt brought: contacted, solved, satisfied for each complainant (R11). Whoever was not reached stays open
 * for the next attempt. A form counts once; rows of people who meanwhile withdrew are left out.
 * @returns how many are still to be reached
 * @throws DomainError `form-missing`
 */
export function recordCallback(
  db: Database,
  caseId: string,
  dutyId: string | null,
  attempt: number,
  now: number,
): number {
  const form = requireForm(db, dutyId, 'callback');
  const { round } = caseById(db, caseId);
  if (!toldBefore(db, caseId, 'callback-done', dutyId)) {
    const open = new Set(openTargets(db, caseId, round));
    const answers = answersOf(form.data.callbacks).filter(({ complaintId }) => open.has(complaintId));
    const by = { attempt, at: form.submittedAt, byPersonId: form.submittedBy };
    for (const { complaintId, result, solved, reason } of answers) {
      const contacted = result !== 'unreachable';
      const said = contacted ? { solved, satisfaction: result, reason } : {};
      db.insert(callbacks)
        .values({ caseId, round, complaintId, contacted, ...said, ...by })
        .run();
      if (contacted) settle(db, { caseId, round, complaintId }, 'reached');
    }
    const reached = answers.filter(({ result }) => result !== 'unreachable').length;
    changeCase(db, processActor('record-callback', form.submittedBy, form.organisationId), caseId, now, {
      type: 'callback-done',
      data: { round, attempt, called: answers.length, reached },
      cause: dutyId,
    });
  }
  return openTargets(db, caseId, round).length;
}

/** A row of the callback form, with which the operator finds the complainant. */
export interface CallbackRow {
  readonly complaintId: string;
  /** `1 · 路灯不亮 · 张**` */
  readonly label: string;
}

/**
 * Whom a callback task asks, in a fixed order. The list stays the same as long as the task is open, because its form tells
 * the rows apart by their order: whoever joins meanwhile comes with the next attempt, whoever withdraws is only marked.
 * @param since when the task was made, ms
 */
export function callbackRows(db: Database, caseId: string, since: number): CallbackRow[] {
  const { round } = caseById(db, caseId);
  return db
    .select({ complaint: complaints, status: callbackTargets.status })
    .from(callbackTargets)
    .innerJoin(complaints, eq(complaints.id, callbackTargets.complaintId))
    .where(
      and(
        ofRound(caseId, round),
        lte(complaints.createdAt, since),
        or(
          eq(callbackTargets.status, 'open'),
          and(eq(callbackTargets.status, 'withdrawn'), gt(complaints.withdrawnAt, since)),
        ),
      ),
    )
    .orderBy(asc(complaints.createdAt), asc(complaints.id))
    .limit(MOST_TARGETS)
    .all()
    .map(({ complaint: { id, subject, complainantName }, status }, i) => {
      const parts = [String(i + 1), subject, maskName(complainantName)].filter((part) => part !== '');
      return { complaintId: id, label: `${parts.join(' · ')}${status === 'withdrawn' ? WITHDRAWN : ''}` };
    });
}

interface Answer {
  readonly complaintId: string;
  readonly result: Satisfaction;
  readonly solved: boolean;
  readonly reason: string | null;
}

const answersOf = (data: unknown): Answer[] =>
  (Array.isArray(data) ? (data as Record<string, unknown>[]) : []).map(({ complaintId, result, solved, reason }) => ({
    complaintId: String(complaintId),
    result: result as Satisfaction,
    solved: solved === true,
    reason: typeof reason === 'string' && reason !== '' ? reason : null,
  }));

const openTargets = (db: Database, caseId: string, round: number): string[] =>
  db
    .select({ id: callbackTargets.complaintId })
    .from(callbackTargets)
    .where(and(ofRound(caseId, round), eq(callbackTargets.status, 'open')))
    .all()
    .map(({ id }) => id);

const settle = (
  db: Database,
  { caseId, round, complaintId }: { caseId: string; round: number; complaintId: string },
  status: 'reached' | 'withdrawn',
): void => {
  db.update(callbackTargets)
    .set({ status })
    .where(
      and(ofRound(caseId, round), eq(callbackTargets.complaintId, complaintId), eq(callbackTargets.status, 'open')),
    )
    .run();
};

/** Nobody calls about a complaint that was taken back. An answer that was given before stands. */
export function withdrawTarget(db: Database, caseId: string, complaintId: string): void {
  settle(db, { caseId, round: caseById(db, caseId).round, complaintId }, 'withdrawn');
}

/** When the next attempt begins, ms: the plan's pause after the last one, so that a repeat does not wait anew (R11). */
export function nextAttemptAt(
  db: Database,
  calendar: CalendarSettings,
  caseId: string,
  { amount, unit }: CallbackPlan,
  now: number,
): number {
  const { round } = caseById(db, caseId);
  const last = db
    .select({ at: callbacks.at })
    .from(callbacks)
    .where(and(eq(callbacks.caseId, caseId), eq(callbacks.round, round)))
    .orderBy(desc(callbacks.at))
    .limit(1)
    .get();
  return computeDeadline({ ...calendar, start: last?.at ?? now, amount, unit }).dueAt;
}

/**
 * Ends a round of callbacks (R11): who was never reached counts as unreachable, the worst answer decides, and the hotlines
 * hear what their citizens were told and said (R4b). A round is concluded once; a repeat gives the same answer.
 */
export function concludeCallback(
  db: Database,
  clock: Clock,
  caseId: string,
  hotlines: readonly string[],
): Satisfaction {
  const { round } = caseById(db, caseId);
  const cause = `round-${round}`;
  const before = toldBefore(db, caseId, 'callback-concluded', cause);
  if (before) return before.satisfaction as Satisfaction;
  db.update(callbackTargets)
    .set({ status: 'unreachable' })
    .where(and(ofRound(caseId, round), eq(callbackTargets.status, 'open')))
    .run();
  const answers = answersOfRound(db, caseId, round);
  const said = (satisfaction: Satisfaction) => answers.filter((answer) => answer.satisfaction === satisfaction);
  const satisfaction = WORST_FIRST.find((word) => said(word).length > 0) ?? 'unreachable';
  const statuses = db
    .select({ status: callbackTargets.status })
    .from(callbackTargets)
    .where(ofRound(caseId, round))
    .all();
  changeCase(db, processActor('conclude-callback'), caseId, clock.now(), {
    type: 'callback-concluded',
    data: {
      round,
      satisfaction,
      targets: statuses.length,
      reached: answers.length,
      satisfied: said('satisfied').length,
      basicallySatisfied: said('basically-satisfied').length,
      dissatisfied: said('dissatisfied').length,
      unreachable: statuses.filter(({ status }) => status === 'unreachable').length,
      withdrawn: statuses.filter(({ status }) => status === 'withdrawn').length,
      solved: answers.filter(({ solved }) => solved).length,
    },
    cause,
  });
  reportResults(db, clock, caseId, hotlines, 'still-complaining');
  return satisfaction;
}

/** What those who were reached in a round said. */
function answersOfRound(db: Database, caseId: string, round: number) {
  return db
    .select({
      complaintId: callbacks.complaintId,
      satisfaction: callbacks.satisfaction,
      solved: callbacks.solved,
    })
    .from(callbacks)
    .where(and(eq(callbacks.caseId, caseId), eq(callbacks.round, round), eq(callbacks.contacted, true)))
    .all();
}
