import type { RowFault } from '../errors.ts';
import { faultOf, type HeadedRow, type Taken } from '../spreadsheets/rows.ts';
import type { WorkbookSheet } from '../spreadsheets/workbook.ts';
import type { CatalogueItem } from './store.ts';

export type ItemDraft = Omit<CatalogueItem, 'version'>;

const WIDTHS = {
  领域编码: 16,
  领域: 20,
  事项编码: 26,
  事项: 26,
  关键词: 70,
  难易: 8,
  隐去诉求人: 12,
  示例: 8,
} as const;

/** Columns that a catalogue must have; 示例 may be left out. */
export const CATALOGUE_HEADINGS = Object.keys(WIDTHS).filter((heading) => heading !== '示例');

const DIFFICULTIES = { 一般: 'ordinary', 疑难: 'hard' } as const;
const YES_NO = { 是: true, 否: false } as const;
const yesNo = (value: boolean): string => (value ? '是' : '否');

const CODE = /^[a-z][a-z0-9-]{1,59}$/;
const CODE_RULE = '只能用小写字母、数字和连字符，以字母开头，2 至 60 个字符。';
const MOST_KEYWORDS = 50;
const LONGEST_KEYWORD = 20;

/** The catalogue as an administrator edits it. */
export const catalogueSheet = (name: string, items: readonly CatalogueItem[]): WorkbookSheet => ({
  name,
  columns: Object.entries(WIDTHS).map(([header, width]) => ({ header, width })),
  rows: items.map((item) => [
    item.areaCode,
    item.areaName,
    item.id,
    item.name,
    item.keywords.join(' '),
    item.difficulty === 'hard' ? '疑难' : '一般',
    yesNo(item.confidential),
    yesNo(item.sample),
  ]),
});

/** An item as a row says it; undefined after a fault. */
export function takeItem(row: HeadedRow): ItemDraft | undefined {
  const areaCode = code(row, '领域编码');
  const areaName = row.required('领域', 50);
  const id = code(row, '事项编码');
  const name = row.required('事项', 100);
  const keywords = takeKeywords(row);
  const difficulty = row.word('难易', DIFFICULTIES);
  const confidential = row.word('隐去诉求人', YES_NO, false);
  const sample = row.word('示例', YES_NO, false);
  const draft = { id, areaCode, areaName, name, keywords, difficulty, confidential, sample };
  return Object.values(draft).includes(undefined) ? undefined : (draft as ItemDraft);
}

function code(row: HeadedRow, column: string): string | undefined {
  const text = row.required(column, 100);
  return text === undefined || CODE.test(text) ? text : row.fault(column, CODE_RULE);
}

function takeKeywords(row: HeadedRow): string[] | undefined {
  const text = row.required('关键词', 2000);
  if (text === undefined) return undefined;
  const words = [...new Set(text.split(/[\s,，、;；]+/).filter((word) => word !== ''))];
  if (words.length === 0) return row.fault('关键词', '不能为空。');
  if (words.length > MOST_KEYWORDS) return row.fault('关键词', `太多，最多 ${MOST_KEYWORDS} 个。`);
  const long = words.find((word) => [...word].length > LONGEST_KEYWORD);
  return long === undefined ? words : row.fault('关键词', `中“${long}”太长，最多 ${LONGEST_KEYWORD} 字。`);
}

/** What is wrong between rows: an item twice, a name twice, an area with two names. */
export function catalogueFaults(taken: readonly Taken<ItemDraft>[]): RowFault[] {
  const ids = new Map<string, number>();
  const names = new Map<string, number>();
  const areas = new Map<string, Taken<ItemDraft>>();
  return taken.flatMap(({ row, value }) => {
    const faults: RowFault[] = [];
    const repeats = (seen: Map<string, number>, column: string, key: string) => {
      const first = seen.get(key);
      if (first === undefined) seen.set(key, row);
      else faults.push(faultOf(row, column, `“${key}”与第 ${first} 行重复。`));
    };
    repeats(ids, '事项编码', value.id);
    repeats(names, '事项', value.name);
    const area = areas.get(value.areaCode);
    if (!area) areas.set(value.areaCode, { row, value });
    else if (area.value.areaName !== value.areaName)
      faults.push(faultOf(row, '领域', `与第 ${area.row} 行同一领域编码的名称“${area.value.areaName}”不一致。`));
    return faults;
  });
}
