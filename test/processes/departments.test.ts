import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPERATOR } from '../../scripts/demo/desk.ts';
import { computeDeadline } from '../../src/calendar/deadline.ts';
import { type City, startCity } from '../support/city.ts';
import { Matter } from '../support/matter.ts';

const OFFICER = 'liuying.officer1';
const LEAD = 'dept-urban-management';
const TEAM = [LEAD, 'dept-housing'];
const OBJECTION = { outcome: 'objection', opinion: '不属于我局职责' };
const SECOND = 1_000;

describe('departments at work', () => {
  let city: City;

  beforeAll(async () => {
    city = await startCity();
  });
  afterAll(() => city?.close());

  /** A whistle whose departments are to report. */
  const blown = async (complaint: Record<string, unknown> = {}): Promise<Matter> => {
    const receivedAt = new Date(city.clock.now()).toISOString();
    const matter = await Matter.complain(city.desk, { legacyMatter: true, receivedAt, ...complaint });
    await matter.does('town-review');
    await matter.duty('report', 'dept-housing');
    return matter;
  };
  const post = (matter: Matter, path: string, body: object, account = OFFICER) =>
    city.desk.request<{ id?: string }>(account, 'POST', `/cases/${matter.caseId}/${path}`, body);
  const statuses = async (matter: Matter) =>
    Object.fromEntries(
      (await city.desk.case(matter.caseId)).departments.map(({ department, status }) => [department.id, status]),
    );

  it('are joined by one that the town adds, and the result waits for it', async () => {
    const matter = await blown();
    await matter.together('report', TEAM);
    await matter.does('plan-handling', {}, LEAD);
    await post(matter, 'departments', { departmentId: 'dept-market', reason: '涉及流动摊贩' });
    await matter.duty('report', 'dept-market');
    await matter.together('handle', TEAM);
    await matter.does('report', {}, 'dept-market');
    expect((await city.desk.case(matter.caseId)).duties.map(({ step }) => step)).not.toContain('hand-in-result');
    await matter.does('handle', {}, 'dept-market');
    await matter.does('hand-in-result', {}, LEAD);
    await matter.does('verify-result');
    await matter.isCalledBack();
    expect((await matter.closed()).departments.map(({ status }) => status)).toEqual([
      'handed-in',
      'handed-in',
      'handed-in',
    ]);
  });

  it('are left by one that the town releases with a reason; its tasks go, the others hand in', async () => {
    const matter = await blown();
    await post(matter, 'departments/dept-housing/release', { reason: '现场与物业无关' });
    const { duties } = await matter.when('one report', (found) => found.openTasks.length === 1);
    expect(duties.find(({ organisation }) => organisation.id === 'dept-housing')?.status).toBe('cancelled');
    await matter.isHandledBy([LEAD]);
    expect(await statuses(matter)).toEqual({ [LEAD]: 'handed-in', 'dept-housing': 'released' });
    await expect(post(matter, `departments/${LEAD}/release`, { reason: '不再需要' })).rejects.toMatchObject({
      status: 409,
    });
  });

  it('get another lead from the platform, also when the old one is already to hand in the result', async () => {
    const matter = await blown();
    await matter.together('report', TEAM);
    await matter.does('plan-handling', {}, LEAD);
    await matter.together('handle', TEAM);
    const old = await matter.duty('hand-in-result', LEAD);
    await post(matter, 'lead', { departmentId: 'dept-housing', reason: '主要责任在物业监管' }, OPERATOR);
    await matter.does('hand-in-result', {}, 'dept-housing');
    const found = await matter.when('the verification', ({ openTasks }) => openTasks[0]?.step === 'verify-result');
    expect(found.leadDepartment?.id).toBe('dept-housing');
    expect(found.duties.find(({ id }) => id === old.id)?.status).toBe('cancelled');
  });

  it('are supervised when they have reported and then do nothing, until they note progress', async () => {
    const matter = await blown();
    await matter.does('report', {}, 'dept-housing');
    await matter.duty('handle', 'dept-housing');
    const silentUntil = (from: number) => computeDeadline({ start: from, amount: 3, unit: 'working-day' }).dueAt;
    await city.advance(silentUntil(city.clock.now()) + SECOND - city.clock.now());
    const stalled = await matter.happened('progress-stalled');
    expect(stalled.data).toMatchObject({ departmentId: 'dept-housing' });
    const { account } = city.desk.handlerOf('dept-housing');
    await post(matter, 'notes', { text: '已约谈物业' }, account);
    await matter.does('handle', {}, 'dept-housing');
    await matter.when('the share', ({ departments }) =>
      departments.some(({ department, status }) => department.id === 'dept-housing' && status === 'handed-in'),
    );
  });

  it('that object a second time against a ruling bring the case before the leadership', async () => {
    const matter = await blown();
    await matter.does('report', OBJECTION, 'dept-housing');
    await matter.does('rule-objection');
    await matter.does('report', OBJECTION, 'dept-housing');
    await matter.duty('leader-decision', 'leading-city');
    expect((await matter.happened('leadership-taken-over')).data).toMatchObject({ reason: 'objections-unresolved' });
  });

  it('that pass a case to and fro are decided on jointly, and then may not object', async () => {
    const matter = await blown();
    await matter.does('report', OBJECTION, 'dept-housing');
    await matter.does('rule-objection', { outcome: 'upheld', reason: '成立', transferToId: 'dept-market' });
    await matter.does('report', OBJECTION, 'dept-market');
    await matter.does('rule-objection', { outcome: 'upheld', reason: '成立', transferToId: 'dept-housing' });
    await matter.happened('ping-pong-noticed');
    await matter.does('decide-jointly', { departmentId: 'dept-housing' });
    await matter.duty('report', 'dept-housing');
    await expect(matter.does('report', OBJECTION, 'dept-housing')).rejects.toMatchObject({
      code: 'objection-after-decision',
    });
    await matter.isHandledBy(TEAM);
    expect(await statuses(matter)).toEqual({
      [LEAD]: 'handed-in',
      'dept-housing': 'handed-in',
      'dept-market': 'released',
    });
  });

  it('leave when their objection is upheld and nobody takes their part', async () => {
    const matter = await blown();
    await matter.does('report', OBJECTION, 'dept-housing');
    await matter.does('rule-objection', { outcome: 'upheld', reason: '确与本案无关' });
    await matter.isHandledBy([LEAD]);
    expect(await statuses(matter)).toEqual({ [LEAD]: 'handed-in', 'dept-housing': 'released' });
  });

  it('cannot object when the platform has just decided for them, or after two working days', async () => {
    const matter = await Matter.complain(city.desk, {
      legacyMatter: true,
      itemId: 'electric-bike-charging',
      receivedAt: new Date(city.clock.now()).toISOString(),
    });
    await matter.does('town-review');
    await matter.does('decide-lead', {
      leadDepartmentId: 'dept-fire',
      supportDepartmentIds: ['dept-housing'],
      reason: '火灾隐患为主',
    });
    await expect(matter.does('report', OBJECTION, 'dept-fire')).rejects.toMatchObject({
      status: 409,
      code: 'objection-after-decision',
    });
    await matter.duty('report', 'dept-housing');
    const due = computeDeadline({ start: city.clock.now(), amount: 2, unit: 'working-day' }).dueAt;
    await city.advance(due + SECOND - city.clock.now());
    await expect(matter.does('report', OBJECTION, 'dept-housing')).rejects.toMatchObject({
      status: 409,
      code: 'objection-too-late',
    });
  });

  it('bring in parties and the public: the result waits for the sub-task and the summary', async () => {
    const matter = await blown();
    await matter.together('report', TEAM);
    await matter.does('plan-handling', {}, LEAD);
    const lead = city.desk.handlerOf(LEAD).account;
    const { items } = await city.desk.request<{ items: { id: string }[] }>(lead, 'GET', '/parties');
    const dueOn = new Date(city.clock.now() + 3 * 86_400_000).toISOString().slice(0, 10);
    await post(matter, 'sub-tasks', { partyId: items[0]?.id, description: '清理自管区域', dueOn }, lead);
    await post(matter, 'sub-tasks', { partyId: items[1]?.id, description: '通知各户', dueOn }, lead);
    const closesAt = new Date(city.clock.now() + 3_600_000).toISOString();
    const question = '垃圾房放在东侧还是西侧？';
    await post(matter, 'consultations', { kind: 'council', question, place: '社区议事厅', closesAt }, lead);
    await post(
      matter,
      'meetings',
      {
        kind: 'coordination',
        place: '社区',
        agenda: '与业委会商量',
        heldAt: closesAt,
        invitedOrganisationIds: [],
        invitedPartyIds: [items[0]?.id],
      },
      lead,
    );
    await matter.duty('carry-out-sub-task', LEAD);
    await matter.together('handle', TEAM);
    await matter.when('both shares', ({ departments }) => departments.every(({ status }) => status === 'handed-in'));
    await city.advance(3_600_000 + SECOND);
    await matter.does('hold-meeting');
    await matter.does('summarise-consultation', {}, LEAD);
    await matter.happened('consultation-summarised');
    expect((await city.desk.case(matter.caseId)).duties.map(({ step }) => step)).not.toContain('hand-in-result');
    const given = await matter.when('both sub-tasks', ({ openTasks }) => openTasks.length === 2);
    const answers = [
      { outcome: 'not-carried-out', report: '无人配合' },
      { outcome: 'carried-out', report: '已清理' },
    ];
    await Promise.all(given.openTasks.map((task, i) => city.desk.complete(task, matter.caseId, answers[i] ?? {})));
    await matter.does('hand-in-result', {}, LEAD);
    await matter.does('verify-result');
    await matter.isCalledBack();
    const subTasks = city
      .service()
      .db.query.resolutionItems.findMany({ where: ({ caseId }, { eq }) => eq(caseId, matter.caseId) })
      .sync();
    expect(subTasks.map(({ status, report }) => `${status} ${report}`).sort()).toEqual([
      'carried-out 已清理',
      'not-carried-out 无人配合',
    ]);
    expect(await matter.closed()).toMatchObject({
      consultations: [{ kind: 'council', status: 'summarised', participants: 12 }],
    });
  });
});
