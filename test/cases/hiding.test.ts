import { beforeAll, describe, expect, test } from 'vitest';
import { addEvent } from '../../src/cases/events.ts';
import { hideComplaints } from '../../src/cases/search-store.ts';
import { callbacks } from '../../src/cases/table.ts';
import { extensionRequests } from '../../src/duties/table.ts';
import { directions, evaluations, teamMembers } from '../../src/handling/table.ts';
import { consultations, meetings, resolutionItems } from '../../src/meetings/table.ts';
import { notifications } from '../../src/notifications/table.ts';
import { memberships } from '../../src/register/table.ts';
import { createWorld, OPERATOR, type World } from '../http/fixture.ts';

const NAME = '瞿秋棠';
const PHONE = '13987654321';
/** What staff might write who know more than they should pass on. */
const TELLS = `已联系${NAME}，电话 ${PHONE.replace(/(...)(....)/, '$1 $2 ')}，其家属 0515-88123456`;
const ACCUSED = ['housing.handler', 'housing.head'];

let world: World;
let caseId: string;
/** Ids that an address may end with. */
let ids: string[];

/** A case of a hidden complainant in which everybody writes name and number wherever something can be written. */
beforeAll(async () => {
  world = createWorld();
  const { db } = world;
  caseId = await world.complain({
    subject: `${NAME}家漏水`,
    text: `我是${NAME}，电话${PHONE}，房屋漏水，邻居也叫我小瞿`,
    place: `幸福小区3号楼${NAME}家`,
    problems: [`${NAME}家屋顶漏水`, '墙面返潮'],
    complainant: { name: NAME, phone: PHONE },
    hidden: true,
  });
  await world.complain({ text: `楼上${NAME}家（${PHONE}）漏到我家`, complainant: { name: '李四' }, attachTo: caseId });
  world.addDepartment(caseId, 'dept-housing');
  const dutyId = world.duty(caseId, 'handle', 'dept-housing', 3, 'working-day');
  const steps = ['report', 'hand-in-result'];
  const tasks = steps.map((step) => world.task(caseId, step, 'dept-housing:handler', { dutyId }));
  const at = world.now;
  for (const account of [OPERATOR, 'liuying.officer1', 'housing.handler'])
    await world.post(account, `/cases/${caseId}/notes`, { text: TELLS });
  const { body } = await world.get(OPERATOR, `/cases/${caseId}`);
  const complaintIds = body.complaints.map(({ id }: { id: string }) => id) as string[];
  await world.post(OPERATOR, `/complaints/${complaintIds[1]}/withdrawal`, { reason: TELLS });
  const result = { results: [{ seq: 1 }], summary: TELLS };
  addEvent(
    db,
    { personId: null, origin: 'record-result' },
    { caseId, at, type: 'result-handed-in', stage: 'report', data: result },
  );
  const call = { caseId, round: 1, contacted: true, solved: false, at };
  db.insert(callbacks)
    .values({ ...call, complaintId: complaintIds[0] ?? '', satisfaction: 'dissatisfied', reason: TELLS })
    .run();
  const told = { caseId, dutyId, template: 'duty-reminder', text: TELLS, at };
  for (const recipient of ['dept-housing:handler', 'dept-housing:head'])
    db.insert(notifications)
      .values({ ...told, recipient, cause: recipient })
      .run();
  db.insert(extensionRequests)
    .values({
      id: 'extension',
      dutyId,
      amount: 1,
      reason: TELLS,
      status: 'refused',
      requestedBy: 'p',
      requestedAt: at,
      decisionReason: TELLS,
    })
    .run();
  const direction = {
    caseId,
    townId: 'town-liuying',
    departmentId: 'dept-housing',
    text: TELLS,
    givenBy: 'p',
    givenAt: at,
  };
  db.insert(directions)
    .values({ ...direction, id: 'direction', kind: 'opinion', status: 'answered', answer: TELLS })
    .run();
  const rating = {
    caseId,
    round: 1,
    byOrganisationId: 'town-liuying',
    departmentId: 'dept-housing',
    response: 1,
    result: 1,
  };
  db.insert(evaluations)
    .values({ ...rating, id: 'evaluation', comment: TELLS, at })
    .run();
  const member = { caseId, personId: 'p', organisationId: 'dept-housing', post: '科长', joinedAt: at };
  db.insert(teamMembers)
    .values({ ...member, joinReason: TELLS })
    .run();
  const meeting = { caseId, kind: 'table', hostOrganisationId: 'town-liuying', calledAt: at, heldAt: at } as const;
  db.insert(meetings)
    .values({ ...meeting, id: 'meeting', place: TELLS, agenda: TELLS, status: 'held', minutes: TELLS })
    .run();
  const item = { caseId, kind: 'meeting-decision', ownerOrganisationId: 'dept-housing', decidedAt: at } as const;
  db.insert(resolutionItems)
    .values({ ...item, id: 'item', description: TELLS, status: 'carried-out', report: TELLS })
    .run();
  const consultation = {
    caseId,
    kind: 'council',
    organisationId: 'dept-housing',
    openedBy: 'p',
    openedAt: at,
  } as const;
  db.insert(consultations)
    .values({
      ...consultation,
      id: 'consultation',
      question: TELLS,
      place: TELLS,
      closesAt: at,
      status: 'summarised',
      summary: TELLS,
    })
    .run();
  ids = [caseId, dutyId, ...tasks, ...complaintIds, 'extension', 'direction', 'meeting', 'item', 'consultation'];
}, 30_000);

/** Every address that answers a GET, with each of the ids in the place of each parameter. */
async function addresses(): Promise<string[]> {
  const { paths } = (await world.app.inject('/openapi.json')).json() as { paths: Record<string, { get?: object }> };
  return Object.entries(paths)
    .filter(([path, { get }]) => get && path.startsWith('/api/'))
    .flatMap(([path]) => (path.includes('{') ? ids.map((id) => path.replace(/\{\w+\}/g, id)) : [path]))
    .map((path) => path.slice('/api'.length));
}

/** Name and number in whatever way they were written. */
const isTold = (text: string): boolean =>
  text.includes(NAME) || text.includes('小瞿家') || /139[\s-]*8765[\s-]*4321|8812[\s-]*3456/.test(text);

describe('a hidden complainant (R4b)', () => {
  test('occurs in no answer to the accused side', async () => {
    const list = await addresses();
    expect(list.length).toBeGreaterThan(50);
    for (const account of ACCUSED)
      for (const address of list) {
        const { status, text } = await world.get(account, address);
        expect([account, address, status < 500, isTold(text)]).toEqual([account, address, true, false]);
      }
  }, 60_000);

  test('is what the others work with: the walk would have found it', async () => {
    const told: string[] = [];
    for (const address of await addresses()) if (isTold((await world.get(OPERATOR, address)).text)) told.push(address);
    for (const end of ['', '/timeline']) expect(told).toContain(`/cases/${caseId}${end}`);
    expect(told).toEqual(expect.arrayContaining(['/cases', `/duties/${ids[1]}`]));
  }, 30_000);

  test('occurs in no refusal', async () => {
    const bodies = { text: TELLS, reason: TELLS, subject: NAME, place: '', townId: NAME, itemId: PHONE };
    for (const path of [`/cases/${caseId}/leadership`, '/complaints/similar', '/complaints', '/complaints/import'])
      for (const account of ACCUSED) {
        const { status, text } = await world.post(account, path, bodies);
        expect([path, status >= 400, isTold(text)]).toEqual([path, true, false]);
      }
  });

  test('is shown by the case with all else that the department needs', async () => {
    const { body } = await world.get('housing.handler', `/cases/${caseId}`);
    expect(body).toMatchObject({
      id: caseId,
      subject: '（已隐藏）家漏水',
      problems: [{ description: '（已隐藏）家屋顶漏水' }, { description: '墙面返潮' }],
      complaints: [
        {
          complainant: { name: '（已隐藏）', phone: '' },
          text: '我是（已隐藏），电话（已隐藏），房屋漏水，邻居也叫我小瞿',
        },
        { complainant: { name: '李**' }, text: '楼上（已隐藏）家（（已隐藏））漏到我家' },
      ],
    });
  });

  test('is not in what a form of the department starts with', async () => {
    const { items } = (await world.get('housing.handler', '/tasks')).body;
    expect(items.map((task: { case: { subject: string } }) => task.case.subject)).toEqual([
      '（已隐藏）家漏水',
      '（已隐藏）家漏水',
    ]);
    const { id } = items.find(({ step }: { step: string }) => step === 'hand-in-result');
    const { body } = await world.get('housing.handler', `/tasks/${id}`);
    expect(body.data.problems[0]).toMatchObject({ seq: 1, description: '（已隐藏）家屋顶漏水' });
    const { body: told } = await world.get('housing.handler', '/notifications');
    expect(told.items[0].text).toBe('已联系（已隐藏），电话 （已隐藏），其家属 （已隐藏）');
  });

  test('stays hidden from a person of the department who also works for a town', async () => {
    const post = { organisationId: 'town-liuying', role: 'town-officer', post: '兼职' } as const;
    world.db
      .insert(memberships)
      .values({ ...post, personId: 'person-housing-head' })
      .run();
    const { text, status } = await world.get('housing.head', `/cases/${caseId}`);
    expect([status, isTold(text)]).toEqual([200, false]);
    const other = await world.complain({ text: NAME, complainant: { name: NAME }, hidden: true });
    expect((await world.get('housing.head', `/cases/${other}`)).body.complaints[0]).toMatchObject({
      complainant: { name: '瞿**' },
      text: NAME,
    });
    world.db.$client.prepare("delete from memberships where post = '兼职'").run();
  });

  test('reads for the town, the platform and the leaders as before', async () => {
    for (const account of [OPERATOR, 'liuying.officer1', 'leader.market'])
      expect((await world.get(account, `/cases/${caseId}`)).body.complaints[0].text).toContain(NAME);
  });
});

describe('search by the accused side', () => {
  const found = async (query: string, account = 'housing.handler') =>
    (await world.get(account, `/cases?query=${encodeURIComponent(query)}`)).body.items.length > 0;

  test.each([NAME, '秋棠', PHONE, '我是', '邻居也叫', '房屋漏水'])('finds no case by “%s”', async (query) => {
    expect([await found(query), await found(query, OPERATOR)]).toEqual([false, true]);
  });

  test.each(['漏水', '幸福小区', '漏到我家', '家漏水 3号楼'])('finds it by “%s”, which is shown', async (query) => {
    expect(await found(query)).toBe(true);
  });

  test('finds it by its number', async () => {
    expect(await found(caseId)).toBe(true);
  });

  test('cannot undo what hides the words', async () => {
    expect(await found('\uE000')).toBe(false);
    expect(await found(`"${'\uE000'}" 我是`)).toBe(false);
  });

  test('finds nothing either by words that were there before the complainant was hidden', async () => {
    const id = await world.complain({
      text: '我叫陶喜鹊，路灯不亮',
      complainant: { name: '陶喜鹊' },
      itemId: 'garbage',
    });
    await world.complain({ text: '陶喜鹊说得对', complainant: { name: '钱七' }, attachTo: id });
    world.addDepartment(id, 'dept-housing');
    expect([await found('陶喜鹊'), await found('不亮')]).toEqual([true, true]);
    hideComplaints(world.db, id);
    expect([await found('陶喜鹊'), await found('不亮'), await found('小区停水')]).toEqual([false, false, true]);
    expect(await found('陶喜鹊', OPERATOR)).toBe(true);
  });

  test('finds nothing by a name that somebody else had written before its bearer joined in hiding', async () => {
    const id = await world.complain({ text: '听何九畹说窨井坏了', complainant: { name: '钱八' } });
    world.addDepartment(id, 'dept-housing');
    expect(await found('何九畹')).toBe(true);
    await world.complain({ text: '窨井是坏了', complainant: { name: '何九畹' }, hidden: true, attachTo: id });
    expect([await found('何九畹'), await found('窨井坏了')]).toEqual([false, true]);
  });
});
