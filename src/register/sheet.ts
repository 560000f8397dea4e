import type { HeadedRow } from '../spreadsheets/rows.ts';
import type { WorkbookSheet } from '../spreadsheets/workbook.ts';
import { dateOf, startOf } from './dates.ts';
import type { Entry } from './store.ts';

/** Columns in their order, with widths. Those of `NAMES` are for the reader only. */
const WIDTHS = {
  事项编码: 26,
  事项: 24,
  属地编码: 20,
  属地: 14,
  部门编码: 28,
  部门: 34,
  职责: 8,
  岗位: 18,
  人员账号: 34,
  姓名: 12,
  定事: 50,
  生效日期: 14,
  失效日期: 14,
  示例: 8,
} as const;

const NAMES: readonly string[] = ['事项', '属地', '部门', '姓名'];

/** Columns that a register must have. */
export const REGISTER_HEADINGS = Object.keys(WIDTHS).filter(
  (heading) => heading !== '示例' && !NAMES.includes(heading),
);

const RESPONSIBILITIES = { 牵头: 'lead', 配合: 'support' } as const;
const YES_NO = { 是: true, 否: false } as const;

/** An entry with the names that are shown beside its codes. */
export interface NamedEntry {
  readonly entry: Entry;
  readonly itemName: string | null;
  readonly territoryName: string | null;
  readonly departmentName: string | null;
  readonly account: string | null;
  readonly personName: string | null;
}

/** The register as an administrator edits it. The last day of an entry is the one before 失效日期. */
export const registerSheet = (name: string, rows: readonly NamedEntry[], timeZone: string): WorkbookSheet => ({
  name,
  columns: Object.entries(WIDTHS).map(([header, width]) => ({ header, width })),
  rows: rows.map(({ entry, ...names }) => [
    entry.itemId,
    names.itemName,
    entry.territoryId,
    names.territoryName,
    entry.departmentId,
    names.departmentName,
    entry.responsibility === 'lead' ? '牵头' : '配合',
    entry.post,
    names.account,
    names.personName,
    entry.duty,
    dateOf(entry.validFrom, timeZone),
    entry.validUntil === null ? null : dateOf(entry.validUntil, timeZone),
    entry.sample ? '是' : '否',
  ]),
});

/** An entry as a row says it: people go by account. */
export interface EntryDraft {
  readonly itemId: string;
  readonly territoryId: string;
  readonly departmentId: string;
  readonly responsibility: 'lead' | 'support';
  readonly post: string;
  readonly account: string;
  readonly duty: string;
  readonly validFrom: number;
  readonly validUntil: number | null;
  readonly sample: boolean;
}

/** @returns undefined after a fault */
export const takeEntry =
  (timeZone: string) =>
  (row: HeadedRow): EntryDraft | undefined => {
    const from = row.date('生效日期');
    if (from === null) row.fault('生效日期', '不能为空。');
    const until = row.date('失效日期');
    const draft = {
      itemId: row.required('事项编码', 100),
      territoryId: row.required('属地编码', 100),
      departmentId: row.required('部门编码', 100),
      responsibility: row.word('职责', RESPONSIBILITIES),
      post: row.required('岗位', 100),
      account: row.required('人员账号', 100),
      duty: row.required('定事', 500),
      validFrom: from ? startOf(from, timeZone) : undefined,
      validUntil: until ? startOf(until, timeZone) : until,
      sample: row.word('示例', YES_NO, false),
    };
    if (Object.values(draft).includes(undefined)) return undefined;
    const entry = draft as EntryDraft;
    if (entry.validUntil !== null && entry.validUntil <= entry.validFrom)
      return row.fault('失效日期', '应晚于生效日期。');
    return entry;
  };
