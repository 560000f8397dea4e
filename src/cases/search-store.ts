import { and, eq, sql } from 'drizzle-orm';
import type { Database } from '../db/open.ts';
import { caseById } from './case-store.ts';
import { hiddenPeople } from './hidden-store.ts';
import { type HiddenPerson, hideIn } from './masking.ts';
import { gramsOf, matchOf, SECRET } from './search.ts';
import { complaintsOf, eventData } from './store.ts';
import { complaints } from './table.ts';

/** What a complaint, or a town's own whistle, is found by. */
interface Findable {
  readonly subject: string;
  readonly text: string;
  readonly place: string;
  readonly hidden: boolean;
}

/** Makes a case findable by the words of a complaint that has just been kept. */
export function indexComplaint(
  db: Database,
  caseId: string,
  complaint: Findable & { readonly complainantName: string; readonly complainantPhone: string },
): void {
  if (complaint.hidden && isNamed(db, caseId, complaint.complainantName, complaint.complainantPhone))
    reindexCase(db, caseId);
  else indexWords(db, caseId, complaint, hiddenPeople(db, [caseId]));
}

/** Makes a town's own case findable. */
export function indexOwnWhistle(db: Database, caseId: string, words: Omit<Findable, 'hidden'>): void {
  indexWords(db, caseId, { ...words, hidden: false }, []);
}

/** All complainants of a case are hidden from now on: its item demands it (R4b). */
export function hideComplaints(db: Database, caseId: string): void {
  const { changes } = db
    .update(complaints)
    .set({ hidden: true })
    .where(and(eq(complaints.caseId, caseId), eq(complaints.hidden, false)))
    .run();
  if (changes > 0) reindexCase(db, caseId);
}

/**
 * Where somebody is hidden, the words stand twice: whole and marked as secret, and as the accused side may know of them:
 * of a hidden complaint subject and place only, and nobody's name or number.
 */
function indexWords(db: Database, caseId: string, words: Findable, people: readonly HiddenPerson[]): void {
  const { subject, text, place, hidden } = words;
  const whole = gramsOf(caseId, subject, text, place);
  if (people.length === 0) {
    insertRow(db, caseId, whole);
    return;
  }
  insertRow(db, caseId, `${whole} ${SECRET}`);
  const shown = [subject, hidden ? '' : text, place].map((part) => hideIn(part, people, ' '));
  insertRow(db, caseId, gramsOf(caseId, ...shown));
}

function reindexCase(db: Database, caseId: string): void {
  const number = `"${gramsOf(caseId)}"`;
  db.run(sql`delete from case_search where rowid in
    (select rowid from case_search where grams match ${number} and case_id = ${caseId})`);
  const people = hiddenPeople(db, [caseId]);
  const { origin, subject } = caseById(db, caseId);
  const [registered] = eventData(db, caseId, 'case-registered');
  if (origin === 'town') indexWords(db, caseId, { subject, ...ownWords(registered), hidden: false }, people);
  for (const complaint of complaintsOf(db, caseId)) indexWords(db, caseId, complaint, people);
}

const ownWords = ({ description, place }: Record<string, unknown> = {}): { text: string; place: string } => ({
  text: String(description ?? ''),
  place: String(place ?? ''),
});

/** Whether words that the accused side can find the case by name the person. */
function isNamed(db: Database, caseId: string, name: string, phone: string): boolean {
  const said = [matchOf(name), matchOf(phone)].filter((match) => match !== undefined).map((match) => `(${match})`);
  if (said.length === 0) return false;
  const match = `("${gramsOf(caseId)}" AND (${said.join(' OR ')})) NOT "${SECRET}"`;
  const row = db.get(sql`select 1 from case_search where grams match ${match} and case_id = ${caseId} limit 1`);
  return row !== undefined;
}

const insertRow = (db: Database, caseId: string, grams: string): void => {
  db.run(sql`insert into case_search (case_id, grams) values (${caseId}, ${grams})`);
};
