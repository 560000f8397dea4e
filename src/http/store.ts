import { count, eq, sql } from 'drizzle-orm';
import { cases, type Stage } from '../cases/table.ts';
import type { Database } from '../db/open.ts';
import { tasks } from '../tasks/table.ts';

/** True when the database can be read. */
export function databaseAnswers(db: Database): boolean {
  try {
    db.get(sql`select 1`);
    return true;
  } catch {
    return false;
  }
}

export function countOpenTasks(db: Database): number {
  return db.select({ count: count() }).from(tasks).where(eq(tasks.status, 'open')).get()?.count ?? 0;
}

export function countCasesByStage(db: Database): { stage: Stage; count: number }[] {
  return db
    .select({ stage: cases.stage, count: count() })
    .from(cases)
    .where(eq(cases.status, 'open'))
    .groupBy(cases.stage)
    .all();
}
