import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import { caseDepartments } from '../../src/cases/table.ts';
import { joinTeam } from '../../src/handling/member-store.ts';
import { createWorld, OPERATOR, type World } from '../http/fixture.ts';

const OFFICER = 'liuying.officer1';
const LEAD = 'dept-water';
let world: World;
let caseId: string;
/** A whistle at work: 水务局 leads, 市场监管局 supports, 住建局 has left. */
beforeEach(async () => {
  world = createWorld();
  caseId = await world.complain();
  world.addDepartment(caseId, LEAD);
  world.addDepartment(caseId, 'dept-market');
  world.addDepartment(caseId, 'dept-housing', 'released');
  setDepartment(LEAD, { responsibility: 'lead' });
  set(`path = 'whistle', stage = 'report', lead_department_id = '${LEAD}'`);
});
const set = (change: string) => world.db.$client.prepare(`update cases set ${change} where id = ?`).run(caseId);
const setDepartment = (id: string, change: Partial<typeof caseDepartments.$inferInsert>) =>
  world.db.update(caseDepartments).set(change).where(eq(caseDepartments.departmentId, id)).run();
const post = (path: string, body: object, account = OFFICER) => world.post(account, `/cases/${caseId}/${path}`, body);
const seen = async () => (await world.get(OPERATOR, `/cases/${caseId}`)).body;
const lastEvent = async () => (await world.get(OPERATOR, `/cases/${caseId}/timeline`)).body.items.at(-1);
const message = (name: string, variables: object = {}, correlationKey = caseId) => ({
  kind: 'message',
  name,
  correlationKey,
  variables,
});
/** Departments with their parts. */
const parts = async (): Promise<Record<string, string>> =>
  Object.fromEntries(
    (await seen()).departments.map((one: { department: { id: string }; responsibility: string; status: string }) => [
      one.department.id,
      `${one.responsibility} ${one.status}`,
    ]),
  );
/** Who is in the team now, by unit. */
const present = async (): Promise<string[]> =>
  (await seen()).team
    .filter(({ leftAt }: { leftAt: string | null }) => leftAt === null)
    .map(
      ({ person, organisation }: { person: { id: string }; organisation: { id: string } }) =>
        `${organisation.id} ${person.id}`,
    );
const unchanged = async (request: () => Promise<{ status: number; body: { code: string } }>, code: string) => {
  const [departments, queued] = [await parts(), world.outbox().length];
  expect((await request()).body.code).toBe(code);
  expect(await parts()).toEqual(departments);
  expect(world.outbox()).toHaveLength(queued);
};

describe('POST /api/cases/:id/departments', () => {
  const add = (departmentId = 'dept-ecology', account = OFFICER) =>
    post('departments', { departmentId, reason: '涉及水质' }, account);

  test.each([
    ['town', OFFICER],
    ['platform', OPERATOR],
  ])('the %s calls one more department, whose handler joins the team', async (by, account) => {
    expect((await add('dept-ecology', account)).status).toBe(202);
    expect((await parts())['dept-ecology']).toBe('support dispatched');
    expect(await present()).toEqual(['dept-ecology person-ecology-handler']);
    expect((await seen()).team).toMatchObject([{ joinReason: '途中增派' }]);
    expect(await lastEvent()).toMatchObject({
      type: 'department-added',
      data: { departmentId: 'dept-ecology', responsibility: 'support', reason: '涉及水质' },
      organisation: { id: by === 'town' ? 'town-liuying' : 'platform-city' },
    });
    expect(world.outbox().at(-1)).toEqual(
      message('department-added', { departmentId: 'dept-ecology', responsibility: 'support' }),
    );
  });

  test('one that had left comes back as if it were new', async () => {
    setDepartment('dept-housing', { reportedAt: 1, handlerId: 'x', releaseReason: '无关' });
    await add('dept-housing');
    expect((await seen()).departments).toContainEqual(
      expect.objectContaining({
        department: expect.objectContaining({ id: 'dept-housing' }),
        status: 'dispatched',
        reportedAt: null,
        releasedAt: null,
        releaseReason: null,
        handler: null,
      }),
    );
  });

  test('is refused for one that is there already or that nobody knows', async () => {
    await unchanged(() => add('dept-market'), 'already-in-team');
    for (const stranger of ['dept-nowhere', 'town-liuying', 'dept-heming-housing'])
      await unchanged(() => add(stranger), 'unknown-department');
    expect((await add('dept-lanting-housing')).status).toBe(202);
  });

  test('is refused while no departments are at work together', async () => {
    for (const state of [
      "path = 'ordinary', stage = 'report'",
      "path = 'whistle', stage = 'dispatch'",
      "stage = 'feedback'",
      "stage = 'report', leading_group_id = 'leading-city'",
    ]) {
      set(state);
      await unchanged(() => add(), 'not-in-joint-handling');
    }
  });

  test('is refused once the lead is to hand in the result, but not in the next round', async () => {
    world.duty(caseId, 'hand-in-result', LEAD, 2, 'working-day');
    await unchanged(() => add(), 'not-in-joint-handling');
    set('round = 2');
    expect((await add()).status).toBe(202);
  });

  test('is the town’s and the platform’s, while the case is open', async () => {
    await unchanged(() => add('dept-ecology', 'water.handler'), 'wrong-role');
    expect((await add('dept-ecology', 'luhua.officer1')).status).toBe(404);
    expect((await post('departments', { departmentId: 'dept-ecology' })).body.field).toBe('reason');
    set("status = 'closed'");
    await unchanged(() => add(), 'case-closed');
  });
});

describe('POST /api/cases/:id/departments/:departmentId/release', () => {
  const release = (departmentId = 'dept-market', account = OFFICER) =>
    post(`departments/${departmentId}/release`, { reason: '现场与其无关' }, account);

  test.each([
    ['town', OFFICER],
    ['platform', OPERATOR],
  ])('the %s lets a department go, and its members with it', async (by, account) => {
    const member = { personId: 'person-market-handler', organisationId: 'dept-market', reason: '报到' };
    joinTeam(world.db, caseId, member, world.now);
    expect((await release('dept-market', account)).status).toBe(202);
    const { departments, team } = await seen();
    expect(departments).toContainEqual(
      expect.objectContaining({ status: 'released', releaseReason: '现场与其无关', releasedAt: expect.any(String) }),
    );
    expect(team).toMatchObject([{ leaveReason: '现场与其无关', leftAt: expect.any(String) }]);
    const data = { departmentId: 'dept-market', responsibility: 'support', reason: '现场与其无关', by };
    expect(await lastEvent()).toMatchObject({ type: 'department-released', data });
    expect(world.outbox().at(-1)).toEqual(message('department-released', {}, `${caseId}:dept-market`));
  });

  test('is refused for the lead and for whoever is not in the team', async () => {
    await unchanged(() => release(LEAD), 'lead-cannot-be-released');
    for (const departmentId of ['dept-housing', 'dept-ecology', 'nowhere'])
      await unchanged(() => release(departmentId), 'not-in-team');
  });

  test('is the town’s and the platform’s, with a reason, while the case is open', async () => {
    await unchanged(() => release('dept-market', 'market.head'), 'wrong-role');
    expect((await post('departments/dept-market/release', {})).body.field).toBe('reason');
    set("status = 'closed'");
    await unchanged(() => release(), 'case-closed');
  });
});

describe('POST /api/cases/:id/lead', () => {
  const lead = (departmentId = 'dept-market', account = OPERATOR) =>
    post('lead', { departmentId, reason: '主要职责在市场监管' }, account);

  test('goes to a department of the team, which may not object; the old lead supports', async () => {
    expect((await lead()).status).toBe(202);
    expect(await parts()).toMatchObject({ 'dept-market': 'lead dispatched', [LEAD]: 'support dispatched' });
    const { leadDepartment, departments } = await seen();
    expect(leadDepartment.id).toBe('dept-market');
    expect(departments[0]).toMatchObject({ department: { id: 'dept-market' }, mayObject: false });
    const data = { from: LEAD, to: 'dept-market', reason: '主要职责在市场监管' };
    expect(await lastEvent()).toMatchObject({ type: 'lead-changed', data, organisation: { id: 'platform-city' } });
    expect(world.outbox().at(-1)).toEqual(message('lead-changed'));
  });

  test.each(['dept-ecology', 'dept-housing'])(
    'calls %s, which is not in the team, to lead it',
    async (departmentId) => {
      expect((await lead(departmentId)).status).toBe(202);
      expect(await parts()).toMatchObject({ [departmentId]: 'lead dispatched', [LEAD]: 'support dispatched' });
      expect(await present()).toHaveLength(1);
      expect(world.outbox().slice(-2)).toEqual([
        message('department-added', { departmentId, responsibility: 'lead' }),
        message('lead-changed'),
      ]);
    },
  );

  test('stays inside the team once the result is to be handed in', async () => {
    world.duty(caseId, 'hand-in-result', LEAD, 2, 'working-day');
    await unchanged(() => lead('dept-ecology'), 'not-in-joint-handling');
    expect((await lead('dept-market')).status).toBe(202);
  });

  test('is refused where it changes nothing, is unknown, or nobody is at work together', async () => {
    await unchanged(() => lead(LEAD), 'already-lead');
    await unchanged(() => lead('dept-heming-housing'), 'unknown-department');
    set("leading_group_id = 'leading-city'");
    await unchanged(() => lead(), 'already-led');
    set("leading_group_id = null, path = 'ordinary'");
    await unchanged(() => lead(), 'not-in-joint-handling');
    set("status = 'closed'");
    await unchanged(() => lead(), 'case-closed');
  });

  test('is the platform’s alone', async () => {
    await unchanged(() => lead('dept-market', OFFICER), 'wrong-role');
    expect((await lead('dept-market', 'heming.operator1')).status).toBe(404);
  });
});

describe('POST /api/cases/:id/team', () => {
  const change = (body: object, account = 'water.handler') =>
    post('team', { organisationId: LEAD, reason: '轮岗', ...body }, account);
  const HEAD = { personId: 'person-water-head' };

  test('a unit replaces its handler with a reason', async () => {
    setDepartment(LEAD, { handlerId: 'person-water-handler' });
    joinTeam(world.db, caseId, { personId: 'person-water-handler', organisationId: LEAD, reason: '报到' }, world.now);
    expect((await change({ ...HEAD, replacesPersonId: 'person-water-handler' })).status).toBe(204);
    const { team, departments } = await seen();
    expect(team).toMatchObject([
      { person: { id: 'person-water-handler' }, post: '应哨办理岗', leaveReason: '轮岗', leftAt: expect.any(String) },
      { person: { id: 'person-water-head' }, post: '分管负责人', joinReason: '轮岗', leftAt: null },
    ]);
    expect(departments[0].handler.id).toBe('person-water-head');
    expect(await lastEvent()).toMatchObject({
      type: 'team-changed',
      data: {
        organisationId: LEAD,
        personId: 'person-water-head',
        replacesPersonId: 'person-water-handler',
        reason: '轮岗',
      },
    });
  });

  test('somebody joins without taking a place, and the handler stays', async () => {
    setDepartment(LEAD, { handlerId: 'person-water-handler' });
    expect((await change(HEAD, 'water.head')).status).toBe(204);
    expect(await present()).toEqual([`${LEAD} person-water-head`]);
    expect((await seen()).departments[0].handler.id).toBe('person-water-handler');
  });

  test('the town names its own people', async () => {
    const officer = { organisationId: 'town-liuying', personId: 'person-liuying-officer2' };
    expect((await change(officer, OFFICER)).status).toBe(204);
    expect(await present()).toEqual(['town-liuying person-liuying-officer2']);
  });

  test.each([
    ['somebody of another unit', { personId: 'person-market-head' }, 400, 'not-a-member', 'personId'],
    ['nobody known', { personId: 'nobody' }, 400, 'not-a-member', 'personId'],
    ['the place of a stranger', { ...HEAD, replacesPersonId: 'nobody' }, 400, 'unknown-member', 'replacesPersonId'],
    ['no reason', { ...HEAD, reason: ' ' }, 400, 'invalid-input', 'reason'],
    ['a unit that has left', { ...HEAD, organisationId: 'dept-housing' }, 409, 'not-in-team', 'organisationId'],
  ])('refuses %s', async (_what, body, status, code, field) => {
    expect(await change(body)).toMatchObject({ status, body: { code, field } });
    expect(await present()).toEqual([]);
  });

  test('refuses somebody who is in the team, other units, and a closed case', async () => {
    await change(HEAD);
    expect(await change(HEAD)).toMatchObject({ status: 409, body: { code: 'already-in-team' } });
    for (const account of [OFFICER, OPERATOR, 'market.head'])
      expect(await change(HEAD, account)).toMatchObject({ status: 403, body: { code: 'wrong-role' } });
    set("status = 'closed'");
    expect(await change(HEAD)).toMatchObject({ status: 409, body: { code: 'case-closed' } });
  });
});
