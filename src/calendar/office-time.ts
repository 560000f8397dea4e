import { Temporal } from '@js-temporal/polyfill';
import type { DayKind, WorkCalendar } from './work-calendar.ts';

/** Local `HH:MM` pairs in order, not overlapping. */
export type OfficeHours = readonly [readonly [from: string, to: string], ...(readonly [from: string, to: string])[]];

/** Arithmetic on working days and office hours in one zone. Instants are ms, dates are local. */
export class OfficeTime {
  readonly #timeZone: string;
  readonly #calendar: WorkCalendar;
  readonly #shifts: readonly { readonly from: Temporal.PlainTime; readonly to: Temporal.PlainTime }[];
  readonly #closing: Temporal.PlainTime;

  /** @throws RangeError when the zone or an office hour cannot be read */
  constructor(timeZone: string, hours: OfficeHours, calendar: WorkCalendar) {
    this.#timeZone = timeZone;
    this.#calendar = calendar;
    this.#shifts = hours.map(([from, to]) => ({
      from: Temporal.PlainTime.from(from),
      to: Temporal.PlainTime.from(to),
    }));
    this.#closing = Temporal.PlainTime.from((hours.at(-1) ?? hours[0])[1]);
  }

  day(date: string): DayKind {
    return this.#calendar.day(date);
  }

  dateOf(instant: number): Temporal.PlainDate {
    return this.#local(instant).toPlainDate();
  }

  /** Whether an instant is the beginning of a local day: how a date without a time is written. */
  isMidnight(instant: number): boolean {
    return this.#local(instant).startOfDay().epochMilliseconds === instant;
  }

  /** End of the office hours of a date, ms. */
  endOf(date: Temporal.PlainDate): number {
    return this.#at(date, this.#closing);
  }

  /** The working day that a receipt counts as: the same day until the offices close, else the next working day. */
  dateOfReceipt(instant: number): Temporal.PlainDate {
    const date = this.dateOf(instant);
    if (this.#works(date) && instant <= this.endOf(date)) return date;
    return this.#nextWorkingDay(date);
  }

  /** How many working days the date of receipt moves on from one instant to a later one. */
  workingDaysBetween(from: number, to: number): number {
    const last = this.dateOfReceipt(to);
    let count = 0;
    for (let date = this.dateOfReceipt(from); Temporal.PlainDate.compare(date, last) < 0; count++)
      date = this.#nextWorkingDay(date);
    return count;
  }

  /** Office time between two instants, ms. */
  officeMsBetween(from: number, to: number): number {
    const last = this.dateOf(to);
    let total = 0;
    for (let date = this.dateOf(from); Temporal.PlainDate.compare(date, last) <= 0; date = date.add({ days: 1 }))
      for (const shift of this.#shiftsOn(date))
        total += Math.max(0, Math.min(shift.to, to) - Math.max(shift.from, from));
    return total;
  }

  /** Uses up at most `ms` of a date's office time that lies after `from`; `lastAt` is when the last of it is used. */
  spend(date: Temporal.PlainDate, from: number, ms: number): { usedMs: number; lastAt: number } {
    let usedMs = 0;
    let lastAt = from;
    for (const shift of this.#shiftsOn(date)) {
      const begin = Math.max(shift.from, from);
      const use = Math.min(ms - usedMs, shift.to - begin);
      if (use <= 0) continue;
      usedMs += use;
      lastAt = begin + use;
    }
    return { usedMs, lastAt };
  }

  /** Natural time: days by the wall clock, hours and seconds as they pass. */
  addNatural(instant: number, amount: number, unit: 'day' | 'hour' | 'second'): number {
    return this.#local(instant).add({ [`${unit}s`]: amount }).epochMilliseconds;
  }

  /** Every date (ISO) from one instant's to another's. */
  dates(from: number, to: number): string[] {
    const last = this.dateOf(to);
    const found: string[] = [];
    for (let date = this.dateOf(from); Temporal.PlainDate.compare(date, last) <= 0; date = date.add({ days: 1 }))
      found.push(date.toString());
    return found;
  }

  #works(date: Temporal.PlainDate): boolean {
    return this.#calendar.day(date.toString()).working;
  }

  #nextWorkingDay(date: Temporal.PlainDate): Temporal.PlainDate {
    let next = date.add({ days: 1 });
    while (!this.#works(next)) next = next.add({ days: 1 });
    return next;
  }

  #shiftsOn(date: Temporal.PlainDate): { from: number; to: number }[] {
    if (!this.#works(date)) return [];
    return this.#shifts.map(({ from, to }) => ({ from: this.#at(date, from), to: this.#at(date, to) }));
  }

  #local(instant: number): Temporal.ZonedDateTime {
    return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(this.#timeZone);
  }

  #at(date: Temporal.PlainDate, time: Temporal.PlainTime): number {
    return date.toZonedDateTime({ timeZone: this.#timeZone, plainTime: time }).epochMilliseconds;
  }
}
