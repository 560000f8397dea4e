import { and, count, desc, eq, inArray, sql } from 'drizzle-orm';
import { inScope } from '../cases/store.ts';
import { cases, complaints } from '../cases/table.ts';
import type { CaseScope } from '../cases/visibility.ts';
import type { Database } from '../db/open.ts';

/** Complaints of one case that are looked at: enough of a matter's wordings. */
const MOST_WORDINGS = 10;

/**
 * In how many indexed texts each word occurs; words that occur nowhere are left out.
 * @param words as `wordsOf` gives them
 */
export function wordFrequencies(db: Database, words: readonly string[]): Map<string, number> {
  // FTS5's own dictionary; a view of this connection on the index, which keeps nothing.
  db.run(sql`create virtual table if not exists temp.case_words using fts5vocab('main', 'case_search', 'row')`);
  const rows = db.all<{ term: string; doc: number }>(
    sql`select term, doc from temp.case_words where term in (select value from json_each(${JSON.stringify(words)}))`,
  );
  return new Map(rows.map(({ term, doc }) => [term, doc]));
}

export function countComplaints(db: Database): number {
  return db.select({ count: count() }).from(complaints).get()?.count ?? 0;
}

/** What a case itself says about its likeness to a complaint. */
export interface Candidate {
  readonly id: string;
  readonly subject: string;
  readonly origin: 'complaint' | 'town';
  readonly townId: string | null;
  readonly itemId: string | null;
}

/** Open cases of the scope in which any of the words occurs, those with the most telling ones first. */
export function casesWithWords(db: Database, scope: CaseScope, words: readonly string[], limit: number): Candidate[] {
  if (words.length === 0) return [];
  const match = words.map((word) => `"${word}"`).join(' OR ');
  const { id, subject, origin, townId, itemId } = cases;
  const rows = db
    .select({ id, subject, origin, townId, itemId })
    .from(cases)
    .innerJoin(sql`case_search`, sql`case_search.case_id = ${cases.id}`)
    .where(and(sql`case_search.grams match ${match}`, eq(cases.status, 'open'), inScope(scope)))
    .orderBy(sql`case_search.rank`, cases.id)
    .limit(limit)
    .all();
  return [...new Map(rows.map((row) => [row.id, row])).values()];
}

/** How the complainants of some cases put it, the latest first. */
export function wordingsOf(
  db: Database,
  caseIds: readonly string[],
): { caseId: string; subject: string; text: string; place: string }[] {
  const numbered = db
    .select({
      caseId: complaints.caseId,
      subject: complaints.subject,
      text: complaints.text,
      place: complaints.place,
      nth: sql<number>`row_number() over (partition by ${complaints.caseId} order by ${complaints.createdAt} desc)`.as(
        'nth',
      ),
    })
    .from(complaints)
    .where(inArray(complaints.caseId, [...caseIds]))
    .as('numbered');
  return db
    .select({
      caseId: numbered.caseId,
      subject: numbered.subject,
      text: numbered.text,
      place: numbered.place,
    })
    .from(numbered)
    .where(sql`${numbered.nth} <= ${MOST_WORDINGS}`)
    .orderBy(numbered.caseId, desc(numbered.nth))
    .all();
}
