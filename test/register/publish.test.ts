import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { caseDepartments } from '../../src/cases/table.ts';
import { createLog } from '../../src/log.ts';
import { addMembership, addPerson } from '../../src/register/people.ts';
import { type Entry, principalOf, responsibleDepartments } from '../../src/register/store.ts';
import {
  currentRegisterVersion,
  listEntries,
  publishRegister,
  registerEntryOf,
} from '../../src/register/version-store.ts';
import { XLSX_TYPE } from '../../src/spreadsheets/workbook.ts';
import { createWorld, OPERATOR, START, type World } from '../http/fixture.ts';
import { everything } from '../support/everything.ts';
import { edit } from '../support/xlsx.ts';

const ADMINISTRATOR = 'system.administrator';
const DAY = 86_400_000;
type Change = Parameters<typeof edit>[1];
type Row = Parameters<Change>[0][number];

let world: World;
beforeEach(() => {
  world = createWorld();
});

const exported = async () => (await world.get(ADMINISTRATOR, '/register.xlsx')).bytes;
const send = (file: Uint8Array, account = ADMINISTRATOR) =>
  world.send(account, 'POST', '/api/register?note=调整', Buffer.from(file), { 'content-type': XLSX_TYPE });
const sendEdited = async (change: Change) => send(await edit(await exported(), change));
const number = () => currentRegisterVersion(world.db);

/** The row of the city's lead for noise, and its place in the file. */
const isNoiseLead = (row: Row) => row.事项编码 === 'noise' && row.职责 === '牵头';
const changeNoise =
  (change: Row): Change =>
  (rows) =>
    rows.map((row) => (isNoiseLead(row) ? { ...row, ...change } : row));
const noiseLead = () =>
  listEntries(world.db).find(({ itemId, responsibility }) => itemId === 'noise' && responsibility === 'lead');

describe('a round trip', () => {
  test('changes nothing, to the millisecond, and publishes nothing', async () => {
    const before = listEntries(world.db);
    const { status, body } = await send(await exported());
    expect([status, body]).toMatchObject([200, { changed: false, number: 1, added: 0, altered: 0, removed: 0 }]);
    expect(listEntries(world.db)).toEqual(before);
    expect(before.every(({ validFrom }) => validFrom === START - 365 * DAY)).toBe(true);
  });

  test('does not read the columns with names', async () => {
    const { body } = await sendEdited((rows) =>
      rows.map((row) => ({ ...row, 事项: '=x', 属地: 'y', 部门: '', 姓名: 'z' })),
    );
    expect(body.changed).toBe(false);
  });

  const departments = ['dept-housing', 'dept-fire', 'dept-water'] as const;
  const entry = fc.record({
    itemId: fc.constantFrom('noise', 'garbage'),
    territoryId: fc.constantFrom('city', 'district-lanting', 'town-liuying'),
    departmentId: fc.constantFrom(...departments),
    post: fc.stringMatching(/^[=+@一-龥-][一-龥]{0,8}$/),
    duty: fc.stringMatching(/^[=+@一-龥-][一-龥_x041\n]{0,20}[一-龥]$/),
    validFrom: fc.integer({ min: START - 2000 * DAY, max: START + 500 * DAY }),
    days: fc.option(fc.integer({ min: 2, max: 900 })),
    sample: fc.boolean(),
  });

  test('changes nothing, whatever the register', async () => {
    const register = fc.uniqueArray(entry, {
      minLength: 1,
      maxLength: 12,
      selector: ({ itemId, territoryId, departmentId }) => [itemId, territoryId, departmentId].join(),
    });
    await fc.assert(
      fc.asyncProperty(register, async (drafts) => {
        const entries = drafts.map(({ days, ...draft }, index): Entry => {
          const personId = `person-${draft.departmentId.replace('dept-', '')}-handler`;
          const validUntil = days === null ? null : draft.validFrom + days * DAY;
          const responsibility = draft.departmentId === 'dept-fire' ? 'lead' : 'support';
          return { ...draft, id: `e${index}`, personId, validUntil, responsibility, version: 1 };
        });
        publishRegister(world.db, (number() ?? 0) + 1, entries, { by: null, at: START, note: '' });
        expect((await send(await exported())).body).toMatchObject({ changed: false, number: number() });
      }),
      { numRuns: 40 },
    );
  });
});

describe('a changed register', () => {
  test('is a new version; what changed carries its number', async () => {
    const { status, body } = await sendEdited((rows) => [
      ...rows
        .filter((row) => row.事项编码 !== 'house-quality' || row.职责 === '牵头')
        .map((row) => (isNoiseLead(row) ? { ...row, 定事: '新的职责' } : row)),
      {
        事项编码: 'garbage',
        属地编码: 'town-liuying',
        部门编码: 'dept-housing',
        职责: '牵头',
        岗位: '应哨办理岗',
        人员账号: 'housing.head',
        定事: '清运',
        生效日期: '2026/11/24',
      },
    ]);
    expect([status, body]).toMatchObject([201, { changed: true, number: 2, added: 1, altered: 1, removed: 1 }]);
    expect(noiseLead()).toMatchObject({ duty: '新的职责', version: 2, sample: true, validFrom: START - 365 * DAY });
    expect(responsibleDepartments(world.db, 'garbage', 'town-liuying', START).territoryId).toBe('city');
    const tomorrow = responsibleDepartments(world.db, 'garbage', 'town-liuying', START + DAY);
    expect(tomorrow).toMatchObject({
      territoryId: 'town-liuying',
      leads: [
        {
          personId: 'person-housing-head',
          version: 2,
          validFrom: Date.parse('2026-11-24T00:00:00+08:00'),
          validUntil: null,
        },
      ],
    });
  });

  test('ends an entry at the beginning of its 失效日期', async () => {
    await sendEdited(changeNoise({ 失效日期: '2026-12-01' }));
    expect(noiseLead()).toMatchObject({
      validUntil: Date.parse('2026-12-01T00:00:00+08:00'),
      validFrom: START - 365 * DAY,
    });
    expect((await send(await exported())).body.changed).toBe(false);
  });

  test('may name a successor from the day on which the one before ends', async () => {
    const { status } = await sendEdited((rows) =>
      rows.flatMap((row) =>
        isNoiseLead(row)
          ? [
              { ...row, 失效日期: '2026-12-01' },
              { ...row, 生效日期: '2026-12-01', 岗位: '新岗位' },
            ]
          : [row],
      ),
    );
    expect(status).toBe(201);
    const leads = (now: number) => responsibleDepartments(world.db, 'noise', null, now).leads;
    expect(leads(START).map(({ post }) => post)).toEqual(['应哨办理岗']);
    expect(leads(START + 30 * DAY).map(({ post }) => post)).toEqual(['新岗位']);
    const ids = listEntries(world.db).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('does not touch a running case: it keeps what it was dispatched with', async () => {
    const id = await world.complain();
    const before = noiseLead();
    if (!before) throw new Error('no lead');
    const row = {
      caseId: id,
      departmentId: before.departmentId,
      responsibility: 'lead',
      status: 'dispatched',
      dispatchedAt: START,
    } as const;
    world.db
      .insert(caseDepartments)
      .values({ ...row, registerEntryId: before.id, registerVersion: 1 })
      .run();
    world.addDepartment(id, 'dept-water');
    await sendEdited((rows) => rows.map((one) => ({ ...one, 岗位: '别的岗位', 定事: '别的事' })));
    const { departments } = (await world.get(OPERATOR, `/cases/${id}`)).body;
    expect(departments[0].register).toEqual({
      version: 1,
      post: before.post,
      duty: before.duty,
      personName: expect.stringMatching(/^\p{Script=Han}+$/u),
    });
    expect(departments[1].register).toBeNull();
    expect(registerEntryOf(world.db, 2, before.id)).toMatchObject({ post: '别的岗位', version: 2 });
    expect(registerEntryOf(world.db, 1, 'nothing')).toBeUndefined();
  });

  test('can be read version by version', async () => {
    await sendEdited(changeNoise({ 定事: '新的职责' }));
    const { items } = (await world.get('housing.head', '/register/versions')).body;
    expect(items).toMatchObject([
      { number: 2, note: '调整', publishedBy: { id: 'person-system-administrator' } },
      { number: 1, publishedBy: null, size: listEntries(world.db).length },
    ]);
    const duties = async (version: number) =>
      (await world.get('housing.head', `/register/versions/${version}`)).body.entries
        .filter((one: { id: string }) => one.id === noiseLead()?.id)
        .map((one: { duty: string; item: { name: string }; department: { name: string } }) => [
          one.duty,
          one.item.name,
        ]);
    expect(await duties(2)).toEqual([['新的职责', expect.stringContaining('噪')]]);
    expect(await duties(1)).not.toEqual(await duties(2));
    expect((await world.get(OPERATOR, '/register/versions/9')).status).toBe(404);
    expect((await world.get(OPERATOR, '/register/versions/x')).status).toBe(400);
  });

  test('warns where the platform will have to decide: two leads, no lead, nobody', async () => {
    const { body } = await sendEdited((rows) =>
      rows
        .filter((row) => row.事项编码 !== 'noise')
        .map((row) => (row.事项编码 === 'garbage' ? { ...row, 职责: '配合' } : row)),
    );
    expect(body.warnings).toEqual([
      expect.stringMatching(/充电.*云渚市有两个牵头部门/),
      expect.stringMatching(/没有牵头部门/),
      expect.stringMatching(/没有应哨部门/),
    ]);
  });

  test('made from an older export is refused', async () => {
    const old = await exported();
    await send(await edit(old, changeNoise({ 定事: '一' })));
    expect(await send(await edit(old, changeNoise({ 定事: '二' })))).toMatchObject({
      status: 409,
      body: { code: 'outdated-version' },
    });
  });
});

describe('a bad row', () => {
  const bad: [string, string | null, Row, string][] = [
    ['an unknown item', '事项编码', { 事项编码: 'nothing' }, '不在高频事项清单中'],
    ['no item', '事项编码', { 事项编码: '' }, '不能为空'],
    ['an unknown place', '属地编码', { 属地编码: 'nowhere' }, '不是市、区县或镇街'],
    ['a department as its place', '属地编码', { 属地编码: 'dept-fire' }, '不是市、区县或镇街'],
    ['an unknown department', '部门编码', { 部门编码: 'dept-nothing' }, '不是部门'],
    ['a town as its department', '部门编码', { 部门编码: 'town-liuying' }, '不是部门'],
    ['another duty', '职责', { 职责: '主办' }, '只能填：牵头、配合'],
    ['no post', '岗位', { 岗位: null }, '不能为空'],
    ['an unknown person', '人员账号', { 人员账号: 'nobody' }, '不存在或已离任'],
    ['a person of another department', '人员账号', { 人员账号: 'fire.handler' }, '不是该部门的人员'],
    ['no duty in words', '定事', { 定事: ' ' }, '不能为空'],
    ['a duty that is too long', '定事', { 定事: '长'.repeat(501) }, '太长'],
    ['no beginning', '生效日期', { 生效日期: null }, '不能为空'],
    ['a beginning that is no date', '生效日期', { 生效日期: '去年' }, '不是有效的日期'],
    ['an end that is no date', '失效日期', { 失效日期: '2026-13-01' }, '不是有效的日期'],
    ['an end before its beginning', '失效日期', { 生效日期: '2026-12-01', 失效日期: '2026-11-30' }, '应晚于生效日期'],
    ['an end on its beginning', '失效日期', { 生效日期: '2026-12-01', 失效日期: '2026-12-01' }, '应晚于生效日期'],
  ];

  test.each(bad)('%s is named with row and column, and nothing is taken', async (_name, column, change, detail) => {
    const before = everything(world.db);
    let row = 0;
    const { status, body } = await sendEdited((rows) => {
      row = rows.findIndex(isNoiseLead) + 2;
      return changeNoise(change)(rows);
    });
    expect([status, body.code]).toEqual([400, 'invalid-rows']);
    expect(body.rows).toEqual([{ row, column, detail: expect.stringContaining(detail) }]);
    expect(everything(world.db)).toEqual(before);
  });

  test('is one that is there twice', async () => {
    const { body } = await sendEdited((rows) => [
      ...rows,
      ...rows.filter(isNoiseLead).map((row) => ({ ...row, 职责: '配合' })),
    ]);
    expect(body.rows).toEqual([
      { row: listEntries(world.db).length + 2, column: null, detail: expect.stringContaining('重复') },
    ]);
  });

  test('is one for a time that another covers', async () => {
    const { body } = await sendEdited((rows) => [
      ...rows,
      ...rows.filter(isNoiseLead).map((row) => ({ ...row, 生效日期: '2027-01-01' })),
    ]);
    expect(body.rows[0].detail).toContain('有效期重叠');
  });

  test('is a second lead, unless there are two already', async () => {
    const { body } = await sendEdited((rows) =>
      rows.map((row) =>
        row.事项编码 === 'noise' || row.事项编码 === 'electric-bike-charging' ? { ...row, 职责: '牵头' } : row,
      ),
    );
    const faults = body.rows as { row: number; column: string; detail: string }[];
    expect(faults.every(({ column, detail }) => column === '职责' && detail.includes('同时牵头'))).toBe(true);
    const supports = listEntries(world.db).filter(
      ({ itemId, responsibility }) => itemId === 'noise' && responsibility === 'support',
    );
    expect(faults).toHaveLength(supports.length);
  });

  test('is one of a person who left', async () => {
    const administrator = principalOf(world.db, 'person-system-administrator', START);
    if (!administrator) throw new Error('no administrator');
    const deps = { db: world.db, log: createLog('silent') };
    const id = addPerson(deps, administrator, { account: 'new.handler', name: '新人', memberships: [] });
    addMembership(deps, administrator, id, { organisationId: 'dept-housing', role: 'handler', post: '应哨办理岗' });
    const file = await exported();
    await world.post(ADMINISTRATOR, '/people/person-housing-handler/departure', { reason: '调离' });
    const { body } = await send(await edit(file, (rows) => rows));
    expect(body.rows[0]).toMatchObject({ column: '人员账号', detail: expect.stringContaining('已离任') });
  });
});

test('an empty register is refused, and so is anybody but the system administrator', async () => {
  expect((await sendEdited(() => [])).body.code).toBe('empty-register');
  const file = await exported();
  for (const account of [OPERATOR, 'audit.administrator'])
    expect((await send(file, account)).body.code).toBe('wrong-role');
  expect((await world.get(OPERATOR, '/register.xlsx')).status).toBe(200);
  expect((await world.get('housing.head', '/register.xlsx')).status).toBe(403);
});
