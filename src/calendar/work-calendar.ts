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

/** Where working days come from. An administrator's table would be another implementation in front of this one. */
export interface WorkCalendar {
  /** @param date ISO date, e.g. `2026-10-01` */
  day(date: string): DayKind;
}

const HOLIDAYS: Readonly<Record<string, string>> = published.holidays;
const WORKDAYS: Readonly<Record<string, string>> = published.workdays;
const WEEKDAYS = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'] as const;
const WEEK_MS = 7 * 86_400_000;

/** Statutory holidays and make-up weekends (调休) as published each autumn for the next year (R9). */
export const chineseCalendar: WorkCalendar = {
  day(date) {
    const makeUp = WORKDAYS[date];
    if (makeUp) return { working: true, name: `${chineseName(makeUp)}调休上班`, published: true };
    const holiday = HOLIDAYS[date];
    if (holiday) return { working: false, name: `${chineseName(holiday)}放假`, published: true };
    const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
    return { working: weekday !== 0 && weekday !== 6, name: WEEKDAYS[weekday] ?? '', published: isPublished(date) };
  },
};

/**
 * A year is known when its New Year's Day is in the data. The last week of December may be moved by the next year's
 * notice (as in 2018 and 2022), so it is known only with that year.
 */
function isPublished(date: string): boolean {
  const yearOfNotice = new Date(Date.parse(`${date}T00:00:00Z`) + WEEK_MS).getUTCFullYear();
  return HOLIDAYS[`${yearOfNotice}-01-01`] !== undefined;
}

/** The data's values read `National Day,国庆节,3`. */
const chineseName = (value: string): string => value.split(',')[1] ?? value;
