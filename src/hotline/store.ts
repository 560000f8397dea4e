import { and, asc, desc, eq, gt, gte, inArray, isNull, or, type SQL, sql } from 'drizzle-orm';
import { hideIn } from '../cases/masking.ts';
import { type CaseRow, type ComplaintRow, complaintById, eventData, inScope, problemsOf } from '../cases/store.ts';
import { callbacks, callbackTargets, cases, complaints } from '../cases/table.ts';
import type { CaseScope } from '../cases/visibility.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/open.ts';
import { enqueue } from '../db/outbox.ts';

/** What became of an order, for the hotline that it came from (R4b). Nothing of it says who complained. */
export interface OrderResult {
  readonly source: string;
  readonly orderNumber: string;
  readonly caseId: string;
  /** As in `cases.outcome`; null while the case runs. */
  readonly outcome: string | null;
  /** What this complainant said last; `unreachable` after the last attempt; null: was not asked. */
  readonly satisfaction: string | null;
  /** ISO 8601, null while the case runs. */
  readonly closedAt: string | null;
  readonly problems: readonly { readonly seq: number; readonly solved: boolean | null }[];
  /** The result as it was handed in, or why the order was refused. */
  readonly summary: string;
}

/**
 * Puts what became of a case's complaints in the outbox, one row for each that came from one of the hotlines. Call inside
 * the transaction of the change. @param whom after a callback those who withdrew hear nothing; at the end everyone does
 */
export function reportResults(
  db: Database,
  clock: Clock,
  caseId: string,
  hotlines: readonly string[],
  whom: 'everyone' | 'still-complaining',
): void {
  const rows = db
    .select({ id: complaints.id, source: complaints.source })
    .from(complaints)
    .where(
      and(
        eq(complaints.caseId, caseId),
        inArray(complaints.source, [...hotlines]),
        whom === 'everyone' ? undefined : isNull(complaints.withdrawnAt),
      ),
    )
    .orderBy(asc(complaints.createdAt), asc(complaints.id))
    .all();
  for (const { id, source } of rows) enqueue(db, clock, { kind: 'write-back', source, complaintId: id });
}

/** The result of a complaint as it is now; undefined for an unknown one. */
export function resultOf(db: Database, complaintId: string): OrderResult | undefined {
  const complaint = complaintById(db, complaintId);
  const found = complaint && db.select().from(cases).where(eq(cases.id, complaint.caseId)).get();
  return found && describe(db, complaint, found);
}

/**
 * One page of the results of closed cases, in the order in which they were closed.
 * @param filter.since ms; @param after position of the page before: closedAt (ms) and complaint's id
 */
export function listResults(
  db: Database,
  scope: CaseScope,
  filter: { readonly source?: string | undefined; readonly since?: number | undefined },
  after: readonly [number, string] | undefined,
  limit: number,
): { position: [number, string]; result: OrderResult }[] {
  const conditions: (SQL | undefined)[] = [
    eq(cases.status, 'closed'),
    inScope(scope),
    filter.source === undefined ? undefined : eq(complaints.source, filter.source),
    filter.since === undefined ? undefined : gte(cases.closedAt, filter.since),
    after && or(gt(cases.closedAt, after[0]), and(eq(cases.closedAt, after[0]), gt(complaints.id, after[1]))),
  ];
  return db
    .select({ complaint: complaints, found: cases })
    .from(complaints)
    .innerJoin(cases, eq(cases.id, complaints.caseId))
    .where(and(...conditions))
    .orderBy(asc(cases.closedAt), asc(complaints.id))
    .limit(limit)
    .all()
    .map(({ complaint, found }) => ({
      position: [found.closedAt ?? 0, complaint.id],
      result: describe(db, complaint, found),
    }));
}

function describe(db: Database, complaint: ComplaintRow, found: CaseRow): OrderResult {
  const { source, orderNumber, caseId, withdrawnAt } = complaint;
  return {
    source,
    orderNumber,
    caseId,
    outcome: withdrawnAt === null ? found.outcome : 'withdrawn',
    satisfaction: satisfactionOf(db, complaint),
    closedAt: found.closedAt === null ? null : new Date(found.closedAt).toISOString(),
    problems: problemsOf(db, caseId).map(({ seq, solved }) => ({ seq, solved })),
    summary: summaryOf(db, found),
  };
}

function satisfactionOf(db: Database, { id, caseId }: ComplaintRow): string | null {
  const said = db
    .select({ satisfaction: callbacks.satisfaction })
    .from(callbacks)
    .where(and(eq(callbacks.complaintId, id), eq(callbacks.contacted, true)))
    .orderBy(desc(callbacks.id))
    .limit(1)
    .get();
  if (said) return said.satisfaction;
  const target = db
    .select({ status: callbackTargets.status })
    .from(callbackTargets)
    .where(and(eq(callbackTargets.caseId, caseId), eq(callbackTargets.complaintId, id)))
    .orderBy(sql`${callbackTargets.round} desc`)
    .limit(1)
    .get();
  return target?.status === 'unreachable' ? 'unreachable' : null;
}

/** Staff's words, which may name a complainant of the case. */
function summaryOf(db: Database, { id, outcome }: CaseRow): string {
  const data =
    outcome === 'refused'
      ? eventData(db, id, 'complaint-refused').at(-1)
      : eventData(db, id, 'result-handed-in').at(-1);
  const words = data?.[outcome === 'refused' ? 'reason' : 'summary'];
  const people = db
    .select({ name: complaints.complainantName, phone: complaints.complainantPhone })
    .from(complaints)
    .where(eq(complaints.caseId, id))
    .all();
  return typeof words === 'string' ? hideIn(words, people) : '';
}
