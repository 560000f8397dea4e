import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectEngine } from '../../src/engine/engine.ts';
import { createLog } from '../../src/log.ts';
import { registry } from '../../src/metrics.ts';
import { type City, startCity } from '../support/city.ts';
import { Matter } from '../support/matter.ts';

const GARBAGE_TEAM = ['dept-urban-management', 'dept-housing'];
const DISSATISFIED = { result: 'dissatisfied', solved: false, reason: '问题没有解决' };

describe('joint handling', () => {
  let city: City;

  beforeAll(async () => {
    city = await startCity();
  });
  afterAll(() => city?.close());

  const complain = (complaint?: Record<string, unknown>) => Matter.complain(city.desk, complaint);
  const legacy = (complaint: Record<string, unknown> = {}) => complain({ legacyMatter: true, ...complaint });

  describe('a whistle', () => {
    it.concurrent('leads a legacy matter from complaint through all five stages to a satisfied callback', async () => {
      const matter = await legacy({ subject: '小区交付多年办不了不动产权证', itemId: 'property-certificate' });
      await matter.does('town-review');
      await matter.isHandledBy(['dept-natural-resources', 'dept-approval', 'dept-housing', 'dept-tax']);
      await matter.isCalledBack();
      expect(await matter.closed()).toMatchObject({
        path: 'whistle',
        outcome: 'solved',
        leadDepartment: { id: 'dept-natural-resources' },
        whistle: { criterion: 'legacy', overruled: false },
        problems: [{ solved: true, households: 9, people: 30 }],
        openTasks: [],
      });
      const stages = (await city.desk.timeline(matter.caseId)).map(({ stage }) => stage);
      expect([...new Set(stages)]).toEqual(['discovery', 'whistle', 'dispatch', 'report', 'feedback']);
    });

    it.concurrent('is blown by a town for a hazard of its own, and nobody is called back', async () => {
      const { caseId } = await city.desk.request<{ caseId: string }>('liuying.officer1', 'POST', '/whistles', {
        subject: '路边垃圾堆放点起火隐患',
        text: '巡查发现',
        place: '柳影街道东河',
        itemId: 'garbage',
      });
      const matter = new Matter(city.desk, caseId);
      await matter.isHandledBy(GARBAGE_TEAM);
      await matter.does('evaluate-departments');
      expect(await matter.closed()).toMatchObject({
        path: 'whistle',
        outcome: 'solved',
        whistle: { criterion: 'town-found' },
        callbacks: [],
      });
    });

    it.concurrent('goes back to the lead when the town returns the result with reasons', async () => {
      const matter = await legacy();
      await matter.does('town-review');
      await matter.together('report', GARBAGE_TEAM);
      await matter.does('plan-handling');
      await matter.together('handle', GARBAGE_TEAM);
      await matter.does('hand-in-result', { problems: { solved: false } });
      await matter.does('verify-result', { outcome: 'returned', reason: '现场仍有垃圾' });
      await matter.does('hand-in-result');
      await matter.does('verify-result');
      await matter.isCalledBack();
      expect(await matter.closed()).toMatchObject({ outcome: 'solved', round: 1 });
      expect(await matter.events('result-handed-in')).toHaveLength(2);
      expect(await matter.events('department-handed-in')).toHaveLength(2);
    });
  });

  describe('an ordinary complaint', () => {
    it.concurrent('is handled by one department directly and closed after the callback', async () => {
      const matter = await complain();
      await matter.does('handle-directly', {}, 'dept-urban-management');
      await matter.isCalledBack({ result: 'basically-satisfied', solved: true });
      expect(await matter.closed()).toMatchObject({
        path: 'ordinary',
        outcome: 'solved',
        whistle: null,
        callbacks: [{ round: 1, contacted: true, solved: true, satisfaction: 'basically-satisfied' }],
      });
      expect(await matter.steps()).toEqual(['handle-directly=handled', 'callback=called-back']);
    });

    it.concurrent('becomes a whistle when the department finds that it needs several', async () => {
      const matter = await complain();
      await matter.does('handle-directly', { outcome: 'needs-whistle', result: '涉及物业责任，须联合处置' });
      await matter.does('town-review');
      await matter.isHandledBy(GARBAGE_TEAM);
      await matter.isCalledBack();
      expect(await matter.closed()).toMatchObject({
        path: 'whistle',
        leadDepartment: { id: 'dept-urban-management' },
        whistle: { townId: 'town-liuying' },
      });
    });

    it.concurrent('is closed when nobody can be reached in three attempts at different times', async () => {
      const matter = await complain({ profile: 'drill' });
      await matter.does('handle-directly', { problems: { solved: false } });
      for (let attempt = 1; attempt <= 3; attempt++) {
        await matter.isCalledBack({ result: 'unreachable' });
        await matter.when('the attempt', ({ callbacks }) => callbacks.length === attempt);
      }
      expect(await matter.closed()).toMatchObject({
        outcome: 'unsolved',
        callbacks: [1, 2, 3].map(() => ({ contacted: false, solved: null, satisfaction: null })),
      });
    });
  });

  describe('acceptance', () => {
    it.concurrent('is refused on its grounds; complainants are told, and nobody is called back', async () => {
      const matter = await complain({ refusalGrounds: ['court'] });
      await matter.does('accept-complaint', { outcome: 'refused', reason: '法院已受理同一诉求' });
      expect(await matter.closed()).toMatchObject({
        path: 'rejected',
        outcome: 'refused',
        callbacks: [],
        duties: [{}],
      });
      const [refusal] = await matter.events('complaint-refused');
      expect(refusal?.data).toEqual({ reason: '法院已受理同一诉求', grounds: ['court'] });
      const told = city
        .service()
        .db.query.notifications.findMany({ where: ({ caseId }, { eq }) => eq(caseId, matter.caseId) })
        .sync();
      const text = expect.stringContaining('法院已受理同一诉求');
      expect(told).toMatchObject([{ recipient: 'complainants', template: 'case-refused', text }]);
    });

    it.concurrent('is given after review although there were grounds to refuse', async () => {
      const matter = await complain({ refusalGrounds: ['petition'] });
      await matter.does('accept-complaint', { townId: 'town-liuying', itemId: 'garbage' });
      await matter.does('handle-directly');
      await matter.isCalledBack();
      expect(await matter.closed()).toMatchObject({ path: 'ordinary', outcome: 'solved' });
    });

    it.concurrent('places a complaint without a town, and that town reviews it', async () => {
      const matter = await legacy({ townId: undefined });
      await expect(matter.does('accept-complaint')).rejects.toMatchObject({ status: 400, code: 'invalid-form-data' });
      await matter.does('accept-complaint', { townId: 'town-yunfan', itemId: 'garbage' });
      await matter.does('town-review', {}, 'town-yunfan');
      expect(await matter.when('a blown whistle', ({ path }) => path === 'whistle')).toMatchObject({
        town: { id: 'town-yunfan' },
        whistle: { townId: 'town-yunfan' },
      });
    });
  });

  describe('the town declines', () => {
    it.concurrent('and the platform upholds it: one department handles the matter', async () => {
      const matter = await legacy();
      await matter.does('town-review', { outcome: 'decline', reason: '单一部门即可办理' });
      await matter.does('overrule-review', { outcome: 'uphold', reason: '同意' });
      await matter.does('handle-directly');
      await matter.isCalledBack();
      expect(await matter.closed()).toMatchObject({ path: 'ordinary', outcome: 'solved', whistle: null });
    });

    it.concurrent('and the platform overrules it: the whistle says so', async () => {
      const matter = await legacy();
      await matter.does('town-review', { outcome: 'decline', reason: '单一部门即可办理' });
      await matter.does('overrule-review', { outcome: 'overrule', reason: '涉及多部门，应当吹哨' });
      await matter.duty('report', 'dept-housing');
      expect(await city.desk.case(matter.caseId)).toMatchObject({
        path: 'whistle',
        whistle: { overruled: true, reason: '涉及多部门，应当吹哨' },
      });
    });

    it.concurrent('because the place is another’s: the platform relocates it and that town reviews', async () => {
      const matter = await legacy();
      await matter.does('town-review', { outcome: 'not-our-territory', reason: '在芦花街道辖区' }, 'town-liuying');
      await matter.does('relocate-case', { townId: 'town-luhua' });
      await matter.does('town-review', {}, 'town-luhua');
      await matter.isHandledBy(GARBAGE_TEAM);
      expect(await matter.happened('result-handed-in')).toBeTruthy();
      expect(await city.desk.case(matter.caseId)).toMatchObject({
        town: { id: 'town-luhua' },
        whistle: { townId: 'town-luhua' },
      });
    });
  });

  describe('the platform names the lead, with a reason', () => {
    it.concurrent('when two departments claim it in the register', async () => {
      const matter = await legacy({ itemId: 'electric-bike-charging' });
      await matter.does('town-review');
      const answer = { leadDepartmentId: 'dept-fire', supportDepartmentIds: ['dept-housing'], reason: '火灾隐患为主' };
      await matter.does('decide-lead', answer);
      await matter.isHandledBy(['dept-fire', 'dept-housing']);
      await matter.isCalledBack();
      expect(await matter.closed()).toMatchObject({ outcome: 'solved', leadDepartment: { id: 'dept-fire' } });
      expect((await matter.events('lead-assigned')).map(({ data }) => data)).toEqual([
        {
          leadDepartmentId: 'dept-fire',
          supportDepartmentIds: ['dept-housing'],
          by: 'platform',
          reason: '火灾隐患为主',
        },
      ]);
    });

    it.concurrent('when the complaint belongs to no item, here on the ordinary path', async () => {
      const words = { subject: '其他', text: '没有说清楚的事情', itemId: undefined };
      const matter = await complain(words);
      await matter.does('decide-lead', { leadDepartmentId: 'dept-petition' });
      await matter.does('handle-directly', {}, 'dept-petition');
      await matter.isCalledBack();
      expect(await matter.closed()).toMatchObject({ path: 'ordinary', leadDepartment: { id: 'dept-petition' } });
    });
  });

  describe('a department objects', () => {
    const objection = { outcome: 'objection', opinion: '不属于我局职责' };

    it.concurrent('and must report when the platform rejects it', async () => {
      const matter = await legacy();
      await matter.does('town-review');
      await matter.does('report', objection, 'dept-housing');
      await matter.does('rule-objection');
      await matter.isHandledBy(GARBAGE_TEAM);
      await matter.isCalledBack();
      expect((await matter.closed()).departments.map(({ status }) => status)).toEqual(['handed-in', 'handed-in']);
      expect(await matter.events('department-reported')).toHaveLength(2);
    });

    it.concurrent('and another reports in its place when the platform upholds it with a transfer', async () => {
      const matter = await legacy();
      await matter.does('town-review');
      await matter.does('report', objection, 'dept-housing');
      await matter.does('rule-objection', { outcome: 'upheld', reason: '成立', transferToId: 'dept-market' });
      await matter.isHandledBy(['dept-urban-management', 'dept-market']);
      await matter.isCalledBack();
      const closed = await matter.closed();
      expect(closed.leadDepartment?.id).toBe('dept-urban-management');
      expect(Object.fromEntries(closed.departments.map((one) => [one.department.id, one.status]))).toEqual({
        'dept-urban-management': 'handed-in',
        'dept-market': 'handed-in',
        'dept-housing': 'released',
      });
    });

    it.concurrent('and the lead goes over to the successor when it was the lead', async () => {
      const matter = await legacy();
      await matter.does('town-review');
      await matter.does('report', objection, 'dept-urban-management');
      await matter.does('rule-objection', { outcome: 'upheld', reason: '成立', transferToId: 'dept-market' });
      await matter.together('report', ['dept-market', 'dept-housing']);
      await matter.does('plan-handling');
      await matter.together('handle', ['dept-market', 'dept-housing']);
      await matter.does('hand-in-result', {}, 'dept-market');
      expect((await city.desk.case(matter.caseId)).leadDepartment?.id).toBe('dept-market');
    });

    it.concurrent('and a supporting department leads when a lead leaves without successor', async () => {
      const matter = await legacy();
      await matter.does('town-review');
      await matter.does('report', objection, 'dept-urban-management');
      await matter.does('rule-objection', { outcome: 'upheld', reason: '成立' });
      await matter.together('report', ['dept-housing']);
      await matter.does('plan-handling');
      await matter.together('handle', ['dept-housing']);
      await matter.does('hand-in-result', {}, 'dept-housing');
      expect((await city.desk.case(matter.caseId)).leadDepartment?.id).toBe('dept-housing');
    });
  });

  describe('a dissatisfied callback', () => {
    it.concurrent('brings the team into a second round without reporting again', async () => {
      const matter = await legacy();
      await matter.does('town-review');
      await matter.isHandledBy(GARBAGE_TEAM);
      await matter.isCalledBack(DISSATISFIED);
      await matter.together('handle', GARBAGE_TEAM);
      await matter.does('hand-in-result');
      await matter.does('verify-result');
      await matter.isCalledBack();
      expect(await matter.closed()).toMatchObject({
        round: 2,
        outcome: 'solved',
        callbacks: [
          { round: 1, satisfaction: 'dissatisfied', reason: '问题没有解决' },
          { round: 2, satisfaction: 'satisfied' },
        ],
      });
      expect(await matter.events('department-reported')).toHaveLength(2);
      expect(await matter.events('department-handed-in')).toHaveLength(4);
    });

    it.concurrent('goes to the leadership the second time and is closed after the third', async () => {
      const matter = await complain();
      await matter.does('handle-directly');
      await matter.isCalledBack(DISSATISFIED);
      await matter.does('handle-directly');
      await matter.isCalledBack(DISSATISFIED);
      await matter.does('leader-decision', {
        items: [{ description: '增设清运点', ownerOrganisationId: 'dept-urban-management' }],
      });
      await matter.does('carry-out-resolution', {}, 'dept-urban-management');
      await matter.does('hand-in-result');
      await matter.does('confirm-resolution');
      await matter.isCalledBack(DISSATISFIED);
      expect(await matter.closed()).toMatchObject({ path: 'ordinary', outcome: 'unsolved', openTasks: [] });
      const [takenOver] = await matter.events('leadership-taken-over');
      expect(takenOver?.data).toMatchObject({ leadingGroupId: 'leading-city', reason: 'dissatisfied-again' });
    });
  });

  it.concurrent('ends a second main instance by itself and leaves its case untouched', async () => {
    const engine = connectEngine(city.engine.gatewayAddress, createLog('silent'));
    const matter = await complain();
    await matter.duty('handle-directly');
    const before = await city.desk.timeline(matter.caseId);
    // Under the same key the engine would keep the message until the first instance has ended.
    const start = (correlationKey: string, messageId: string) =>
      engine.publishMessage({
        name: 'case-registered',
        correlationKey,
        messageId,
        lifetimeMs: 60_000,
        variables: { caseId: matter.caseId },
      });
    await start(`again-${matter.caseId}`, 'again-at-once');
    await start(matter.caseId, 'again-later');
    await ended(1);
    expect(await city.desk.timeline(matter.caseId)).toEqual(before);
    await matter.does('handle-directly');
    await matter.isCalledBack();
    const closed = await matter.closed();
    await ended(2);
    expect(await city.desk.case(matter.caseId)).toEqual(closed);
    expect(closed.processInstances.filter(({ processId }) => processId === 'joint-handling')).toHaveLength(1);
    await engine.close();
  });

  /** Waits until so many instances have ended themselves through `duplicate-instance`. */
  const ended = (count: number) =>
    city.desk.until(`${count} duplicates to end`, async () => {
      const jobs = await registry.getSingleMetric('yishao_jobs_total')?.get();
      const errors = jobs?.values.find(({ labels }) => labels.type === 'screen-complaint' && labels.result === 'error');
      return (errors?.value ?? 0) >= count ? true : undefined;
    });
});
