import { Temporal } from '@js-temporal/polyfill';
import type { Static } from 'typebox';
import type { Database } from '../db/open.ts';
import { isoOrNull } from '../http/schema.ts';
import type { YearView } from './schema.ts';
import { importedNotices, importedYear } from './store.ts';
import { importedFirst, packageNotices, plainDay } from './work-calendar.ts';

/** The special days of a year as deadlines are counted by, and those of its notice in the neighbouring years (R9). */
export function yearView(db: Database, year: number): Static<typeof YearView> {
  const imported = importedYear(db, year);
  const own = importedNotices(db);
  const notices = importedFirst(own);
  const dates = new Set([...datesOf(year), ...(imported?.days ?? []).map(({ date }) => date)]);
  const days = [...dates].sort().flatMap((date) => {
    const day = notices.day(date);
    if (!day) return [];
    const source = own.day(date) ? ('notice' as const) : ('package' as const);
    return [{ date, working: day.working, name: day.name, weekday: plainDay(date).name, source }];
  });
  return {
    year,
    source: imported ? 'notice' : packageNotices.knows(year) ? 'package' : 'unpublished',
    notice: imported?.notice ?? null,
    importedAt: isoOrNull(imported?.importedAt ?? null),
    importedBy: imported ? { id: imported.importedBy, name: imported.importedByName ?? imported.importedBy } : null,
    days,
  };
}

function datesOf(year: number): string[] {
  const first = Temporal.PlainDate.from({ year, month: 1, day: 1 });
  return Array.from({ length: first.daysInYear }, (_, i) => first.add({ days: i }).toString());
}
