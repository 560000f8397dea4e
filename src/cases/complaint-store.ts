import { and, count, eq, isNull } from 'drizzle-orm';
import type { Database } from '../db/open.ts';
import { complaints } from './table.ts';

/** The citizen took a complaint back. @param at ms */
export function withdrawComplaint(db: Database, id: string, at: number): void {
  db.update(complaints).set({ withdrawnAt: at }).where(eq(complaints.id, id)).run();
}

/** Complaints of a case that nobody has taken back. */
export function countRemaining(db: Database, caseId: string): number {
  return (
    db
      .select({ count: count() })
      .from(complaints)
      .where(and(eq(complaints.caseId, caseId), isNull(complaints.withdrawnAt)))
      .get()?.count ?? 0
  );
}
