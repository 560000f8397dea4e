import { createHash } from 'node:crypto';
import { Temporal } from '@js-temporal/polyfill';

/** How far a citizen's clock may be ahead of ours, ms. */
const CLOCK_SKEW_MS = 60_000;
const LOCAL = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]+(\d{1,2})[:时](\d{1,2})(?:[:分](\d{1,2})秒?|分)?)?$/;
const WITH_OFFSET = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/;

/**
 * An instant as hotlines write it: ISO 8601 with an offset, or local time in the city's zone in one of the forms that
 * Chinese exports have (`2019/4/25 9:32:09`, `2019年4月25日 9:32`, `2019-04-25`).
 * @returns ms; undefined when it is none
 */
export function parseInstant(text: string, timeZone: string): number | undefined {
  const trimmed = text.trim();
  try {
    if (WITH_OFFSET.test(trimmed)) return Temporal.Instant.from(trimmed).epochMilliseconds;
    const [, year, month, day, hour = 0, minute = 0, second = 0] = (LOCAL.exec(trimmed) ?? []).map((part) =>
      part === undefined ? undefined : Number(part),
    );
    if (year === undefined || month === undefined || day === undefined) return undefined;
    const local = Temporal.PlainDateTime.from({ year, month, day, hour, minute, second }, { overflow: 'reject' });
    return local.toZonedDateTime(timeZone).epochMilliseconds;
  } catch {
    return undefined;
  }
}

/** Whether an instant lies in the future, clocks being a little apart. Both ms. */
export const isFuture = (instant: number, now: number): boolean => instant > now + CLOCK_SKEW_MS;

/** Fingerprint of complainant and words: the very same complaint, whatever its spaces, marks and width of characters. */
export function contentHash(complainant: { name: string; phone: string }, text: string): string {
  const normalised = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{P}\p{S}\s]/gu, '');
  return createHash('sha256').update(`${complainant.name}\0${complainant.phone}\0${normalised}`).digest('hex');
}

/** Public number of a case: `YS20261123-0001`. @param date as `dateStamp` gives it */
export const caseNumber = (date: string, sequence: number): string => `YS${date}-${String(sequence).padStart(4, '0')}`;

/** The city's date of an instant (ms): `20261123`. */
export function dateStamp(instant: number, timeZone: string): string {
  const date = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone).toPlainDate();
  return date.toString().replaceAll('-', '');
}

/** The first of the suggested items when the words speak more clearly for it than for the second. */
export function clearWinner(suggestions: readonly { itemId: string; words: readonly string[] }[]): string | null {
  const [first, second] = suggestions;
  const weight = (suggestion: typeof first) => suggestion?.words.join('').length ?? 0;
  return first && weight(first) > weight(second) ? first.itemId : null;
}
