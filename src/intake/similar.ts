import type { Static } from 'typebox';
import { scopeOf } from '../cases/scope.ts';
import { eventData, findCase } from '../cases/store.ts';
import { caseBrief } from '../cases/view.ts';
import { EVERY_CASE } from '../cases/visibility.ts';
import type { Database } from '../db/open.ts';
import type { Principal } from '../register/store.ts';
import type { SimilarBody, SimilarCases } from './schema.ts';
import { type Candidate, casesWithWords, countComplaints, wordFrequencies, wordingsOf } from './similar-store.ts';
import { type Comparable, LEAST_SCORE, scoreOf, type Telling, tellingBy, tiesOf, wordsOf } from './similarity.ts';
import { endsAlready } from './store.ts';

/** Words that are looked up in the index: the most telling ones of the complaint. */
const MOST_SOUGHT = 40;
/** Cases that are compared word by word. */
const MOST_COMPARED = 40;
const MOST_SUGGESTED = 5;

/** A matter as somebody put it. */
interface Wording {
  readonly caseId: string;
  readonly subject: string;
  readonly text: string;
  readonly place: string;
}

/**
 * Open cases that a new complaint may belong to (R4), the likeliest first: the operator attaches it or not. The same question
 * gets the same answer as long as the cases stay the same.
 */
export function similarCases(
  db: Database,
  person: Principal,
  asked: Static<typeof SimilarBody>,
): Static<typeof SimilarCases>['items'] {
  const { townId = null, itemId = null } = asked;
  const known = comparable(asked, { townId, itemId });
  const frequencies = wordFrequencies(db, [...known.words]);
  const telling = tellingBy(countComplaints(db), known.words, frequencies);
  const candidates = casesWithWords(db, scopeOf(db, person), sought(frequencies, telling), MOST_COMPARED);
  const wordings = wordingsByCase(db, candidates);
  return candidates
    .flatMap((candidate) => nearest(known, candidate, wordings.get(candidate.id) ?? [], telling) ?? [])
    .filter(({ id, score }) => score >= LEAST_SCORE && !endsAlready(db, id))
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
    .slice(0, MOST_SUGGESTED)
    .flatMap(({ id, score, wording }) => {
      const found = findCase(db, EVERY_CASE, id);
      return found ? [{ case: caseBrief(found), score, words: tiesOf(wordsIn(asked), wordsIn(wording), telling) }] : [];
    });
}

/** A case is as like as the likest of its complaints. */
function nearest(
  known: Comparable,
  candidate: Candidate,
  wordings: readonly Wording[],
  telling: Telling,
): { id: string; score: number; wording: Wording } | undefined {
  return wordings
    .map((wording) => ({ id: candidate.id, score: scoreOf(known, comparable(wording, candidate), telling), wording }))
    .reduce<{ id: string; score: number; wording: Wording } | undefined>(
      (best, one) => (best === undefined || one.score > best.score ? one : best),
      undefined,
    );
}

const wordsIn = ({ subject, text }: Pick<Wording, 'subject' | 'text'>): string => `${subject}\n${text}`;

const comparable = (
  { subject, text, place }: Omit<Wording, 'caseId'>,
  { townId, itemId }: Pick<Candidate, 'townId' | 'itemId'>,
): Comparable => ({
  subject: wordsOf(subject),
  words: wordsOf(subject, text),
  place: wordsOf(place),
  townId,
  itemId,
});

/** The rarest of the words that occur at all. */
const sought = (frequencies: ReadonlyMap<string, number>, telling: Telling): string[] =>
  [...frequencies.keys()].sort((a, b) => telling(b) - telling(a) || (a < b ? -1 : 1)).slice(0, MOST_SOUGHT);

/** How complainants put it, and towns what they found themselves. */
function wordingsByCase(db: Database, candidates: readonly Candidate[]): Map<string, Wording[]> {
  const ids = candidates.map(({ id }) => id);
  const own = candidates
    .filter(({ origin }) => origin === 'town')
    .map(({ id, subject }) => {
      const { description = '', place = '' } = eventData(db, id, 'case-registered')[0] ?? {};
      return { caseId: id, subject, text: String(description), place: String(place) };
    });
  return Map.groupBy([...own, ...wordingsOf(db, ids)], ({ caseId }) => caseId);
}
