import { describe, expect, test } from 'vitest';
import { InvalidRows } from '../../src/errors.ts';
import { assertNotOutdated, nextState, sheetName } from '../../src/spreadsheets/publication.ts';
import { assertNoFaults, readRows } from '../../src/spreadsheets/rows.ts';
import { type CellValue, writeWorkbook } from '../../src/spreadsheets/workbook.ts';
import { handMade, packed, xmlRow } from '../support/xlsx.ts';

const HEADINGS = ['编码', '职责', '生效'];
const sheet = (rows: CellValue[][], headings = HEADINGS) =>
  writeWorkbook([{ name: '表', columns: headings.map((header) => ({ header })), rows }]);
const take = (file: Uint8Array) =>
  readRows(file, HEADINGS, (row) => ({
    code: row.required('编码', 5),
    duty: row.word('职责', { 牵头: 'lead', 配合: 'support' }),
    from: row.date('生效'),
    note: row.optional('备注', 5),
  }));

describe('rows', () => {
  test('go by their headings, in any order, spaces aside', async () => {
    const file = await sheet([['牵头', ' a ', new Date(Date.UTC(2026, 0, 2)), 'x']], ['职责', ' 编码', '生效', '其他']);
    expect(await take(file)).toEqual({
      name: '表',
      faults: [],
      rows: [{ row: 2, value: { code: 'a', duty: 'lead', from: '2026-01-02', note: '' } }],
    });
  });

  test.each(['2026-01-02', '2026/1/2', '2026.1.2', '2026年1月2日', ' 2026-1-02 '])('date %s', async (text) => {
    expect((await take(await sheet([['a', '牵头', text]]))).rows[0]?.value.from).toBe('2026-01-02');
  });

  test.each([
    ['编码', '', '“编码”不能为空。'],
    ['编码', '   ', '“编码”不能为空。'],
    ['编码', 'abcdef', '“编码”太长，最多 5 字。'],
    ['职责', '主办', '“职责”只能填：牵头、配合。'],
    ['职责', '', '“职责”不能为空。'],
    ['职责', 'constructor', '“职责”只能填：牵头、配合。'],
    ['生效', '2026-02-30', '“生效”不是有效的日期，应如 2026-11-23。'],
    ['生效', '明天', '“生效”不是有效的日期，应如 2026-11-23。'],
    ['生效', 46024, '“生效”不是有效的日期，应如 2026-11-23。'],
  ])('%s “%s” is named with its row', async (column, value, detail) => {
    const good: Record<string, CellValue> = { 编码: 'a', 职责: '牵头', 生效: '2026-01-02' };
    const rows = [good, { ...good, [column]: value }].map((row) => HEADINGS.map((heading) => row[heading] ?? null));
    expect((await take(await sheet(rows))).faults).toEqual([{ row: 3, column, detail }]);
  });

  test('with a formula are refused there, and only where it is read', async () => {
    const formula = '<c><f>1+1</f><v>2</v></c>';
    const rows = xmlRow(1, ...HEADINGS, '说明') + xmlRow(2, formula, '牵头', '2026-01-02', formula);
    const { faults } = await take(packed(handMade(rows)));
    expect(faults).toEqual([{ row: 2, column: '编码', detail: '“编码”是公式或错误值，请改为直接填写的内容。' }]);
  });

  test('lose control characters, keep their lines', async () => {
    const file = await sheet([['a', '牵头', '2026-01-02', '一\r\n\u0007二']], [...HEADINGS, '备注']);
    expect((await take(file)).rows[0]?.value.note).toBe('一\n二');
  });

  test('without a needed column are not looked at', async () => {
    await expect(take(await sheet([['a']], ['编码']))).rejects.toMatchObject({
      code: 'missing-column',
      field: '职责',
      message: '第 1 行缺少列“职责”、“生效”。',
    });
  });

  test('with a column twice are not looked at', async () => {
    await expect(take(await sheet([], [...HEADINGS, '职责']))).rejects.toMatchObject({ code: 'repeated-column' });
  });

  test('whose headings are not in the first row are not looked at', async () => {
    await expect(take(packed(handMade(xmlRow(2, ...HEADINGS))))).rejects.toMatchObject({ code: 'missing-column' });
  });
});

test('faults are told in the order of the file, not more than can be read', () => {
  const faults = Array.from({ length: 900 }, (_, i) => ({ row: 901 - i, column: null, detail: '有误。' }));
  expect(() => assertNoFaults([])).not.toThrow();
  try {
    assertNoFaults(faults);
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidRows);
    expect(error).toMatchObject({ code: 'invalid-rows', status: 400 });
    expect((error as InvalidRows).rows).toHaveLength(500);
    expect((error as InvalidRows).rows[0]?.row).toBe(2);
    expect((error as InvalidRows).message).toContain('共有 900 处错误');
  }
});

describe('the next state', () => {
  const present = [
    { id: 'a', version: 1, words: ['x'] },
    { id: 'b', version: 2, words: [] },
  ];

  test('is the same for the same drafts', () => {
    expect(
      nextState(
        present,
        [
          { id: 'a', words: ['x'] },
          { id: 'b', words: [] },
        ],
        3,
      ),
    ).toEqual({
      rows: present,
      changed: false,
      added: 0,
      altered: 0,
      removed: 0,
    });
  });

  test('gives its number to what is new or different', () => {
    const next = nextState(
      present,
      [
        { id: 'a', words: ['y'] },
        { id: 'c', words: [] },
      ],
      3,
    );
    expect(next).toMatchObject({ changed: true, added: 1, altered: 1, removed: 1 });
    expect(next.rows.map(({ version }) => version)).toEqual([3, 3]);
  });
});

test('an edit of an older export is refused; another name of the sheet says nothing', () => {
  expect(() => assertNotOutdated(sheetName('清单', 3), '清单', 3)).not.toThrow();
  expect(() => assertNotOutdated('Sheet1', '清单', 3)).not.toThrow();
  expect(() => assertNotOutdated(sheetName('清单', 2), '清单', 3)).toThrow(
    expect.objectContaining({ code: 'outdated-version', status: 409 }),
  );
});
