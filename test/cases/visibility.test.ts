import { beforeAll, describe, expect, test } from 'vitest';
import { createWorld, OPERATOR, type World } from '../http/fixture.ts';

/**
 * One case of a town of 兰汀区 with the housing bureau in its team, one that also touches 鹤鸣区, one that no town has
 * yet, and one of 鹤鸣区 with a department of 松麓区 that was released and a task for a department that is not in the team.
 */
let world: World;
const ids: Record<string, string> = {};
beforeAll(async () => {
  world = createWorld();
  ids.plain = await world.complain({ text: '甲' });
  world.addDepartment(ids.plain, 'dept-housing');
  ids.across = await world.complain({ text: '乙', otherDistrictIds: ['district-heming'] });
  ids.unplaced = await world.complain({ text: '丙', townId: undefined });
  ids.other = await world.complain({ text: '丁', townId: 'town-luhua' });
  world.addDepartment(ids.other, 'dept-songlu-housing', 'released');
  world.task(ids.other, 'report', 'dept-water:handler');
});

const TABLE: [string, string[]][] = [
  // account, cases that it sees
  ['platform.operator1', ['plain', 'across', 'unplaced', 'other']],
  ['assessor', ['plain', 'across', 'unplaced', 'other']],
  ['leader.market', ['plain', 'across', 'unplaced', 'other']],
  ['lanting.operator1', ['plain', 'across']],
  ['lanting.leader2', ['plain', 'across']],
  ['heming.operator1', ['across', 'other']],
  ['heming.leader1', ['across', 'other']],
  ['songlu.operator1', ['other']],
  ['wangxi.operator1', []],
  ['liuying.officer1', ['plain', 'across']],
  // stands in for liuying.officer1
  ['tongyin.officer1', ['plain', 'across']],
  ['tongyin.officer2', []],
  ['luhua.officer2', ['other']],
  ['housing.handler', ['plain']],
  ['housing.head', ['plain']],
  ['water.handler', ['other']],
  // stands in for water.handler, who has the task
  ['water.head', ['other']],
  ['songlu.housing.handler', ['other']],
  ['lanting.housing.handler', []],
  ['market.handler', []],
  ['designer', []],
  ['system.administrator', []],
  ['security.administrator', []],
  ['audit.administrator', []],
];

const CELLS = TABLE.flatMap(([account, seen]) =>
  ['plain', 'across', 'unplaced', 'other'].map((name): [string, string, boolean] => [
    account,
    name,
    seen.includes(name),
  ]),
);

describe('who sees which case', () => {
  test.each(CELLS)('%s, case “%s”: %s', async (account, name, sees) => {
    const id = ids[name] ?? '';
    const { body: list } = await world.get(account, '/cases?limit=100');
    expect(list.items.some((item: { id: string }) => item.id === id)).toBe(sees);
    for (const path of ['', '/timeline', '/tasks', '/process-instances']) {
      const { status, body } = await world.get(account, `/cases/${id}${path}`);
      expect([path, status, body.code]).toEqual(sees ? [path, 200, undefined] : [path, 404, 'case-not-found']);
    }
  });

  test('a forbidden case and one that does not exist answer alike, for reading and for writing', async () => {
    const withoutRequest = ({
      status,
      body: { instance: _, ...body },
    }: {
      status: number;
      body: Record<string, unknown>;
    }) => ({ status, body });
    const [forbidden, unknown] = [
      await world.get('market.handler', `/cases/${ids.plain}`),
      await world.get('market.handler', '/cases/YS0'),
    ];
    expect(withoutRequest(forbidden)).toEqual(withoutRequest(unknown));
    for (const [path, body] of [
      ['notes', { text: '看看' }],
      ['leadership', { reason: '看看' }],
    ] as const)
      expect((await world.post('market.handler', `/cases/${ids.plain}/${path}`, body)).status).toBe(404);
  });
});

describe('what is shown of a complaint', () => {
  const PERSON = {
    complainant: { name: '张小明', phone: '13812341234' },
    text: '我是张小明，电话 138 1234 1234，房屋漏水',
  };
  let open = '';
  let hidden = '';
  beforeAll(async () => {
    open = await world.complain(PERSON);
    hidden = await world.complain({
      ...PERSON,
      text: `${PERSON.text}。`,
      hidden: true,
      complainant: { name: '张小明', phone: '13912341234' },
    });
    for (const id of [open, hidden]) world.addDepartment(id, 'dept-housing');
  });
  const seen = async (account: string, id: string) => (await world.get(account, `/cases/${id}`)).body.complaints[0];

  test.each([OPERATOR, 'leader.market', 'liuying.officer1', 'housing.handler'])(
    '%s reads the text, the person is masked',
    async (account) => {
      const complaint = await seen(account, open);
      expect(complaint.complainant).toEqual({ name: '张**', phone: '138****1234' });
      expect(complaint.text).toBe(PERSON.text);
    },
  );

  test('a department learns nothing of a complainant who asked to be hidden, not in the text either', async () => {
    expect(await seen('housing.handler', hidden)).toMatchObject({
      complainant: { name: '（已隐藏）', phone: '' },
      text: '我是（已隐藏），电话 （已隐藏），房屋漏水。',
    });
    expect((await seen('liuying.officer1', hidden)).complainant.name).toBe('张**');
  });

  test('an assessor reads no text', async () => {
    expect((await seen('assessor', open)).text).toBeNull();
  });

  test('an operator reads the telephone for the callback, and leaves a trace; nobody else does', async () => {
    const { body } = await world.get(OPERATOR, `/cases/${open}`);
    const path = `/complaints/${body.complaints[0].id}/contact`;
    expect((await world.get(OPERATOR, path)).body).toEqual(PERSON.complainant);
    const { body: timeline } = await world.get(OPERATOR, `/cases/${open}/timeline`);
    expect(timeline.items.at(-1)).toMatchObject({ type: 'contact-read', person: { id: 'person-platform-operator1' } });
    expect((await world.get('housing.handler', path)).status).toBe(403);
    expect((await world.get('market.handler', path)).body.code).toBe('complaint-not-found');
  });
});
