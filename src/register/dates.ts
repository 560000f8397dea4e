import { Temporal } from '@js-temporal/polyfill';

/** The local date of an instant (ms), e.g. `2026-11-23`. */
export const dateOf = (instant: number, timeZone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone).toPlainDate().toString();

/** When a local date begins, ms. */
export const startOf = (date: string, timeZone: string): number =>
  Temporal.PlainDate.from(date).toZonedDateTime(timeZone).epochMilliseconds;
