import { isUtf8 } from 'node:buffer';
import { invalid } from '../errors.ts';
import { type RawRecord, readCsv } from './csv-reader.ts';

/** Columns of a hotline's export, each with the headings it may have. */
const HEADINGS = {
  orderNumber: ['orderNumber', 'order_number', 'id', '工单编号', '工单号', '留言编号', '编号'],
  subject: ['subject', '标题', '主题', '留言主题'],
  text: ['text', 'content', '内容', '诉求内容', '留言详情'],
  receivedAt: ['receivedAt', 'received_at', '受理时间', '来电时间', '留言时间'],
  place: ['place', '地点', '地址', '事发地点'],
  townId: ['townId', 'town_id', '镇街编号'],
  itemId: ['itemId', 'item_id', '事项编号'],
  channel: ['channel', '渠道', '来源渠道'],
  complainantName: ['complainantName', 'user', '姓名', '诉求人', '留言用户'],
  complainantPhone: ['complainantPhone', 'phone', '电话', '联系电话'],
  hidden: ['hidden', '保密', '隐去身份'],
  repeatCount: ['repeatCount', 'repeat_count', '重复次数'],
  pushedDepartments: ['pushedDepartments', 'pushed_departments', '推诿部门数'],
  legacyMatter: ['legacyMatter', 'legacy_matter', '历史遗留'],
} as const;

export type Column = keyof typeof HEADINGS;
const COLUMNS = Object.keys(HEADINGS) as Column[];
const REQUIRED: readonly Column[] = ['orderNumber', 'text', 'receivedAt'];
export type CsvRecord = { readonly line: number } & (
  | { readonly values: Partial<Record<Column, string>> }
  | { readonly malformed: string }
);

/**
 * Opens a CSV file: UTF-8 with or without a byte order mark. A record that cannot be read comes as `malformed`, the next
 * ones follow. `line` is where the record begins, the heading is line 1.
 * @throws DomainError `csv-empty`, `csv-not-utf8`, `csv-missing-column`, `csv-column-twice`
 */
export function openCsv(file: Buffer): Generator<CsvRecord> {
  if (!isUtf8(file))
    throw invalid('csv-not-utf8', '文件不是 UTF-8 编码。请在 Excel 中另存为“CSV UTF-8（逗号分隔）”后重试。');
  const records = readCsv(file.toString().replace(/^\ufeff/, ''));
  const heading: RawRecord | undefined = records.next().value ?? undefined;
  if (!heading || 'malformed' in heading) throw invalid('csv-empty', '文件是空的，或没有可读的表头。');
  return named(records, columnsOf(heading.fields));
}

function* named(records: Iterable<RawRecord>, columns: ReadonlyMap<Column, number>): Generator<CsvRecord> {
  for (const record of records) {
    if ('malformed' in record) yield record;
    else {
      const values = Object.fromEntries([...columns].map(([column, i]) => [column, (record.fields[i] ?? '').trim()]));
      yield { line: record.line, values };
    }
  }
}

function columnsOf(heading: readonly string[]): Map<Column, number> {
  const names = heading.map((name) => name.trim());
  const found = new Map<Column, number>();
  for (const column of COLUMNS) {
    const at = names.flatMap((name, i) => ((HEADINGS[column] as readonly string[]).includes(name) ? [i] : []));
    if (at.length > 1) throw invalid('csv-column-twice', `表头中有两列都表示“${column}”，请删去一列。`, column);
    if (at[0] !== undefined) found.set(column, at[0]);
  }
  const missing = REQUIRED.find((column) => !found.has(column));
  if (missing)
    throw invalid('csv-missing-column', `缺少“${missing}”列，可用的列名：${HEADINGS[missing].join('、')}。`, missing);
  return found;
}
