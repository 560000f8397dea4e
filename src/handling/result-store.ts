import { and, eq, isNull } from 'drizzle-orm';
import { caseById, changeCase, processActor, requireForm, textOf } from '../cases/case-store.ts';
import { type CasePath, callbacks, caseDepartments, problems } from '../cases/table.ts';
import type { Database } from '../db/open.ts';

/** What was achieved for one problem of the case (R4c), as the lead hands it in. */
interface ProblemResult {
  readonly seq: number;
  readonly solved: boolean;
  readonly households: number;
  readonly people: number;
  readonly riskRemoved: boolean;
}

function problemResults(data: unknown): ProblemResult[] {
  const rows = Array.isArray(data) ? (data as Record<string, unknown>[]) : [];
  return rows.map((row) => ({
    seq: Number(row.seq),
    solved: row.solved === true,
    households: Number(row.households ?? 0),
    people: Number(row.people ?? 0),
    riskRemoved: row.riskRemoved === true,
  }));
}

/** The lead department (or the single one) hands in the result per problem (R4c). */
export function recordResult(db: Database, caseId: string, dutyId: string | null, now: number): void {
  const form = requireForm(db, dutyId, 'hand-in-result', 'handle-directly');
  const outcome = textOf(form, 'outcome');
  const results = outcome === 'needs-whistle' ? [] : problemResults(form.data.problems);
  for (const { seq, ...result } of results)
    db.update(problems)
      .set(result)
      .where(and(eq(problems.caseId, caseId), eq(problems.seq, seq)))
      .run();
  changeCase(db, processActor('record-result', form.submittedBy, form.organisationId), caseId, now, {
    ...(outcome === 'needs-whistle' ? { set: { path: 'undecided', stage: 'whistle' } } : {}),
    type: outcome === 'needs-whistle' ? 'whistle-requested' : 'result-handed-in',
    data: { results, summary: textOf(form, 'summary') || textOf(form, 'result') },
  });
}

export type Satisfaction = 'satisfied' | 'basically-satisfied' | 'dissatisfied' | 'unreachable';

/** The callback's answer (R11). @returns what the process goes on with */
export function recordCallback(db: Database, caseId: string, dutyId: string | null, now: number): Satisfaction {
  const form = requireForm(db, dutyId, 'callback');
  const outcome = textOf(form, 'outcome') as Satisfaction;
  const { round } = caseById(db, caseId);
  db.insert(callbacks)
    .values({
      caseId,
      round,
      contacted: outcome !== 'unreachable',
      solved: outcome === 'unreachable' ? null : form.data.solved === true,
      satisfaction: outcome === 'unreachable' ? null : outcome,
      reason: textOf(form, 'reason') || null,
      at: now,
      byPersonId: form.submittedBy,
    })
    .run();
  changeCase(db, processActor('record-callback', form.submittedBy, form.organisationId), caseId, now, {
    type: 'callback-done',
    data: { round, outcome },
  });
  return outcome;
}

/** The citizen is not satisfied: the next round begins (R11). Those who have reported stay in the team (事不结人不撤). */
export function startRedo(db: Database, caseId: string, now: number): { round: number; path: CasePath } {
  const before = caseById(db, caseId);
  db.update(caseDepartments)
    .set({ status: 'reported', handedInAt: null })
    .where(and(eq(caseDepartments.caseId, caseId), eq(caseDepartments.status, 'handed-in')))
    .run();
  db.update(problems).set({ solved: null }).where(eq(problems.caseId, caseId)).run();
  const { round, path } = changeCase(db, processActor('start-redo'), caseId, now, {
    set: { round: before.round + 1, stage: 'report' },
    type: 'redo-started',
    data: { round: before.round + 1 },
  });
  return { round, path };
}

/** The case is ready for the citizen's answer. */
export function beginFeedback(db: Database, caseId: string, now: number): void {
  changeCase(db, processActor('notify'), caseId, now, { set: { stage: 'feedback' }, type: 'feedback-started' });
}

/** Ends the case; the team is released with it (R7a). */
export function closeCase(db: Database, caseId: string, now: number): void {
  const found = caseById(db, caseId);
  if (found.status === 'closed') return;
  db.update(caseDepartments)
    .set({ releasedAt: now })
    .where(and(eq(caseDepartments.caseId, caseId), isNull(caseDepartments.releasedAt)))
    .run();
  const solved = db.select({ solved: problems.solved }).from(problems).where(eq(problems.caseId, caseId)).all();
  const count = solved.filter((row) => row.solved).length;
  const outcome = found.outcome ?? (count === 0 ? 'unsolved' : count === solved.length ? 'solved' : 'partly-solved');
  changeCase(db, processActor('close-case'), caseId, now, {
    set: { status: 'closed', closedAt: now, outcome, stage: 'feedback' },
    type: 'case-closed',
    data: { outcome, problems: solved.length, solved: count, rounds: found.round },
  });
}
