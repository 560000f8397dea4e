import { beforeEach, describe, expect, test } from 'vitest';
import { createWorld, OPERATOR, type World } from '../http/fixture.ts';

const ADMINISTRATOR = 'system.administrator';
const NOTICE = '国务院办公厅关于2027年部分节假日安排的通知';
const NEW_YEAR = { date: '2027-01-01', working: false, name: '元旦' };
const DAYS = [NEW_YEAR, { date: '2027-01-02', working: false, name: '元旦' }];

let world: World;
beforeEach(() => {
  world = createWorld();
});
const put = (days: object[], account = ADMINISTRATOR, year = 2027) =>
  world.post(account, `/calendar/${year}`, { notice: NOTICE, days });
const putCsv = (csv: string | Buffer, query = `?notice=${encodeURIComponent(NOTICE)}`) =>
  world.send(ADMINISTRATOR, 'POST', `/api/calendar/2027${query}`, csv, { 'content-type': 'text/csv' });
const year = async (of: number) => (await world.get(OPERATOR, `/calendar/${of}`)).body;

describe('GET /api/calendar/:year', () => {
  test('shows the special days of a year that the package knows', async () => {
    const body = await year(2026);
    expect(body).toMatchObject({ year: 2026, source: 'package', notice: null, importedBy: null });
    expect(body.days).toContainEqual({
      date: '2026-10-10',
      working: true,
      name: '国庆节',
      weekday: '周六',
      source: 'package',
    });
    expect(body.days.filter(({ date }: { date: string }) => date.startsWith('2026-10'))).toHaveLength(8);
  });

  test('says that a year is not published', async () => {
    expect(await year(2030)).toMatchObject({ source: 'unpublished', days: [] });
  });

  test.each(['1999', '2101', 'next'])('knows no year %s', async (of) => {
    expect(await world.get(OPERATOR, `/calendar/${of}`)).toMatchObject({
      status: 400,
      body: { code: 'invalid-input', field: 'year' },
    });
  });
});

describe('POST /api/calendar/:year', () => {
  test('takes a year’s notice over, with its days in the neighbouring years', async () => {
    const moved = [{ date: '2026-12-27', working: true, name: '元旦' }, ...DAYS];
    const { status, body } = await put(moved);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      source: 'notice',
      notice: NOTICE,
      importedAt: '2026-11-23T01:00:00.000Z',
      importedBy: { id: 'person-system-administrator' },
      movedDeadlines: 0,
      days: moved,
    });
    expect((await year(2026)).days.at(-1)).toMatchObject({ date: '2026-12-27', working: true, source: 'notice' });
  });

  test('takes the place of what was known, whole', async () => {
    await put(DAYS);
    await put([NEW_YEAR]);
    expect((await year(2027)).days).toHaveLength(1);
    expect((await put([{ date: '2026-05-04', working: false, name: '某节' }], ADMINISTRATOR, 2026)).status).toBe(200);
    expect((await year(2026)).days).toHaveLength(1);
  });

  test('is the system administrator’s alone', async () => {
    for (const account of [OPERATOR, 'security.administrator', 'audit.administrator'])
      expect((await put(DAYS, account)).body.code).toBe('wrong-role');
    expect((await year(2027)).source).toBe('unpublished');
  });

  test.each([
    ['a day that does not exist', { date: '2027-02-29' }, 'invalid-calendar-day', 'days.1.date'],
    ['a date written otherwise', { date: '2027/2/1' }, 'invalid-calendar-day', 'days.1.date'],
    ['a day of another year', { date: '2026-12-24' }, 'invalid-calendar-day', 'days.1.date'],
    ['a day long after the year', { date: '2028-01-08' }, 'invalid-calendar-day', 'days.1.date'],
    ['a day twice', { date: '2027-01-01' }, 'calendar-day-twice', 'days.1.date'],
    [
      'a weekday as a make-up day',
      { date: '2027-02-01', working: true, name: '春节' },
      'invalid-calendar-day',
      'days.1.working',
    ],
    ['a day without a name', { date: '2027-02-01', name: ' ' }, 'invalid-calendar-day', 'days.1.name'],
    ['a word for yes', { date: '2027-02-01', working: 'yes' }, 'invalid-input', 'days.1.working'],
  ])('refuses %s, names it, and keeps nothing', async (_name, change, code, field) => {
    const { status, body } = await put([NEW_YEAR, { ...NEW_YEAR, ...change }]);
    expect({ status, code: body.code, field: body.field }).toEqual({ status: 400, code, field });
    expect((await year(2027)).source).toBe('unpublished');
  });

  test('refuses a notice without days or without a name', async () => {
    expect((await put([])).body.code).toBe('calendar-empty');
    const unnamed = await world.post(ADMINISTRATOR, '/calendar/2027', { notice: ' ', days: DAYS });
    expect(unnamed).toMatchObject({ status: 400, body: { code: 'invalid-input', field: 'notice' } });
  });

  test('is read from JSON or CSV and from nothing else', async () => {
    const text = await world.send(ADMINISTRATOR, 'POST', '/api/calendar/2027', 'x', { 'content-type': 'text/plain' });
    expect(text).toMatchObject({ status: 415, body: { code: 'unsupported-media-type' } });
    expect((await world.post(ADMINISTRATOR, '/calendar/2027')).status).toBe(415);
    const { body } = await world.send('', 'GET', '/openapi.json', '', {});
    expect(Object.keys(body.paths['/api/calendar/{year}'].post.requestBody.content)).toEqual([
      'application/json',
      'text/csv',
    ]);
  });

  test('reads CSV as well, with Chinese headings', async () => {
    expect((await putCsv('\ufeffdate,working,name\r\n2027-01-01,false,元旦\r\n')).body.days).toHaveLength(1);
    const { status, body } = await putCsv('日期,名称,上班\n2027-01-01,元旦,否\n2027-01-03,元旦,是\n');
    expect(status).toBe(200);
    expect(body.days).toMatchObject([NEW_YEAR, { date: '2027-01-03', working: true }]);
  });

  test.each([
    ['a row with a bad date', '2027-01-01,否,元旦\n2027-13-01,否,元旦', 'invalid-calendar-day', 'line.3.date', '第3行'],
    ['a row neither yes nor no', '2027-01-01,也许,元旦', 'invalid-calendar-day', 'line.2.working', '第2行'],
    ['an open quotation mark', '2027-01-01,否,"元旦', 'csv-malformed', 'line.2', '第2行'],
    [
      'the same day in two rows',
      '2027-01-01,否,元旦\n\n2027-01-01,否,元旦',
      'calendar-day-twice',
      'line.4.date',
      '第2行',
    ],
  ])('names %s and imports nothing', async (_name, rows, code, field, place) => {
    const { status, body } = await putCsv(`date,working,name\n${rows}\n`);
    expect(status).toBe(400);
    expect(body).toMatchObject({ code, field, detail: expect.stringContaining(place) });
    expect((await year(2027)).source).toBe('unpublished');
  });

  test.each([
    ['a file that lacks a column', 'date,name\n2027-01-01,元旦\n', undefined, 'csv-missing-column'],
    ['an empty file', '', undefined, 'csv-empty'],
    ['a file in another encoding', Buffer.from([0xc8, 0xd5, 0xc6, 0xda]), undefined, 'csv-not-utf8'],
    ['a file whose notice is not named', 'date,working,name\n2027-01-01,否,元旦\n', '', 'invalid-input'],
  ])('refuses %s', async (_name, csv, query, code) => {
    expect(await putCsv(csv, query)).toMatchObject({ status: 400, body: { code } });
  });
});
