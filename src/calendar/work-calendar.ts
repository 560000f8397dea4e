// The package's data, not its functions: those read a date in the host's time zone and are a day off west of Greenwich.
import published from 'chinese-days/dist/chinese-days.json' with { type: 'json' };

/** What one calendar day is for the offices. */
export interface DayKind {
  readonly working: boolean;
  /** Chinese, e.g. `周六`, `国庆节放假`, `国庆节调休上班`. */
  readonly name: string;
  /** False: the State Council has not yet published the arrangement, so this is a guess from the day of the week. */
  readonly published: boolean;
}

/** Where working days come from. */
export interface WorkCalendar {
  /** @param date ISO date, e.g. `2026-10-01` */
  day(date: string): DayKind;
}

/** A day that a notice speaks of: a holiday, or a weekend that is worked. */
export interface NoticeDay {
  readonly working: boolean;
  /** Chinese, e.g. `国庆节`. */
  readonly name: string;
}

/** The official notices of some years (国务院办公厅节假日安排通知), published each autumn for the next year (R9). */
export interface Notices {
  /** Whether the notice of a year is there. */
  knows(year: number): boolean;
  /** @param date ISO date */
  day(date: string): NoticeDay | undefined;
}

const HOLIDAYS: Readonly<Record<string, string>> = published.holidays;
const WORKDAYS: Readonly<Record<string, string>> = published.workdays;
const WEEKDAYS = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'] as const;
const WEEK_MS = 7 * 86_400_000;

/** The notices in package `chinese-days`. A year is known when its New Year's Day is in the data. */
export const packageNotices: Notices = {
  knows: (year) => HOLIDAYS[`${year}-01-01`] !== undefined,
  day(date) {
    const makeUp = WORKDAYS[date];
    if (makeUp) return { working: true, name: chineseName(makeUp) };
    const holiday = HOLIDAYS[date];
    return holiday ? { working: false, name: chineseName(holiday) } : undefined;
  },
};

/** Imported notices before the package's: where an imported one speaks of a date, the package is not asked. */
export const importedFirst = (imported: Notices): Notices => ({
  knows: (year) => imported.knows(year) || packageNotices.knows(year),
  day(date) {
    const found = imported.day(date);
    if (found) return found;
    const years = yearsOfNotice(date);
    // The last week of December has two notices: the package is left out only when it knows neither better.
    const covered = years.every((year) => imported.knows(year) || !packageNotices.knows(year));
    return covered && years.some(imported.knows) ? undefined : packageNotices.day(date);
  },
});

/** The calendar of the offices: what notices say, else the week. */
export const calendarFrom = (notices: Notices): WorkCalendar => ({
  day(date) {
    const special = notices.day(date);
    if (special)
      return { ...special, name: `${special.name}${special.working ? '调休上班' : '放假'}`, published: true };
    return { ...plainDay(date), published: yearsOfNotice(date).every(notices.knows) };
  },
});

/** Statutory holidays and make-up weekends (调休) as the package has them. */
export const chineseCalendar: WorkCalendar = calendarFrom(packageNotices);

/** A day that no notice speaks of. @param date ISO date */
export function plainDay(date: string): NoticeDay {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return { working: weekday !== 0 && weekday !== 6, name: WEEKDAYS[weekday] ?? '' };
}

/**
 * The years whose notices may speak of a date: its own, and in the last week of December the next one, which may move it
 * (as in 2018 and 2022).
 */
function yearsOfNotice(date: string): number[] {
  const ownYear = Number(date.slice(0, 4));
  const weekLater = new Date(Date.parse(`${date}T00:00:00Z`) + WEEK_MS).getUTCFullYear();
  return weekLater === ownYear ? [ownYear] : [ownYear, weekLater];
}

/** The data's values read `National Day,国庆节,3`. */
const chineseName = (value: string): string => value.split(',')[1] ?? value;
