import { strToU8, zipSync } from 'fflate';
import { readWorkbook } from '../../src/spreadsheets/reader.ts';
import { type CellValue, writeWorkbook } from '../../src/spreadsheets/workbook.ts';

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';

/** An xlsx file written by hand, as another program might. @param rows what stands inside `sheetData` */
export function handMade(rows: string, more: Record<string, Uint8Array> = {}): Record<string, Uint8Array> {
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`;
  const relations = (...all: string[]) =>
    strToU8(`<Relationships xmlns="${PACKAGE}/relationships">${all.join('')}</Relationships>`);
  return {
    '[Content_Types].xml': strToU8(
      `<Types xmlns="${PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
    ),
    '_rels/.rels': relations(relation('r1', 'officeDocument', 'xl/workbook.xml')),
    'xl/workbook.xml': strToU8(
      `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': relations(relation('r1', 'worksheet', 'worksheets/sheet1.xml')),
    'xl/worksheets/sheet1.xml': strToU8(`<worksheet xmlns="${MAIN}"><sheetData>${rows}</sheetData></worksheet>`),
    ...more,
  };
}

export const packed = (parts: Record<string, Uint8Array>): Uint8Array => zipSync(parts, { level: 9 });

/** A row of inline texts, or of whole cells where a text begins with `<`. */
export const xmlRow = (number: number, ...cells: string[]): string =>
  `<row r="${number}">${cells.map((cell) => (cell.startsWith('<') ? cell : `<c t="inlineStr"><is><t>${cell}</t></is></c>`)).join('')}</row>`;

type Row = Record<string, CellValue>;

/** Changes the rows of a workbook's first sheet as a person would, by the headings. */
export async function edit(file: Uint8Array, change: (rows: Row[]) => readonly Row[] | undefined): Promise<Buffer> {
  const { name, rows } = await readWorkbook(file);
  const headings = (rows[0]?.cells ?? []).map(String);
  const read = rows
    .slice(1)
    .map(({ cells }) => Object.fromEntries(headings.map((heading, index) => [heading, cells[index] ?? null])));
  const changed = change(read) ?? read;
  const columns = headings.map((header) => ({ header }));
  return writeWorkbook([
    { name, columns, rows: changed.map((row) => headings.map((heading) => row[heading] ?? null)) },
  ]);
}
