import { InvalidRows, invalid, type RowFault } from '../errors.ts';
import { readWorkbook, type SheetRow } from './reader.ts';
import type { CellValue } from './workbook.ts';

/**
 * Reads a sheet whose first row holds headings and makes something of each row below. Every fault of every row is
 * gathered, so that all of them can be told at once.
 * @param headings columns that must be there; their order is free, and other columns may stand between them
 * @param take makes something of a row, or finds faults in it and returns undefined
 * @throws DomainError of `readWorkbook`, `missing-column`, `repeated-column`
 */
export async function readRows<T>(
  file: Uint8Array,
  headings: readonly string[],
  take: (row: HeadedRow) => T | undefined,
): Promise<{ readonly name: string; readonly rows: readonly Taken<T>[]; readonly faults: RowFault[] }> {
  const { name, rows } = await readWorkbook(file);
  const places = placesOf(rows[0]);
  const missing = headings.filter((heading) => !places.has(heading));
  if (missing[0] !== undefined) throw invalid('missing-column', `第 1 行缺少列“${missing.join('”、“')}”。`, missing[0]);
  const faults: RowFault[] = [];
  const taken = rows.slice(1).flatMap((row) => {
    const value = take(new HeadedRow(row, places, faults));
    return value === undefined ? [] : [{ row: row.number, value }];
  });
  return { name, rows: taken, faults };
}

export interface Taken<T> {
  readonly row: number;
  readonly value: T;
}

/** @throws InvalidRows when there is any fault */
export function assertNoFaults(faults: readonly RowFault[]): void {
  if (faults.length > 0) throw new InvalidRows(faults);
}

/** The fault of a cell, or of a whole row, in words. */
export const faultOf = (row: number, column: string | null, detail: string): RowFault => ({
  row,
  column,
  detail: column === null ? detail : `“${column}”${detail}`,
});

/** A row whose cells go by their headings, as text. A cell that cannot be taken notes a fault and reads as undefined. */
export class HeadedRow {
  readonly number: number;
  readonly #row: SheetRow;
  readonly #places: ReadonlyMap<string, number>;
  readonly #faults: RowFault[];

  constructor(row: SheetRow, places: ReadonlyMap<string, number>, faults: RowFault[]) {
    this.number = row.number;
    this.#row = row;
    this.#places = places;
    this.#faults = faults;
  }

  /** Notes what is wrong with a cell. */
  fault(column: string | null, detail: string): undefined {
    this.#faults.push(faultOf(this.number, column, detail));
    return undefined;
  }

  /** Text without spaces around it; empty for an empty cell or a column that is not there. @param most characters */
  optional(column: string, most: number): string | undefined {
    const place = this.#places.get(column);
    if (place === undefined) return '';
    if (this.#row.computed.includes(place)) return this.fault(column, '是公式或错误值，请改为直接填写的内容。');
    const text = textOf(this.#row.cells[place] ?? null);
    if (text === undefined) return this.fault(column, '的内容不能识别。');
    return [...text].length > most ? this.fault(column, `太长，最多 ${most} 字。`) : text;
  }

  /** As `optional`, and not empty. */
  required(column: string, most: number): string | undefined {
    const text = this.optional(column, most);
    return text === '' ? this.fault(column, '不能为空。') : text;
  }

  /** One of some words. @param otherwise what an empty cell stands for; without it the cell must be filled in */
  word<T>(column: string, words: Readonly<Record<string, T>>, otherwise?: T): T | undefined {
    const text = otherwise === undefined ? this.required(column, LONGEST_WORD) : this.optional(column, LONGEST_WORD);
    if (text === undefined) return undefined;
    if (text === '') return otherwise;
    if (Object.hasOwn(words, text)) return words[text];
    return this.fault(column, `只能填：${Object.keys(words).join('、')}。`);
  }

  /** An ISO date; null for an empty cell, undefined after a fault. */
  date(column: string): string | null | undefined {
    const text = this.optional(column, LONGEST_WORD);
    if (text === undefined) return undefined;
    if (text === '') return null;
    const [, year = '', month = '', day = ''] = DATE.exec(text) ?? [];
    const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
    return isDate(date) ? date : this.fault(column, '不是有效的日期，应如 2026-11-23。');
  }
}

const LONGEST_WORD = 100;
/** 2026-11-23, 2026/11/23, 2026.11.23, 2026年11月23日 */
const DATE = /^((?:19|20|21)\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/;

function isDate(date: string): boolean {
  const at = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(date);
}

function placesOf(headings: SheetRow | undefined): Map<string, number> {
  const places = new Map<string, number>();
  if (headings?.number !== 1) return places;
  for (const [index, cell] of headings.cells.entries()) {
    const text = textOf(cell);
    if (!text) continue;
    if (places.has(text)) throw invalid('repeated-column', `第 1 行有两列“${text}”。`, text);
    places.set(text, index);
  }
  return places;
}

/** What a cell reads as; undefined for a value that is none. */
function textOf(cell: CellValue): string | undefined {
  if (cell === null) return '';
  if (cell instanceof Date)
    return Number.isNaN(cell.getTime()) ? undefined : cell.toISOString().replace(/T00:00.*/, '');
  if (typeof cell === 'boolean') return cell ? '是' : '否';
  return String(cell)
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\P{Cc}\n]/gu, '')
    .trim();
}
