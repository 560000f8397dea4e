import fc from 'fast-check';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { readWorkbook, WORKBOOK_LIMITS } from '../../src/spreadsheets/reader.ts';
import { type CellValue, writeWorkbook } from '../../src/spreadsheets/workbook.ts';
import { handMade, packed, xmlRow } from '../support/xlsx.ts';

const columns = ['甲', '乙', '丙'].map((header) => ({ header }));
const write = (rows: CellValue[][]) => writeWorkbook([{ name: '表', columns, rows }]);
const cellsOf = async (file: Uint8Array) => (await readWorkbook(file)).rows.map(({ cells }) => cells);
const fault = (code: string, status = 400) => expect.objectContaining({ code, status });

describe('a workbook', () => {
  const cell = fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1 }),
    fc.constantFrom('=1+1', '+86', '-1', '@甲', '_x0041_', 'a_x000D_b', '一\n二', '<&">', ' 空 '),
    fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 }).map((value) => value + 0),
    fc.boolean(),
    fc.date({ min: new Date('1980-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }).map((date) => {
      return new Date(Math.floor(date.getTime() / 86_400_000) * 86_400_000);
    }),
  );

  test('reads as it was written', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell, cell), { maxLength: 20 }), async (rows) => {
        expect(await cellsOf(await write(rows))).toEqual([['甲', '乙', '丙'], ...rows]);
      }),
      { numRuns: 100 },
    );
  });

  test('has text cells for what begins like a formula', async () => {
    const file = await write([
      ['=HYPERLINK("http://x")', '+1', '@SUM(A1)'],
      ['-2', null, null],
    ]);
    const parts = unzipSync(file);
    expect(strFromU8(parts['xl/worksheets/sheet1.xml'] ?? new Uint8Array())).not.toMatch(/<f[\s>]/);
    expect((await readWorkbook(file)).rows.every(({ computed }) => computed.length === 0)).toBe(true);
  });

  test('may have several sheets, with number formats; the first is read', async () => {
    const file = await writeWorkbook([
      { name: '通报', columns: [{ header: '满意率', width: 12, format: '0.0%' }], rows: [[0.925]] },
      { name: '说明', columns: [{ header: '说明' }], rows: [['按月']] },
    ]);
    expect(strFromU8(unzipSync(file)['xl/styles.xml'] ?? new Uint8Array())).toContain('0.0%');
    expect(await readWorkbook(file)).toMatchObject({ name: '通报', rows: [{ cells: ['满意率'] }, { cells: [0.925] }] });
  });

  test('keeps the numbers of its rows where some are empty', async () => {
    const file = await write([
      ['一', null, null],
      [null, '', null],
      ['三', null, null],
    ]);
    expect((await readWorkbook(file)).rows.map(({ number }) => number)).toEqual([1, 2, 4]);
  });

  test('loses only halves of characters', async () => {
    expect((await cellsOf(await write([['\ud800甲', null, null]])))[1]?.[0]).toBe('\ufffd甲');
  });
});

describe('of another program', () => {
  test('texts, rich texts and numbers are read, formulas and error values are told apart', async () => {
    const rows = [
      xmlRow(1, '甲', '乙', '丙', '丁'),
      xmlRow(
        3,
        '<c><v>7</v></c>',
        '<c><f>1+1</f><v>2</v></c>',
        '<c t="e"><v>#N/A</v></c>',
        '<c t="inlineStr"><is><r><t>富</t></r><r><t>文本</t></r></is></c>',
      ),
      xmlRow(4, '<c><f t="shared" si="0"/><v>3</v></c>'),
    ];
    const sheet = await readWorkbook(packed(handMade(rows.join(''))));
    expect(sheet.rows.map(({ number, computed }) => [number, computed])).toEqual([
      [1, []],
      [3, [1, 2]],
      [4, [0]],
    ]);
    expect(sheet.rows[1]?.cells[0]).toBe(7);
    expect(sheet.rows[1]?.cells[3]).toBe('富文本');
  });

  test('a formula without a value is noticed', async () => {
    const sheet = await readWorkbook(packed(handMade(xmlRow(1, '甲') + xmlRow(2, '<c r="A2"><f>B9</f></c>'))));
    expect(sheet.rows[1]).toMatchObject({ number: 2, computed: [0] });
  });
});

describe('a file that is not taken', () => {
  const limits = { ...WORKBOOK_LIMITS, unpackedBytes: 1_000_000, rows: 10 };

  test.each([
    ['nothing', new Uint8Array()],
    ['no zip', Buffer.from('领域编码,领域\nhousing,房屋')],
    ['a cut zip', packed(handMade(xmlRow(1, '甲'))).subarray(0, 400)],
    ['an old or encrypted workbook', Buffer.from('d0cf11e0a1b11ae1'.padEnd(2000, '0'), 'hex')],
    ['a zip of something else', packed({ 'a.txt': new Uint8Array(10) })],
    ['a sheet that is no XML', packed({ ...handMade(''), 'xl/workbook.xml': Buffer.from('<workbook') })],
  ])('%s', async (_name, file) => {
    await expect(readWorkbook(file)).rejects.toEqual(fault('unreadable-workbook'));
  });

  test('one over the limit', async () => {
    const file = new Uint8Array(WORKBOOK_LIMITS.bytes + 1);
    await expect(readWorkbook(file)).rejects.toEqual(fault('too-large', 413));
  });

  test('a small one that unpacks to a large one', async () => {
    const bomb = packed(handMade(xmlRow(1, ' '.repeat(2_000_000))));
    expect(bomb.length).toBeLessThan(10_000);
    await expect(readWorkbook(bomb, limits)).rejects.toEqual(fault('too-large', 413));
  });

  test('one of many parts that only together are too large', async () => {
    const parts = Object.fromEntries(
      Array.from({ length: 40 }, (_, i) => [`xl/worksheets/more${i}.xml`, new Uint8Array(30_000)]),
    );
    await expect(readWorkbook(packed(handMade(xmlRow(1, '甲'), parts)), limits)).rejects.toEqual(
      fault('too-large', 413),
    );
  });

  test('one that announces less than it holds', async () => {
    const file = packed(handMade(xmlRow(1, ' '.repeat(2_000_000))));
    announce(file, 'xl/worksheets/sheet1.xml', 500);
    const read = readWorkbook(file, limits).then(({ rows }) => JSON.stringify(rows).length);
    expect(await read.catch(({ code }) => code)).toSatisfy(
      (got) => got === 'unreadable-workbook' || Number(got) < 1000,
    );
  });

  test('pictures and other baggage are not unpacked', async () => {
    const picture = {
      'xl/media/image1.png': new Uint8Array(2_000_000),
      'xl/charts/chart1.xml': new Uint8Array(2_000_000),
    };
    const { rows } = await readWorkbook(packed(handMade(xmlRow(1, '甲'), picture)), limits);
    expect(rows).toHaveLength(1);
  });

  test.each([
    ['too many rows', Array.from({ length: 11 }, (_, i) => xmlRow(i + 1, '甲')).join('')],
    ['a row far below', xmlRow(1, '甲') + xmlRow(1_048_576, '乙')],
    ['a row far below that is a formula', `${xmlRow(1, '甲')}<row r="99999"><c r="R99999"><f>A1</f></c></row>`],
  ])('%s', async (_name, rows) => {
    await expect(readWorkbook(packed(handMade(rows)), limits)).rejects.toEqual(fault('too-many-rows'));
  });

  test('empty rows below are no rows', async () => {
    const { rows } = await readWorkbook(
      packed(handMade(`${xmlRow(1, '甲')}<row r="500"><c r="A500" s="0"/></row>`)),
      limits,
    );
    expect(rows).toHaveLength(1);
  });
});

/** Changes the unpacked size that a zip's directory tells of a part. */
function announce(file: Uint8Array, name: string, size: number): void {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const at = bytes.lastIndexOf(name) - 46;
  expect(bytes.readUInt32LE(at)).toBe(0x02014b50);
  bytes.writeUInt32LE(size, at + 24);
}
