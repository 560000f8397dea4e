import { eq, lte } from 'drizzle-orm';
import type { Database } from '../db/open.ts';
import { people } from '../register/table.ts';
import type { CalendarSettings } from './deadline.ts';
import type { DatedDay } from './notice.ts';
import { calendarDays, calendarYears } from './table.ts';
import { calendarFrom, importedFirst, type Notices, type WorkCalendar } from './work-calendar.ts';

/**
 * The office's time: years that an administrator has imported before the package's (R9). It is read once, at the first
 * day that is asked for, so it belongs to one request or job.
 * @param asOf ms; only notices that had been imported by then, to explain what was computed in the past
 */
export function calendarOf(db: Database, timeZone: string, asOf?: number): CalendarSettings {
  let calendar: WorkCalendar | undefined;
  return {
    timeZone,
    calendar: {
      day(date) {
        calendar ??= calendarFrom(importedFirst(importedNotices(db, asOf)));
        return calendar.day(date);
      },
    },
  };
}

/** The notices that administrators have imported. Where two speak of one date, the later year's holds. */
export function importedNotices(db: Database, asOf?: number): Notices {
  const rows = db
    .select({ year: calendarYears.year, day: calendarDays })
    .from(calendarYears)
    .leftJoin(calendarDays, eq(calendarDays.year, calendarYears.year))
    .where(asOf === undefined ? undefined : lte(calendarYears.importedAt, asOf))
    .orderBy(calendarYears.year)
    .all();
  const years = new Set(rows.map(({ year }) => year));
  const days = new Map(rows.flatMap(({ day }) => (day ? [[day.date, day] as const] : [])));
  return { knows: (year) => years.has(year), day: (date) => days.get(date) };
}

/** The imported notice of a year with its days in order; undefined when none was imported. */
export function importedYear(db: Database, year: number) {
  const found = db
    .select({ row: calendarYears, personName: people.name })
    .from(calendarYears)
    .leftJoin(people, eq(people.id, calendarYears.importedBy))
    .where(eq(calendarYears.year, year))
    .get();
  if (!found) return undefined;
  const days = db.select().from(calendarDays).where(eq(calendarDays.year, year)).orderBy(calendarDays.date).all();
  return { ...found.row, importedByName: found.personName, days };
}

/** Keeps the notice of a year in place of the one imported before. Call inside a transaction. */
export function saveYear(db: Database, notice: typeof calendarYears.$inferSelect, days: readonly DatedDay[]): void {
  const { year, ...row } = notice;
  db.insert(calendarYears).values(notice).onConflictDoUpdate({ target: calendarYears.year, set: row }).run();
  db.delete(calendarDays).where(eq(calendarDays.year, year)).run();
  for (const { date, working, name } of days) db.insert(calendarDays).values({ year, date, working, name }).run();
}
