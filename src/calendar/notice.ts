import { isUtf8 } from 'node:buffer';
import { Temporal } from '@js-temporal/polyfill';
import { invalid } from '../errors.ts';
import { readCsv } from '../intake/csv-reader.ts';
import { type NoticeDay, plainDay } from './work-calendar.ts';

/** A day as a year's notice has it. */
export interface DatedDay extends NoticeDay {
  /** ISO date */
  readonly date: string;
}

/** A day as somebody hands it in, and where it stands in what was handed in. */
export interface GivenDay extends DatedDay {
  /** Chinese, for the sentence: `第3行`. */
  readonly place: string;
  /** For the program: `days.2`, `line.3`. */
  readonly field: string;
}

const HEADINGS: Readonly<Record<keyof DatedDay, readonly string[]>> = {
  date: ['date', '日期'],
  working: ['working', '上班', '是否上班'],
  name: ['name', '名称', '节日'],
};
const YES = ['是', 'true', '1', 'yes', '上班'];
const NO = ['否', 'false', '0', 'no', '放假'];
const MOST_NAME = 20;
/** How far a notice may reach into the neighbouring years, days. */
const REACH_DAYS = 7;

/**
 * Checks a year's notice (R9): real dates of the year, of the last week before it or the first week after it, none
 * twice, a weekday is not called a make-up day.
 * @throws DomainError `invalid-calendar-day`, `calendar-day-twice`, `calendar-empty`, each naming the day
 */
export function checkNotice(year: number, days: readonly GivenDay[]): void {
  if (days.length === 0) throw invalid('calendar-empty', '通知中没有任何放假或调休的日子。', 'days');
  const seen = new Map<string, GivenDay>();
  for (const day of days) {
    checkDay(year, day);
    const earlier = seen.get(day.date);
    if (earlier)
      throw invalid('calendar-day-twice', `${day.place}：${day.date} 与${earlier.place}重复。`, `${day.field}.date`);
    seen.set(day.date, day);
  }
}

function checkDay(year: number, { date, working, name, place, field }: GivenDay): void {
  const refuse = (why: string, column: keyof DatedDay) =>
    invalid('invalid-calendar-day', `${place}（${date}）：${why}`, `${field}.${column}`);
  if (!isDate(date)) throw refuse('没有这个日期，应写作 2027-10-01。', 'date');
  const first = Temporal.PlainDate.from({ year, month: 1, day: 1 }).subtract({ days: REACH_DAYS });
  const last = Temporal.PlainDate.from({ year, month: 12, day: 31 }).add({ days: REACH_DAYS });
  if (date < first.toString() || date > last.toString())
    throw refuse(`不在${year}年之内，也不在其前后一周之内。`, 'date');
  if (name.trim() === '' || [...name].length > MOST_NAME) throw refuse(`名称应有1至${MOST_NAME}个字。`, 'name');
  if (working && plainDay(date).working) throw refuse('本来就是工作日，不必写为调休上班。', 'working');
}

function isDate(date: string): boolean {
  try {
    return /^\d{4}-\d\d-\d\d$/.test(date) && Temporal.PlainDate.from(date, { overflow: 'reject' }) !== undefined;
  } catch {
    return false;
  }
}

/**
 * Reads a year's notice from CSV with the columns date, working and name (日期、上班、名称), UTF-8.
 * @throws DomainError `csv-not-utf8`, `csv-empty`, `csv-missing-column`, `csv-malformed`, `invalid-calendar-day` with the line
 */
export function readNotice(file: Buffer): GivenDay[] {
  if (!isUtf8(file))
    throw invalid('csv-not-utf8', '文件不是 UTF-8 编码。请在 Excel 中另存为“CSV UTF-8（逗号分隔）”后重试。');
  const [heading, ...records] = readCsv(file.toString().replace(/^\ufeff/, ''));
  if (!heading || 'malformed' in heading) throw invalid('csv-empty', '文件是空的，或没有可读的表头。');
  const at = { date: column('date'), working: column('working'), name: column('name') };
  return records.map((record) => {
    const { line } = record;
    const [place, field] = [`第${line}行`, `line.${line}`];
    if ('malformed' in record) throw invalid('csv-malformed', `${place}：${record.malformed}`, field);
    const cell = (i: number) => (record.fields[i] ?? '').trim();
    return { place, field, date: cell(at.date), working: yesOrNo(cell(at.working), place, field), name: cell(at.name) };
  });

  function column(name: keyof DatedDay): number {
    const found = heading && 'fields' in heading ? heading.fields : [];
    const i = found.findIndex((title) => HEADINGS[name].includes(title.trim()));
    if (i < 0) throw invalid('csv-missing-column', `缺少“${name}”列，可用的列名：${HEADINGS[name].join('、')}。`, name);
    return i;
  }
}

function yesOrNo(cell: string, place: string, field: string): boolean {
  if (YES.includes(cell.toLowerCase())) return true;
  if (NO.includes(cell.toLowerCase())) return false;
  throw invalid('invalid-calendar-day', `${place}：“${cell}”不知是上班还是放假，应写“是”或“否”。`, `${field}.working`);
}
