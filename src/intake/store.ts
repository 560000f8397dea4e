import { and, asc, eq, not, sql } from 'drizzle-orm';
import { cases, complaints, counters, problems } from '../cases/table.ts';
import type { Database } from '../db/open.ts';

type Complaint = typeof complaints.$inferSelect;

export function insertCase(db: Database, row: typeof cases.$inferInsert): void {
  db.insert(cases).values(row).run();
}

/** One more complaint of the same matter. */
export function countRepeat(db: Database, id: string): void {
  db.update(cases)
    .set({ repeatCount: sql`${cases.repeatCount} + 1` })
    .where(eq(cases.id, id))
    .run();
}

export function insertComplaint(db: Database, row: Complaint): void {
  db.insert(complaints).values(row).run();
}

export function complaintByOrder(db: Database, source: string, orderNumber: string): Complaint | undefined {
  return db
    .select()
    .from(complaints)
    .where(and(eq(complaints.source, source), eq(complaints.orderNumber, orderNumber)))
    .get();
}

/**
 * Nothing more is waited for but the end: how it ends is decided, or the callbacks of this round were concluded. Whoever
 * joined now would never be called back (R4).
 */
const isEnding = sql`(${cases.outcome} is not null or exists (select 1 from events e where e.case_id = ${cases.id}
  and e.type = 'callback-concluded' and e.cause = 'round-' || ${cases.round}))`;

/** Whether an open case can no longer take another complaint. */
export function endsAlready(db: Database, id: string): boolean {
  return (
    db
      .select({ id: cases.id })
      .from(cases)
      .where(and(eq(cases.id, id), isEnding))
      .get() !== undefined
  );
}

/** The open case that already holds a complaint with this content. */
export function openCaseWithContent(db: Database, contentHash: string): string | undefined {
  return db
    .select({ id: cases.id })
    .from(complaints)
    .innerJoin(cases, eq(cases.id, complaints.caseId))
    .where(and(eq(complaints.contentHash, contentHash), eq(cases.status, 'open'), not(isEnding)))
    .orderBy(asc(cases.openedAt))
    .limit(1)
    .get()?.id;
}

export function insertProblems(db: Database, caseId: string, descriptions: readonly string[]): void {
  db.insert(problems)
    .values(descriptions.map((description, i) => ({ caseId, seq: i + 1, description })))
    .run();
}

/** Next value of a counter, from 1. Call inside the transaction that uses it. */
export function nextValue(db: Database, name: string): number {
  return db
    .insert(counters)
    .values({ name, value: 1 })
    .onConflictDoUpdate({ target: counters.name, set: { value: sql`${counters.value} + 1` } })
    .returning({ value: counters.value })
    .get().value;
}
