import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import { caseDepartments, cases, events } from '../../src/cases/table.ts';
import { joinTeam, membersOfCase } from '../../src/handling/member-store.ts';
import { leaderFor, principalOf } from '../../src/register/store.ts';
import { deputies, tokens } from '../../src/register/table.ts';
import { currentRegisterVersion, listEntries, registerVersion } from '../../src/register/version-store.ts';
import { assignTask, taskById } from '../../src/tasks/store.ts';
import { createWorld, OPERATOR, START, type World } from '../http/fixture.ts';
import { everything } from '../support/everything.ts';

const ADMINISTRATOR = 'system.administrator';
const HANDLER = 'person-housing-handler';
const HEAD = 'person-housing-head';
const OFFICER = 'person-liuying-officer1';

let world: World;
let caseId: string;
beforeEach(async () => {
  world = createWorld();
  caseId = await world.complain();
});

const leave = (id: string, account = ADMINISTRATOR) =>
  world.post(account, `/people/${id}/departure`, { reason: '调离本单位' });
const claimed = (group: string, by: string) => {
  const id = world.task(caseId, 'report', group);
  assignTask(world.db, id, by);
  return id;
};
const assignee = (taskId: string) => taskById(world.db, taskId)?.row.assigneeId;
const eventsOf = (type: string) => world.db.select().from(events).where(eq(events.type, type)).all();

async function hire(account: string, organisationId: string, role: string, post: string): Promise<string> {
  const { body } = await world.post(ADMINISTRATOR, '/people', {
    account,
    name: '新人',
    memberships: [{ organisationId, role, post }],
  });
  return body.personId;
}

describe('claimed tasks of somebody who leaves', () => {
  test('go to the next holder of the post, with an event in the case', async () => {
    const taskId = claimed('town-liuying:town-officer', OFFICER);
    const { status, body } = await leave(OFFICER);
    expect([status, body]).toEqual([200, { reassigned: 1, registerVersion: null, vacant: [] }]);
    expect(assignee(taskId)).toBe('person-liuying-officer2');
    expect(eventsOf('task-reassigned')).toMatchObject([
      {
        caseId,
        personId: 'person-system-administrator',
        at: START,
        data: { taskId, step: 'report', from: OFFICER, to: 'person-liuying-officer2', reason: '调离本单位' },
      },
    ]);
  });

  test('go to the valid deputy first, who is a candidate as well', async () => {
    const third = await hire('liuying.officer3', 'town-liuying', 'town-officer', '吹哨联络岗');
    const taskId = claimed('town-liuying:town-officer', OFFICER);
    await name(OFFICER, third, '2026-11-01');
    await leave(OFFICER);
    expect(assignee(taskId)).toBe(third);
  });

  test('do not go to a deputy of another organisation, who would no longer be a candidate, nor to one of another time', async () => {
    const taskId = claimed('town-liuying:town-officer', OFFICER);
    const third = await hire('liuying.officer3', 'town-liuying', 'town-officer', '现场处置岗');
    await name(OFFICER, third, '2027-01-01');
    await leave(OFFICER);
    expect(assignee(taskId)).toBe('person-liuying-officer2');
  });

  test('go to somebody of the same post before another', async () => {
    const taskId = claimed('town-liuying:town-officer', OFFICER);
    const third = await hire('liuying.officer3', 'town-liuying', 'town-officer', '吹哨联络岗');
    await leave(OFFICER);
    expect(assignee(taskId)).toBe(third);
  });

  test('that a deputy had claimed go to the one in whose name', async () => {
    const taskId = claimed('town-liuying:town-officer', 'person-tongyin-officer1');
    await leave('person-tongyin-officer1');
    expect(assignee(taskId)).toBe(OFFICER);
  });

  test('go back to the groups when only another group still has people', async () => {
    const taskId = claimed('dept-housing:handler', HANDLER);
    world.db.$client
      .prepare('insert into task_groups (task_id, "group") values (?, ?)')
      .run(taskId, 'dept-fire:handler');
    await leave(HANDLER);
    expect(assignee(taskId)).toBeNull();
    expect(eventsOf('task-reassigned')[0]?.data).toMatchObject({ to: null });
  });

  test('of colleagues stay where they are', async () => {
    const taskId = claimed('town-liuying:town-officer', 'person-liuying-officer2');
    const free = world.task(caseId, 'report', 'town-liuying:town-officer');
    expect((await leave(OFFICER)).body.reassigned).toBe(0);
    expect([assignee(taskId), assignee(free)]).toEqual(['person-liuying-officer2', null]);
  });
});

describe('the last one of a post', () => {
  test('with open tasks cannot leave: the post is named, nothing is changed', async () => {
    world.task(caseId, 'report', 'dept-housing:handler');
    const before = everything(world.db);
    const { status, body } = await leave(HANDLER);
    expect([status, body.code]).toEqual([409, 'post-without-holder']);
    expect(body.detail).toContain('云渚市住房和城乡建设局的“应哨办理岗”没有接任人，还有 1 项未办结的任务');
    expect(everything(world.db)).toEqual(before);
  });

  test('can leave once there is somebody else', async () => {
    const taskId = claimed('dept-housing:handler', HANDLER);
    const next = await hire('housing.handler2', 'dept-housing', 'handler', '应哨办理岗');
    expect(await leave(HANDLER)).toMatchObject({
      status: 200,
      body: { reassigned: 1, registerVersion: 2, vacant: [] },
    });
    expect(assignee(taskId)).toBe(next);
  });

  test('without tasks can leave; the answer says that nobody is left', async () => {
    const { body } = await leave(HANDLER);
    expect(body.vacant).toEqual([{ organisationId: 'dept-housing', role: 'handler', post: '应哨办理岗' }]);
  });

  test('cannot leave while the register would name nobody', async () => {
    await leave(HANDLER);
    expect(await leave(HEAD)).toMatchObject({
      status: 409,
      body: { code: 'post-without-holder', detail: expect.stringContaining('应哨部门数据库') },
    });
  });
});

describe('what the person was', () => {
  test('in the register goes to the next holder as a new version; the old one still names the person', async () => {
    const before = listEntries(world.db).filter(({ personId }) => personId === HANDLER);
    await leave(HANDLER);
    const after = listEntries(world.db);
    expect(after.some(({ personId }) => personId === HANDLER)).toBe(false);
    const taken = after.filter(({ personId }) => personId === HEAD);
    expect(taken.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    expect(taken.every(({ version }) => version === 2)).toBe(true);
    expect(after.some(({ version }) => version === 1)).toBe(true);
    expect(registerVersion(world.db, 2)).toMatchObject({
      publishedBy: 'person-system-administrator',
      note: '人员离任：调离本单位',
    });
    expect(registerVersion(world.db, 1)?.entries.filter(({ personId }) => personId === HANDLER)).toEqual(before);
  });

  test('in entries that have ended stays as it was', async () => {
    world.db.$client.prepare('update register_entries set valid_until = ? where person_id = ?').run(START, HANDLER);
    expect((await leave(HANDLER)).body.registerVersion).toBeNull();
    expect(currentRegisterVersion(world.db)).toBe(1);
  });

  test('as a leader goes to the deputy in the group: lines and running cases', async () => {
    world.db.update(cases).set({ leaderId: 'person-leader-construction', leadingGroupId: 'leading-city' }).run();
    await leave('person-leader-construction');
    for (const area of ['housing', 'urban'])
      expect(leaderFor(world.db, 'leading-city', area)?.personId).toBe('person-leader-executive');
    expect(world.db.select().from(cases).get()?.leaderId).toBe('person-leader-executive');
    expect(eventsOf('leader-changed')).toMatchObject([
      { caseId, data: { from: 'person-leader-construction', to: 'person-leader-executive' } },
    ]);
  });

  test('cannot be left open where a leading group has nobody else', async () => {
    await leave('person-lanting-leader1');
    expect(leaderFor(world.db, 'leading-lanting', 'housing')?.personId).toBe('person-lanting-leader2');
    expect((await leave('person-lanting-leader2')).body).toMatchObject({
      code: 'post-without-holder',
      detail: expect.stringContaining('分管条线'),
    });
  });

  test('in the team of a running case goes to the next holder, with the reason', async () => {
    world.addDepartment(caseId, 'dept-housing');
    world.db.update(caseDepartments).set({ handlerId: HANDLER }).run();
    joinTeam(world.db, caseId, { personId: HANDLER, organisationId: 'dept-housing', reason: '报到时指定' }, START);
    const next = await hire('housing.handler2', 'dept-housing', 'handler', '应哨办理岗');
    world.now += 1000;
    await leave(HANDLER);
    expect(
      membersOfCase(world.db, caseId).map(({ row }) => [row.personId, row.joinReason, row.leftAt, row.leaveReason]),
    ).toEqual([
      [HANDLER, '报到时指定', world.now, '调离本单位'],
      [next, '调离本单位', null, null],
    ]);
    expect(world.db.select().from(caseDepartments).get()?.handlerId).toBe(next);
    expect(eventsOf('team-changed')).toMatchObject([
      { data: { organisationId: 'dept-housing', personId: next, replacesPersonId: HANDLER } },
    ]);
  });

  test('in a closed case stays as it was', async () => {
    world.addDepartment(caseId, 'dept-housing');
    world.db.update(caseDepartments).set({ handlerId: HANDLER }).run();
    joinTeam(world.db, caseId, { personId: HANDLER, organisationId: 'dept-housing', reason: '报到时指定' }, START);
    world.db.update(cases).set({ status: 'closed', leaderId: HANDLER }).run();
    await leave(HANDLER);
    expect(world.db.select().from(caseDepartments).get()?.handlerId).toBe(HANDLER);
    expect(membersOfCase(world.db, caseId)[0]?.row.leftAt).toBeNull();
    expect(world.db.select().from(cases).get()?.leaderId).toBe(HANDLER);
  });
});

describe('the account', () => {
  test('is closed: no token, no role, no standing in', async () => {
    expect((await world.get('housing.head', '/me')).status).toBe(200);
    await hire('housing.head2', 'dept-housing', 'head', '分管负责人');
    await leave(HEAD);
    expect((await world.get('housing.head', '/me')).status).toBe(401);
    expect(world.db.select().from(tokens).where(eq(tokens.personId, HEAD)).all()).toEqual([]);
    expect(principalOf(world.db, HEAD, START)).toBeUndefined();
    const standIns = world.db.select().from(deputies).where(eq(deputies.deputyId, HEAD)).all();
    expect(standIns.map(({ validUntil }) => validUntil)).toEqual([START]);
    expect((await world.get(OPERATOR, '/people?organisationId=dept-housing')).body.items).toHaveLength(2);
  });

  test('stays closed even for a token that comes back', async () => {
    const kept = world.db.select().from(tokens).where(eq(tokens.personId, OFFICER)).all();
    await leave(OFFICER);
    world.db.insert(tokens).values(kept).run();
    expect((await world.get('liuying.officer1', '/me')).status).toBe(401);
  });
});

test.each([
  ['nobody', ADMINISTRATOR, 404, 'person-not-found'],
  ['person-system-administrator', ADMINISTRATOR, 409, 'own-departure'],
  [OFFICER, OPERATOR, 403, 'wrong-role'],
  [OFFICER, 'security.administrator', 403, 'wrong-role'],
])('departure of %s by %s is refused', async (id, account, status, code) => {
  expect(await leave(id, account)).toMatchObject({ status, body: { code } });
});

test('nobody leaves twice, or without a reason', async () => {
  await leave(OFFICER);
  expect((await leave(OFFICER)).body.code).toBe('already-left');
  expect((await world.post(ADMINISTRATOR, `/people/${HEAD}/departure`, { reason: ' ' })).body.code).toBe(
    'invalid-input',
  );
});

async function name(personId: string, deputyId: string, validFrom: string): Promise<void> {
  const { status } = await world.post(ADMINISTRATOR, '/deputies', { personId, deputyId, validFrom });
  expect(status).toBe(204);
}
