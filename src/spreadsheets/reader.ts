import { unzipSync, zipSync } from 'fflate';
import type { Cell } from 'hucre/xlsx';
import { readXlsx } from 'hucre/xlsx';
import { DomainError, invalid } from '../errors.ts';
import type { CellValue } from './workbook.ts';

/** What a file from outside may cost. */
export interface WorkbookLimits {
  readonly bytes: number;
  /** Of the parts that are read, unpacked: a small file may unpack to gigabytes (zip bomb). */
  readonly unpackedBytes: number;
  /** Rows of the sheet, headings included. */
  readonly rows: number;
}

export const WORKBOOK_LIMITS: WorkbookLimits = {
  bytes: 5 * 1024 * 1024,
  unpackedBytes: 60 * 1024 * 1024,
  rows: 20_000,
};

/**
 * What lies to the right of R is not read. The reader lays a sheet out as a full rectangle: 18 columns keep even one that
 * goes down to Excel's last row below its own bound, so that we can say that there are too many rows.
 */
const RANGE = 'A1:R1048576';

export interface SheetRow {
  /** As the spreadsheet program shows it: the first row is 1. */
  readonly number: number;
  readonly cells: readonly CellValue[];
  /** Columns, from 0, whose value a formula or a fault stands for: what was computed is not what was written. */
  readonly computed: readonly number[];
}

export interface ReadSheet {
  readonly name: string;
  /** Rows with anything in them. */
  readonly rows: readonly SheetRow[];
}

/** The parts that hold values. Pictures, charts, macros and links to other files are never unpacked. */
const PARTS =
  /^(\[Content_Types\]\.xml|_rels\/\.rels|xl\/[^/]+\.xml|xl\/_rels\/[^/]+\.rels|xl\/worksheets\/[^/]+\.xml)$/i;

/**
 * Reads the first sheet of an xlsx file.
 * @throws DomainError `too-large` (413), `too-many-rows`, `unreadable-workbook`
 */
export async function readWorkbook(file: Uint8Array, limits: WorkbookLimits = WORKBOOK_LIMITS): Promise<ReadSheet> {
  if (file.length > limits.bytes) throw tooLarge();
  // What goes to the reader is packed anew from the bounded parts, so that nothing in the file can make it grow.
  const parts = zipSync(unpack(file, limits.unpackedBytes), { level: 0 });
  const sheet = await firstSheet(parts);
  const rows = rowsOf(sheet);
  if ((rows.at(-1)?.number ?? 0) > limits.rows)
    throw invalid('too-many-rows', `表格行数过多，最多 ${limits.rows} 行，请拆分后分批导入。`);
  return { name: sheet.name, rows };
}

function unpack(file: Uint8Array, budget: number): Record<string, Uint8Array> {
  let left = budget;
  let parts: Record<string, Uint8Array>;
  try {
    parts = unzipSync(file, {
      // A part is never unpacked beyond the size that is announced here, so announcing too little gains nothing.
      filter: ({ name, originalSize }) => {
        if (!PARTS.test(name)) return false;
        left -= originalSize;
        return left >= 0;
      },
    });
  } catch {
    throw unreadable();
  }
  if (left < 0) throw tooLarge();
  return parts;
}

async function firstSheet(parts: Uint8Array) {
  let workbook: Awaited<ReturnType<typeof readXlsx>>;
  try {
    workbook = await readXlsx(parts, { sheets: [0], range: RANGE });
  } catch {
    throw unreadable();
  }
  const sheet = workbook.sheets[0];
  if (!sheet) throw unreadable();
  return sheet;
}

function rowsOf({ rows, cells }: { rows: CellValue[][]; cells?: Map<string, Cell> }): SheetRow[] {
  const computed = new Map<number, number[]>();
  for (const [key, { type, formula }] of cells ?? []) {
    if (formula === undefined && type !== 'formula' && type !== 'error') continue;
    const [row = 0, column = 0] = key.split(',').map(Number);
    computed.set(row, [...(computed.get(row) ?? []), column]);
  }
  return rows
    .map((row, index) => ({ number: index + 1, cells: row, computed: computed.get(index) ?? [] }))
    .filter((row) => row.computed.length > 0 || row.cells.some((cell) => cell !== null && cell !== ''));
}

const tooLarge = () => new DomainError('too-large', 413, '文件过大或解压后过大，请拆分后分批导入。');
const unreadable = () =>
  invalid('unreadable-workbook', '不能读取这个文件，请用 Excel 或 WPS 另存为未加密的 .xlsx 文件后再试。');
