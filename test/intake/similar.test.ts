import { beforeAll, describe, expect, test } from 'vitest';
import { createWorld, OPERATOR, type World } from '../http/fixture.ts';

const MIXER = {
  subject: '搅拌站夜间噪声扰民',
  text: '水泥搅拌站每天夜里两点开始施工，噪声很大，老人孩子都睡不着。',
  place: '柳影街道幸福小区北侧',
};

let world: World;
const ids: Record<string, string> = {};
beforeAll(async () => {
  world = createWorld();
  ids.mixer = await world.complain(MIXER);
  ids.water = await world.complain({ subject: '小区停水', text: '自来水停了三天', place: '幸福小区' });
  ids.lamp = await world.complain({ subject: '路灯不亮', text: '东路的路灯坏了半个月', place: '东路' });
  const whistle = { subject: '河堤塌陷', text: '巡查发现东河河堤塌陷二十米，有积水', place: '柳影街道东河' };
  ids.river = (await world.post('liuying.officer1', '/whistles', whistle)).body.caseId;
});

const ASKED = { subject: '投诉搅拌站', text: '楼下的水泥搅拌站夜里施工，吵得睡不着', place: '' };
const ask = async (change: object = {}, account = OPERATOR) =>
  (await world.post(account, '/complaints/similar', { ...ASKED, ...change })).body.items;
const set = (id: string | undefined, change: string) =>
  world.db.$client.prepare(`update cases set ${change} where id = ?`).run(id);

describe('POST /api/complaints/similar (R4)', () => {
  test('suggests the case of the same matter, with the words that say so', async () => {
    const [first, ...rest] = await ask();
    expect(first).toMatchObject({ case: { id: ids.mixer, subject: MIXER.subject, town: { id: 'town-liuying' } } });
    expect(first.score).toBeGreaterThan(0.2);
    expect(first.score).toBeLessThan(1);
    expect(first.words).toContain('水泥搅拌站');
    expect(rest).toEqual([]);
    expect(await ask()).toEqual([first]);
  });

  test('two characters are enough', async () => {
    const [first] = await ask({ subject: '停水', text: '停水了' });
    expect(first).toMatchObject({ case: { id: ids.water }, words: ['停水'] });
  });

  test('the same town, item and place bring it nearer', async () => {
    const far = (await ask())[0].score;
    const near = (await ask({ townId: 'town-liuying', place: MIXER.place }))[0].score;
    expect(near).toBeGreaterThan(far);
  });

  test('a town’s own case is found by what the town wrote', async () => {
    expect((await ask({ subject: '河堤', text: '东河的河堤塌陷了' }))[0].case.id).toBe(ids.river);
  });

  test('a case is found by the wording of any of its complaints', async () => {
    const words = { subject: '混凝土车太吵', text: '混凝土罐车进进出出' };
    await world.complain({ ...words, attachTo: ids.lamp });
    expect((await ask(words))[0]).toMatchObject({ case: { id: ids.lamp }, score: 1 });
  });

  test('nothing is suggested that cannot be joined: closed, about to end, of another territory', async () => {
    for (const state of ["status = 'closed'", "status = 'open', outcome = 'withdrawn'"]) {
      set(ids.mixer, state);
      expect(await ask()).toEqual([]);
    }
    set(ids.mixer, "status = 'open', outcome = null");
    expect(await ask({}, 'lanting.operator1')).toHaveLength(1);
    expect(await ask({}, 'heming.operator1')).toEqual([]);
  });

  test('nothing is suggested for words that occur nowhere, or that are no words', async () => {
    expect(await ask({ subject: '飞碟', text: '飞碟降落' })).toEqual([]);
    expect(await ask({ subject: '！', text: '？？' })).toEqual([]);
    expect(await ask({ subject: '" OR *', text: 'NEAR(' })).toEqual([]);
  });

  test('five at most, the likeliest first, the older one where they are alike', async () => {
    const many = createWorld();
    for (let i = 0; i < 7; i++) await many.complain({ ...MIXER, complainant: { name: `邻居${i}` } });
    const { body } = await many.post(OPERATOR, '/complaints/similar', MIXER);
    expect(body.items.map((item: { case: { id: string } }) => item.case.id.slice(-1))).toEqual([
      '1',
      '2',
      '3',
      '4',
      '5',
    ]);
  });

  test('is for operators', async () => {
    for (const account of ['housing.handler', 'liuying.officer1'])
      expect((await world.post(account, '/complaints/similar', ASKED)).body.code).toBe('wrong-role');
    expect((await world.post(OPERATOR, '/complaints/similar', { ...ASKED, text: '' })).body.field).toBe('text');
  });
});
