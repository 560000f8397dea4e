import { writeXlsx } from 'hucre/xlsx';

export const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export type CellValue = string | number | boolean | Date | null;

export interface SheetColumn {
  readonly header: string;
  /** In characters. */
  readonly width?: number;
  /** Excel's number format, e.g. `0.0%`, `yyyy-mm-dd`; none: as Excel likes. */
  readonly format?: string;
}

export interface WorkbookSheet {
  readonly name: string;
  /** The first row, which stays in view. */
  readonly columns: readonly SheetColumn[];
  readonly rows: readonly (readonly CellValue[])[];
}

/**
 * Writes a workbook with one sheet or several. Text is always a text cell: `=1+1`, `+x`, `@y` of somebody's typing is
 * shown, never computed (CSV injection). A date is written as the date that it has in UTC.
 */
export async function writeWorkbook(sheets: readonly WorkbookSheet[]): Promise<Buffer> {
  const bytes = await writeXlsx({
    sheets: sheets.map(({ name, columns, rows }) => ({
      name,
      columns: columns.map(({ width, format }) => ({
        ...(width === undefined ? {} : { width }),
        ...(format === undefined ? {} : { numFmt: format }),
      })),
      rows: [columns.map(({ header }) => header), ...rows].map((row) => row.map(writable)),
      freezePane: { rows: 1 },
    })),
  });
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function writable(value: CellValue): CellValue {
  if (typeof value !== 'string') return value;
  // The format reads `_x0041_` as an escaped character; the underscore has to be escaped for it to stay as it was written.
  return value.toWellFormed().replaceAll(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_');
}
