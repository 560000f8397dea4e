import { runsOf, wordsOfRun } from '../cases/search.ts';

/**
 * How much of the score each likeness makes up. What the complaint says nothing of (no place, town or item given) is left
 * out and the rest counts for the whole.
 */
const WEIGHTS = { words: 0.7, place: 0.15, item: 0.1, town: 0.05 } as const;
/**
 * Below it two complaints share no more than the language of complaints. Of 2,800 messages to a province's offices 15 in 100
 * find another above it by their words alone; a person decides, so that one suggestion too many costs less than one too few.
 */
export const LEAST_SCORE = 0.2;
const MOST_TIES = 8;
/** A copied sentence is shown by its beginning, in characters. */
const LONGEST_TIE = 20;

/** Words of a text: the pairs of its characters and its Latin words, each once. */
export const wordsOf = (...texts: readonly string[]): Set<string> => new Set(texts.flatMap(runsOf).flatMap(wordsOfRun));

/** How telling a word is, 0 or more: a place's name is, the words of every complaint are not. */
export type Telling = (word: string) => number;

/**
 * How telling a complaint's words are, by the texts that there are. Words that it lacks count as its average one: to look up
 * those of every other text as well would take longer than all the rest.
 * @param documents texts that there are
 * @param frequency in how many of them each of the words occurs; left out: in none
 */
export function tellingBy(
  documents: number,
  words: ReadonlySet<string>,
  frequency: ReadonlyMap<string, number>,
): Telling {
  const weights = new Map<string, number>();
  for (const word of words) weights.set(word, Math.log(1 + documents / (1 + (frequency.get(word) ?? 0))) ** 2);
  const average = [...weights.values()].reduce((sum, weight) => sum + weight, 0) / Math.max(1, weights.size);
  return (word) => weights.get(word) ?? average;
}

/** Dice's coefficient of two sets of words, each counted by how telling it is: 0 nothing in common, 1 the same words. */
export function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>, telling: Telling): number {
  const sum = (words: Iterable<string>): number => [...words].reduce((total, word) => total + telling(word), 0);
  const all = sum(one) + sum(other);
  return all === 0 ? 0 : (2 * sum([...one].filter((word) => other.has(word)))) / all;
}

/** What of a complaint is compared; undefined or empty: not known. */
export interface Comparable {
  readonly subject: ReadonlySet<string>;
  /** Those of subject and text. */
  readonly words: ReadonlySet<string>;
  readonly place: ReadonlySet<string>;
  readonly townId: string | null;
  readonly itemId: string | null;
}

/**
 * How alike two complaints are, 0 to 1 in thousandths (R4): words above all, then place, item and town. Long texts have little
 * in common even where the matter is one, so the subjects count for half of the words.
 */
export function scoreOf(asked: Comparable, other: Comparable, telling: Telling): number {
  const words = likeness(asked.subject, other.subject, telling) + likeness(asked.words, other.words, telling);
  const parts: [number, number][] = [[WEIGHTS.words, words / 2]];
  if (asked.place.size > 0) parts.push([WEIGHTS.place, likeness(asked.place, other.place, telling)]);
  if (asked.itemId !== null) parts.push([WEIGHTS.item, Number(asked.itemId === other.itemId)]);
  if (asked.townId !== null) parts.push([WEIGHTS.town, Number(asked.townId === other.townId)]);
  const whole = parts.reduce((sum, [weight]) => sum + weight, 0);
  return Math.round((1000 * parts.reduce((sum, [weight, part]) => sum + weight * part, 0)) / whole) / 1000;
}

/**
 * What two texts say in the same words, the most telling first: the longest stretches of the one that occur in the other,
 * 搅拌站 rather than 搅拌 and 拌站.
 */
export function tiesOf(text: string, other: string, telling: Telling): string[] {
  const words = wordsOf(other);
  const theirs = runsOf(other).join('\n');
  const ties = new Map<string, number>();
  for (const run of runsOf(text))
    for (const tie of stretchesOf(run, theirs, words))
      ties.set(
        tie,
        wordsOfRun(tie).reduce((sum, word) => sum + telling(word), 0),
      );
  return [...ties]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, MOST_TIES)
    .map(([tie]) => [...tie].slice(0, LONGEST_TIE).join(''));
}

/** Stretches of a run that occur in the other text, each as long as it can be. */
function stretchesOf(run: string, other: string, words: ReadonlySet<string>): string[] {
  const stretches: string[] = [];
  let open = '';
  for (const word of wordsOfRun(run)) {
    const longer = open === '' ? word : `${open}${[...word].at(-1)}`;
    const ties = words.has(word);
    if (ties && other.includes(longer)) {
      open = longer;
      continue;
    }
    if (open !== '') stretches.push(open);
    open = ties ? word : '';
  }
  return open === '' ? stretches : [...stretches, open];
}
