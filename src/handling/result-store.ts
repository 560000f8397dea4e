import { and, eq } from 'drizzle-orm';
import { caseById, changeCase, processActor, requireForm, textOf } from '../cases/case-store.ts';
import { type CasePath, callbacks, caseDepartments, problems } from '../cases/table.ts';
import type { Database } from '../db/open.ts';
import { toldBefore } from './history-store.ts';

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

/**
 * The lead department (or the single one) hands in the result per problem (R4c). A form counts once.
 * @throws DomainError `form-missing`
 */
export function recordResult(db: Database, caseId: string, dutyId: string | null, now: number): void {
  const form = requireForm(db, dutyId, 'hand-in-result', 'handle-directly');
  const outcome = textOf(form, 'outcome');
  const type = outcome === 'needs-whistle' ? 'whistle-requested' : 'result-handed-in';
  if (toldBefore(db, caseId, type, dutyId)) return;
  const results = outcome === 'needs-whistle' ? [] : problemResults(form.data.problems);
  for (const { seq, ...result } of results)
    db.update(problems)
      .set(result)
      .where(and(eq(problems.caseId, caseId), eq(problems.seq, seq)))
      .run();
  changeCase(db, processActor('record-result', form.submittedBy, form.organisationId), caseId, now, {
    ...(outcome === 'needs-whistle' ? { set: { path: 'undecided', stage: 'whistle' } } : {}),
    type,
    data: { results, summary: textOf(form, 'summary') || textOf(form, 'result') },
    cause: dutyId,
  });
}

/** The round in which a leading group goes on instead of the team: the citizen was dissatisfied twice (R11). */
const LEADERSHIP_ROUND = 3;

/**
 * The citizen is not satisfied: the next round begins (R11). Those who have reported stay in the team (事不结人不撤); the
 * second round is the team's again, whoever led before. The first round ends by the callbacks that were concluded in it,
 * so a repeat, which finds none in the round, begins no other.
 */
export function startRedo(db: Database, caseId: string, now: number): { round: number; path: CasePath } {
  const before = caseById(db, caseId);
  const concluded = toldBefore(db, caseId, 'callback-concluded', `round-${before.round}`);
  if (before.round > 1 && !concluded) return { round: before.round, path: before.path };
  const next = before.round + 1;
  db.update(caseDepartments)
    .set({ status: 'reported', handedInAt: null })
    .where(and(eq(caseDepartments.caseId, caseId), eq(caseDepartments.status, 'handed-in')))
    .run();
  db.update(problems).set({ solved: null }).where(eq(problems.caseId, caseId)).run();
  const dissatisfied = db
    .select({ id: callbacks.complaintId })
    .from(callbacks)
    .where(
      and(eq(callbacks.caseId, caseId), eq(callbacks.round, before.round), eq(callbacks.satisfaction, 'dissatisfied')),
    )
    .all()
    .map(({ id }) => id);
  const { round, path } = changeCase(db, processActor('start-redo'), caseId, now, {
    set: {
      round: next,
      stage: 'report',
      ...(next < LEADERSHIP_ROUND ? { leadingGroupId: null, leaderId: null } : {}),
    },
    type: 'redo-started',
    data: { round: next, dissatisfied },
    cause: `round-${next}`,
  });
  return { round, path };
}

/** The case is ready for the citizen's answer. */
export function beginFeedback(db: Database, caseId: string, now: number): void {
  const { round } = caseById(db, caseId);
  changeCase(db, processActor('notify'), caseId, now, {
    set: { stage: 'feedback' },
    type: 'feedback-started',
    cause: `round-${round}`,
  });
}
