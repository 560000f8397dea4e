import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { cases } from '../../src/cases/table.ts';
import { listItems } from '../../src/catalogue/store.ts';
import { currentCatalogueVersion, publishCatalogue } from '../../src/catalogue/version-store.ts';
import { readWorkbook } from '../../src/spreadsheets/reader.ts';
import { XLSX_TYPE } from '../../src/spreadsheets/workbook.ts';
import { createWorld, OPERATOR, START, type World } from '../http/fixture.ts';
import { everything } from '../support/everything.ts';
import { edit, handMade, packed, xmlRow } from '../support/xlsx.ts';

const ADMINISTRATOR = 'system.administrator';
type Change = Parameters<typeof edit>[1];

let world: World;
beforeEach(() => {
  world = createWorld();
});

const exported = async () => (await world.get(OPERATOR, '/catalogue.xlsx')).bytes;
const send = (file: Uint8Array, account = ADMINISTRATOR, path = '/api/catalogue') =>
  world.send(account, 'POST', path, Buffer.from(file), { 'content-type': XLSX_TYPE });
const sendEdited = async (change: Change) => send(await edit(await exported(), change));
const number = () => currentCatalogueVersion(world.db);

describe('a round trip', () => {
  test('changes nothing and publishes nothing', async () => {
    const before = listItems(world.db);
    const { status, body } = await send(await exported());
    expect([status, body]).toEqual([
      200,
      { changed: false, number: 1, added: 0, altered: 0, removed: 0, warnings: [] },
    ]);
    expect(listItems(world.db)).toEqual(before);
    expect(number()).toBe(1);
  });

  test('changes nothing in whatever order the rows are', async () => {
    expect((await sendEdited((rows) => rows.toReversed())).body.changed).toBe(false);
  });

  const word = fc.stringMatching(/^[一-龥=+@A-Z-]{1,8}$/);
  const name = fc.stringMatching(/^[=+@一-龥-][一-龥（）_x041]{0,12}$/);
  const item = fc.record({
    id: fc.stringMatching(/^[a-z][a-z0-9-]{1,20}$/),
    area: fc.integer({ min: 0, max: 3 }),
    name,
    keywords: fc.uniqueArray(word, { minLength: 1, maxLength: 8 }),
    difficulty: fc.constantFrom('ordinary', 'hard'),
    confidential: fc.boolean(),
    sample: fc.boolean(),
  });

  test('changes nothing, whatever the catalogue', async () => {
    const catalogue = fc.uniqueArray(item, {
      minLength: 1,
      maxLength: 15,
      comparator: (a, b) => a.id === b.id || a.name === b.name,
    });
    await fc.assert(
      fc.asyncProperty(catalogue, async (drafts) => {
        const items = drafts.map(({ area, ...draft }) => {
          return { ...draft, areaCode: `area-${area}`, areaName: `领域${area}`, version: 2 };
        });
        publishCatalogue(world.db, (number() ?? 0) + 1, items, { by: null, at: START, note: '' });
        expect((await send(await exported())).body).toMatchObject({ changed: false, number: number() });
      }),
      { numRuns: 30 },
    );
  });
});

describe('a changed catalogue', () => {
  test('is a new version; what changed carries its number', async () => {
    const { status, body } = await sendEdited((rows) => [
      ...rows.map((row) => (row.事项编码 === 'noise' ? { ...row, 关键词: '噪声，夜间施工、 噪声' } : row)),
      { 领域编码: 'housing', 领域: '房屋产权与物业', 事项编码: 'new-item', 事项: '新事项', 关键词: '新', 难易: '疑难' },
    ]);
    expect([status, body]).toMatchObject([201, { changed: true, number: 2, added: 1, altered: 1, removed: 0 }]);
    const changed = listItems(world.db).filter(({ version }) => version === 2);
    expect(changed).toMatchObject([
      { id: 'noise', keywords: ['噪声', '夜间施工'], sample: true },
      { id: 'new-item', difficulty: 'hard', confidential: false, sample: false },
    ]);
    expect((await world.get(OPERATOR, '/catalogue')).body.version).toBe(2);
  });

  test('leaves the earlier version as it was', async () => {
    await send(
      await edit(await exported(), (rows) => rows.map((row) => ({ ...row, 事项: `${row.事项}（新）` }))),
      ADMINISTRATOR,
      '/api/catalogue?note=改名',
    );
    const { body } = await world.get(OPERATOR, '/catalogue/versions');
    expect(body.items).toMatchObject([
      {
        number: 2,
        size: 46,
        note: '改名',
        publishedBy: { id: 'person-system-administrator' },
        publishedAt: new Date(START).toISOString(),
      },
      { number: 1, size: 46, publishedBy: null },
    ]);
    const names = async (version: number) =>
      (await world.get(OPERATOR, `/catalogue/versions/${version}`)).body.areas.flatMap(
        ({ items }: { items: { name: string }[] }) => items.map((one) => one.name),
      );
    expect(await names(1)).toContain('不动产权证办理');
    expect(await names(2)).toContain('不动产权证办理（新）');
    expect((await world.get(OPERATOR, '/catalogue/versions/3')).body.code).toBe('version-not-found');
  });

  test('made from an older export is refused, the same content is not', async () => {
    const old = await exported();
    const rename =
      (to: string): Change =>
      (rows) =>
        rows.map((row) => (row.事项编码 === 'noise' ? { ...row, 事项: to } : row));
    const first = await edit(old, rename('噪声'));
    expect((await send(first)).status).toBe(201);
    expect(await send(await edit(old, rename('扰民')))).toMatchObject({
      status: 409,
      body: { code: 'outdated-version' },
    });
    expect((await send(first)).body.changed).toBe(false);
    expect(number()).toBe(2);
  });

  test('with an area that no leader answers for says so', async () => {
    const { body } = await sendEdited((rows) => [
      ...rows,
      { 领域编码: 'space', 领域: '航天', 事项编码: 'rocket', 事项: '火箭', 关键词: '火箭', 难易: '一般' },
    ]);
    expect(body.warnings).toHaveLength(5);
    expect(body.warnings[0]).toContain('“航天”');
  });

  test('writes text that begins like a formula as text', async () => {
    await sendEdited((rows) =>
      rows.map((row) => (row.事项编码 === 'noise' ? { ...row, 事项: '=1+1', 关键词: '+噪 @音 -声' } : row)),
    );
    const { rows } = await readWorkbook(await exported());
    expect(rows.find(({ cells }) => cells[2] === 'noise')).toMatchObject({
      computed: [],
      cells: expect.arrayContaining(['=1+1', '+噪 @音 -声']),
    });
  });
});

describe('a bad row', () => {
  const bad: [string, string, Record<string, unknown>, string][] = [
    ['an area without code', '领域编码', { 领域编码: '' }, '不能为空'],
    ['a code in Chinese', '事项编码', { 事项编码: '噪音' }, '小写字母'],
    ['a code of the area that is too long', '领域编码', { 领域编码: 'a'.repeat(61) }, '小写字母'],
    ['no area', '领域', { 领域: null }, '不能为空'],
    ['an area under another name', '领域', { 领域: '别的领域' }, '同一领域编码的名称'],
    ['no name', '事项', { 事项: ' ' }, '不能为空'],
    ['a name that is too long', '事项', { 事项: '长'.repeat(101) }, '太长'],
    ['the name of another item', '事项', { 事项: '不动产权证办理' }, '重复'],
    ['the code of another item', '事项编码', { 事项编码: 'property-certificate' }, '重复'],
    ['no keywords', '关键词', { 关键词: '' }, '不能为空'],
    ['only marks as keywords', '关键词', { 关键词: '、，' }, '不能为空'],
    ['a keyword that is too long', '关键词', { 关键词: '噪'.repeat(21) }, '太长'],
    ['too many keywords', '关键词', { 关键词: Array.from({ length: 51 }, (_, i) => `词${i}`).join(' ') }, '太多'],
    ['another difficulty', '难易', { 难易: '困难' }, '只能填：一般、疑难'],
    ['no difficulty', '难易', { 难易: null }, '不能为空'],
    ['neither yes nor no', '隐去诉求人', { 隐去诉求人: '也许' }, '只能填：是、否'],
  ];

  test.each(bad)('%s is named with row and column, and nothing is taken', async (_name, column, change, detail) => {
    const before = everything(world.db);
    let row = 0;
    const { status, body } = await sendEdited((rows) => {
      row = rows.findIndex((one) => one.事项编码 === 'noise') + 2;
      return rows.map((one) => ({ ...one, 示例: '否', ...(one.事项编码 === 'noise' ? (change as typeof one) : {}) }));
    });
    expect([status, body.code]).toEqual([400, 'invalid-rows']);
    const faults = body.rows as { row: number; column: string; detail: string }[];
    // Two rows share what must differ: the later of them is named.
    const repeats = detail === '重复' || detail.startsWith('同一');
    expect(faults).toContainEqual({
      row: repeats ? expect.any(Number) : row,
      column,
      detail: expect.stringContaining(detail),
    });
    expect(body.detail).toContain(`第 ${faults[0]?.row} 行`);
    expect(everything(world.db)).toEqual(before);
  });

  test('is told together with all others', async () => {
    const { body } = await sendEdited((rows) => rows.map((row, i) => (i < 3 ? { ...row, 难易: '?', 事项: '' } : row)));
    expect(body.rows.map(({ row, column }: { row: number; column: string }) => [row, column])).toEqual([
      [2, '事项'],
      [2, '难易'],
      [3, '事项'],
      [3, '难易'],
      [4, '事项'],
      [4, '难易'],
    ]);
  });

  test('with a formula is named', async () => {
    const headings = ['领域编码', '领域', '事项编码', '事项', '关键词', '难易', '隐去诉求人'];
    const rows = xmlRow(1, ...headings) + xmlRow(2, 'a1', '甲', 'b1', '<c><f>1+1</f><v>2</v></c>', '词', '一般', '否');
    const { body } = await send(packed(handMade(rows)));
    expect(body.rows).toEqual([{ row: 2, column: '事项', detail: '“事项”是公式或错误值，请改为直接填写的内容。' }]);
  });
});

describe('a file that is refused as a whole', () => {
  test('has no rows', async () => {
    expect((await sendEdited(() => [])).body.code).toBe('empty-catalogue');
  });

  test('leaves out an item of a case, or gives it another code', async () => {
    const id = await world.complain();
    world.db.update(cases).set({ itemId: 'noise' }).run();
    expect(await sendEdited((rows) => rows.filter((row) => row.事项编码 !== 'noise'))).toMatchObject({
      status: 409,
      body: { code: 'item-in-use', detail: expect.stringContaining('noise') },
    });
    expect(id).toBeTruthy();
  });

  test('leaves out an item of the register', async () => {
    const { status, body } = await sendEdited((rows) => rows.filter((row) => row.事项编码 !== 'noise'));
    expect([status, body.code]).toEqual([409, 'item-in-use']);
    expect(body.detail).toContain('应哨部门数据库');
    expect(number()).toBe(1);
  });

  test('is too large', async () => {
    expect(await send(new Uint8Array(5 * 1024 * 1024 + 1))).toMatchObject({ status: 413, body: { code: 'too-large' } });
  });

  test('is no workbook', async () => {
    expect((await send(Buffer.from('领域'))).body.code).toBe('unreadable-workbook');
    expect((await world.post(ADMINISTRATOR, '/catalogue', {})).body.code).toBe('unsupported-media-type');
  });

  test('comes from somebody else than the system administrator', async () => {
    const file = await exported();
    for (const account of [OPERATOR, 'security.administrator', 'housing.head'])
      expect(await send(file, account)).toMatchObject({ status: 403, body: { code: 'wrong-role' } });
  });
});
