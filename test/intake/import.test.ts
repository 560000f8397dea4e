import { beforeEach, describe, expect, test } from 'vitest';
import { createWorld, OPERATOR, type World } from '../http/fixture.ts';

let world: World;
beforeEach(() => {
  world = createWorld();
});

const HEADING = 'id,user,subject,received_at,text';
const importCsv = (payload: string | Buffer, { query = '', headers = {}, account = OPERATOR } = {}) =>
  world.send(account, 'POST', `/api/complaints/import${query}`, payload, { 'content-type': 'text/csv', ...headers });
const csv = (...rows: string[]): string => [HEADING, ...rows].join('\n');

describe('POST /api/complaints/import', () => {
  test('takes every row, and nothing when the same file comes again', async () => {
    const file = csv(
      '1,甲,路灯不亮,2019/4/25 9:32:09,东路的路灯不亮',
      '2,乙,井盖丢失,2019-04-25T09:32:09+08:00,西路的井盖丢了',
    );
    expect(await importCsv(file)).toMatchObject({
      status: 200,
      body: { accepted: 2, merged: 0, known: 0, rejected: 0, rows: [] },
    });
    expect((await importCsv(file)).body).toEqual({ accepted: 0, merged: 0, known: 2, rejected: 0, rows: [] });
    const { body } = await world.get(OPERATOR, '/cases?query=路灯');
    const { body: found } = await world.get(OPERATOR, `/cases/${body.items[0].id}`);
    expect(found.complaints[0]).toMatchObject({
      source: 'csv',
      orderNumber: '1',
      receivedAt: '2019-04-25T01:32:09.000Z',
    });
  });

  test('reports bad rows with their line, reason and field, and takes the rest', async () => {
    const file = csv(
      '1,甲,路灯,2019/4/25 9:32:09,"两行的\n内容"',
      '2,乙,井盖,2019/13/45,日期不对',
      '3,丙,井盖,2019/4/25,',
      '4,丁,坏引号,2019/4/25,"坏"引号',
      '',
      '5,戊,好的,2019/4/25,好的一行',
      '6,己',
      '7,庚,明天,2026/11/24,来自将来',
    );
    const { body } = await importCsv(file);
    expect(body).toMatchObject({ accepted: 2, rejected: 5 });
    expect(body.rows.map(({ line, code, field }: Record<string, unknown>) => [line, code, field])).toEqual([
      [4, 'invalid-date', 'receivedAt'],
      [5, 'invalid-input', 'text'],
      [6, 'csv-malformed', undefined],
      [9, 'invalid-input', 'receivedAt'],
      [10, 'date-in-future', 'receivedAt'],
    ]);
  });

  test('merges rows that say the same of the same person', async () => {
    const { body } = await importCsv(csv('1,甲,路灯,2019/4/25,不亮', '2,甲,路灯,2019/4/26,不亮！'));
    expect(body).toMatchObject({ accepted: 1, merged: 1 });
  });

  test('streams a line for each row and a summary when asked for', async () => {
    const answer = await importCsv(csv('1,甲,路灯,2019/4/25,不亮', 'x,甲,路灯,never,不亮'), {
      headers: { accept: 'application/x-ndjson' },
    });
    expect(answer.headers['content-type']).toContain('application/x-ndjson');
    const lines = answer.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toEqual([
      { line: 2, status: 'accepted', caseId: 'YS20261123-0001' },
      expect.objectContaining({ line: 3, status: 'rejected', code: 'invalid-date' }),
      { summary: { accepted: 1, merged: 0, known: 0, rejected: 1 } },
    ]);
  });

  test('reads Chinese headings, a byte order mark, Windows line ends and defaults of the query', async () => {
    const file =
      '\ufeff工单编号,标题,诉求内容,受理时间,是否,保密\r\n7,噪声,"夜里施工,很吵",2019年4月25日 9:32,x,是\r\n';
    expect((await importCsv(file, { query: '?source=hotline&townId=town-luhua&profile=drill' })).body.accepted).toBe(1);
    const { body } = await world.get(OPERATOR, '/cases');
    expect(body.items[0]).toMatchObject({ profile: 'drill', town: { id: 'town-luhua' } });
    const { body: found } = await world.get(OPERATOR, `/cases/${body.items[0].id}`);
    expect(found.complaints[0]).toMatchObject({
      source: 'hotline',
      hidden: true,
      receivedAt: '2019-04-25T01:32:00.000Z',
    });
  });

  test('reports a quotation mark that is never closed, and keeps what came before', async () => {
    const { body } = await importCsv(csv('1,甲,路灯,2019/4/25,不亮', '2,乙,井盖,2019/4/25,"没有结束'));
    expect(body).toMatchObject({ accepted: 1, rejected: 1, rows: [{ code: 'csv-malformed' }] });
  });

  test('an unknown town in a row costs that row alone', async () => {
    const file = 'id,text,receivedAt,townId\n1,甲,2019/4/25,town-x\n2,乙,2019/4/25,town-luhua';
    expect((await importCsv(file)).body).toMatchObject({ accepted: 1, rows: [{ line: 2, code: 'unknown-town' }] });
  });

  test('a heading alone takes nothing', async () => {
    expect((await importCsv(`${HEADING}\n`)).body).toEqual({ accepted: 0, merged: 0, known: 0, rejected: 0, rows: [] });
  });

  const unreadable: [string, string | Buffer, string, string | undefined][] = [
    ['an empty file', '', 'csv-empty', undefined],
    ['a file of blank lines', '\n\n', 'csv-empty', undefined],
    ['another encoding', Buffer.from('69642c746578740a312cd6d0cec4', 'hex'), 'csv-not-utf8', undefined],
    ['a missing column', 'id,text\n1,x', 'csv-missing-column', 'receivedAt'],
    ['a column twice', 'id,id,text,receivedAt\n1,1,x,y', 'csv-column-twice', 'orderNumber'],
  ];
  test.each(unreadable)('refuses %s as a whole', async (_name, file, code, field) => {
    const answer = await importCsv(file);
    expect([answer.status, answer.body.code, answer.body.field]).toEqual([400, code, field]);
  });

  test('refuses other formats and other people', async () => {
    const json = await world.send(OPERATOR, 'POST', '/api/complaints/import', 'x', {
      'content-type': 'application/xml',
    });
    expect(json).toMatchObject({ status: 415, body: { code: 'unsupported-media-type' } });
    expect((await importCsv(csv(), { account: 'housing.handler' })).status).toBe(403);
  });
});
