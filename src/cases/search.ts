/**
 * Search words for FTS5, which finds no Chinese word by itself: runs of other characters than Latin letters and digits are
 * cut into overlapping pairs, with the last character alone at the end, so that a run of any length is found as a phrase
 * of pairs and a single character as the beginning of one.
 */
const RUNS = /[\p{Script=Latin}\p{Nd}]+|[\p{L}--\p{Script=Latin}]+/gv;
const WORD = /^[\p{Script=Latin}\p{Nd}]/u;

/**
 * Marks words that the accused side must not find a case by (R4b). A private character is a token to FTS5, and nobody can
 * type one: neither texts nor queries keep it.
 */
export const SECRET = '\uE000';

/** Runs of letters and digits of a text, as they are compared: NFKC, small letters. */
export const runsOf = (text: string): string[] => text.normalize('NFKC').toLowerCase().match(RUNS) ?? [];

/** Pairs of a run: 停水了 → 停水, 水了. */
function pairs(run: string): string[] {
  const chars = [...run];
  return chars.slice(1).map((char, i) => `${chars[i]}${char}`);
}

/** What a run is compared by: its pairs; a Latin word or a number of two characters and more as a whole. */
export function wordsOfRun(run: string): string[] {
  if (!WORD.test(run)) return pairs(run);
  return run.length > 1 ? [run] : [];
}

/** Words under which texts are found, for the column `grams`. */
export function gramsOf(...texts: readonly string[]): string {
  return texts
    .flatMap(runsOf)
    .flatMap((run) => (WORD.test(run) ? [run] : [...pairs(run), [...run].at(-1)]))
    .join(' ');
}

/** An FTS5 query for what somebody typed: every run must occur. Undefined when it holds nothing to look for. */
export function matchOf(query: string): string | undefined {
  const terms = runsOf(query).map((run) => {
    // The quotes make it a phrase; runs hold letters and digits only, so none can end it early.
    if (WORD.test(run) || [...run].length === 1) return `"${run}"*`;
    return `"${pairs(run).join(' ')}"`;
  });
  return terms.length > 0 ? terms.join(' ') : undefined;
}

/** The same query for the accused side: words of hidden complainants find nothing. */
export const withoutSecrets = (match: string): string => `(${match}) NOT "${SECRET}"`;
