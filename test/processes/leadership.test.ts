import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPERATOR } from '../../scripts/demo/desk.ts';
import { type City, startCity } from '../support/city.ts';
import { Matter } from '../support/matter.ts';

const TEAM = ['dept-urban-management', 'dept-housing'];
const ITEMS = [
  { description: '增设清运点', ownerOrganisationId: 'dept-urban-management' },
  { description: '督促物业保洁', ownerOrganisationId: 'dept-housing' },
];

describe('the leading group takes a case over', () => {
  let city: City;

  beforeAll(async () => {
    city = await startCity();
  });
  afterAll(() => city?.close());

  /** A whistle whose departments have not reported yet. */
  const blown = async (complaint: Record<string, unknown> = {}): Promise<Matter> => {
    const matter = await Matter.complain(city.desk, { legacyMatter: true, ...complaint });
    await matter.does('town-review');
    return matter;
  };

  /** The platform asks for it while the departments are to report. */
  const requested = async (complaint?: Record<string, unknown>): Promise<Matter> => {
    const matter = await blown(complaint);
    await matter.duty('report');
    await city.desk.request(OPERATOR, 'POST', `/cases/${matter.caseId}/leadership`, { reason: '群体事件苗头' });
    return matter;
  };

  it.concurrent('when a department lets every rung of the ladder pass', async () => {
    const matter = await blown({ profile: 'drill' });
    await matter.does('report', {}, 'dept-housing');
    const takenOver = await matter.happened('leadership-taken-over');
    expect(takenOver.data).toMatchObject({ leadingGroupId: 'leading-city', reason: 'overdue' });
    const silent = { step: 'report', organisationId: 'dept-urban-management' };
    for (const level of ['remind', 'urge', 'supervise', 'criticise'])
      expect((await matter.events(`duty-${level}`)).map(({ data }) => data)).toContainEqual(
        expect.objectContaining(silent),
      );
    const { duties } = await matter.when('a decision', (found) => found.openTasks.length === 1);
    const left = duties.filter(({ status }) => status !== 'done');
    expect(left.map(({ step, status }) => [step, status])).toEqual(
      expect.arrayContaining([
        ['report', 'cancelled'],
        ['handle', 'cancelled'],
        ['leader-decision', 'open'],
      ]),
    );
    expect(left).toHaveLength(3);
  });

  it.concurrent('by hand: it instructs, owners carry out, the lead hands in, the leader confirms', async () => {
    const matter = await requested();
    await matter.does('leader-decision', { items: ITEMS }, 'leading-city');
    await matter.does('carry-out-resolution', {}, 'dept-urban-management');
    await matter.does('carry-out-resolution', {}, 'dept-housing');
    await matter.does('hand-in-result', {}, 'dept-urban-management');
    await matter.does('confirm-resolution', {}, 'leading-city');
    await matter.isCalledBack();
    expect(await matter.closed()).toMatchObject({ path: 'whistle', outcome: 'solved', openTasks: [] });
    const rows = city
      .service()
      .db.query.resolutionItems.findMany({ where: ({ caseId }, { eq }) => eq(caseId, matter.caseId) })
      .sync();
    expect(
      rows.map(({ ownerOrganisationId, kind, status, report }) => [ownerOrganisationId, kind, status, report]),
    ).toEqual(
      expect.arrayContaining([
        ['dept-urban-management', 'instruction', 'carried-out', '已落实到位'],
        ['dept-housing', 'instruction', 'carried-out', '已落实到位'],
      ]),
    );
    const [takenOver] = await matter.events('leadership-taken-over');
    expect(takenOver?.data).toMatchObject({ reason: 'by-hand', leaderId: 'person-leader-construction' });
  });

  it.concurrent('by hand: what the departments had open is withdrawn at once', async () => {
    const matter = await blown();
    const { openTasks } = await matter.when('both reports', (found) => found.openTasks.length === TEAM.length);
    await city.desk.request(OPERATOR, 'POST', `/cases/${matter.caseId}/leadership`, { reason: '群体事件苗头' });
    const { duties } = await matter.when('a decision', (found) => found.openTasks[0]?.step === 'leader-decision');
    expect(duties.filter(({ step }) => step === 'report').map(({ status }) => status)).toEqual([
      'cancelled',
      'cancelled',
    ]);
    const { account, personId } = city.desk.handlerOf('dept-housing');
    const task = openTasks.find(({ organisation }) => organisation?.id === 'dept-housing');
    const data = { outcome: 'reported', opinion: '已到场', handlerId: personId };
    await expect(city.desk.request(account, 'POST', `/tasks/${task?.id}/complete`, { data })).rejects.toMatchObject({
      status: 409,
      code: 'task-cancelled',
    });
  });

  it.concurrent('by a joint meeting whose minutes become items', async () => {
    const matter = await requested();
    await matter.does('leader-decision', { outcome: 'joint-meeting', opinion: '请平台召集会办' });
    await matter.does('call-joint-meeting', {}, 'platform-city');
    await matter.does('hold-joint-meeting', { items: ITEMS }, 'platform-city');
    await matter.together('carry-out-resolution', TEAM);
    await matter.does('hand-in-result');
    await matter.does('confirm-resolution');
    await matter.isCalledBack();
    expect(await matter.closed()).toMatchObject({ outcome: 'solved' });
    const [meeting] = await matter.events('joint-meeting-resolved');
    expect(meeting?.data).toMatchObject({ opinion: '会议议定事项如下' });
  });

  it.concurrent('and decides anew when the leader does not confirm the result', async () => {
    const matter = await requested();
    await matter.does('leader-decision', { items: ITEMS.slice(0, 1) });
    await matter.does('carry-out-resolution');
    await matter.does('hand-in-result');
    await matter.does('confirm-resolution', { outcome: 'again', reason: '物业责任没有落实' });
    await matter.does('leader-decision', { opinion: '补充交办', items: ITEMS.slice(1) });
    await matter.does('carry-out-resolution', {}, 'dept-housing');
    await matter.does('hand-in-result');
    await matter.does('confirm-resolution');
    await matter.isCalledBack();
    expect(await matter.closed()).toMatchObject({ outcome: 'solved' });
    expect(await matter.events('leader-instructed')).toHaveLength(2);
    expect(await matter.events('leadership-taken-over')).toHaveLength(1);
  });

  it.concurrent('in the district first, and at each next level when an item is not carried out', async () => {
    const matter = await requested({ itemId: 'illegal-construction' });
    const items = [{ description: '拆除', ownerOrganisationId: 'dept-lanting-urban-management' }];
    const notDone = { outcome: 'not-carried-out', report: '当事人拒不配合' };
    await matter.does('leader-decision', { items }, 'leading-lanting');
    await matter.does('carry-out-resolution', notDone, 'dept-lanting-urban-management');
    await matter.does('leader-decision', { items }, 'leading-city');
    await matter.does('carry-out-resolution', notDone, 'dept-lanting-urban-management');
    await matter.does('leader-decision', { items }, 'leading-city');
    await matter.does('carry-out-resolution', {}, 'dept-lanting-urban-management');
    await matter.does('hand-in-result');
    await matter.does('confirm-resolution', {}, 'leading-city');
    await matter.isCalledBack();
    expect(await matter.closed()).toMatchObject({ outcome: 'solved' });
    expect((await matter.events('leadership-taken-over')).map(({ data }) => data)).toMatchObject([
      { leadingGroupId: 'leading-lanting', leaderId: 'person-lanting-leader1', reason: 'by-hand' },
      { leadingGroupId: 'leading-city', leaderId: 'person-leader-construction', reason: 'not-carried-out' },
      { leadingGroupId: 'leading-city', leaderId: 'person-leader-executive', reason: 'not-carried-out' },
    ]);
  });

  it.concurrent('at the next level when nobody carries a resolution out, whatever the ladder says', async () => {
    const matter = await requested({ itemId: 'illegal-construction', profile: 'drill' });
    const items = [{ description: '拆除', ownerOrganisationId: 'dept-lanting-urban-management' }];
    await matter.does('leader-decision', { items }, 'leading-lanting');
    const overdue = await matter.duty('carry-out-resolution');
    await matter.duty('leader-decision', 'leading-city');
    const { duties } = await city.desk.case(matter.caseId);
    expect(duties.find(({ id }) => id === overdue.id)?.status).toBe('cancelled');
    expect((await matter.events('leadership-taken-over')).at(-1)?.data).toMatchObject({ reason: 'not-carried-out' });
  });

  it.concurrent('at once when very many complain about the same', async () => {
    const matter = await Matter.complain(city.desk, { legacyMatter: true });
    for (let i = 2; i <= 50; i++)
      await city.desk.complain({
        subject: '垃圾无人清运',
        text: `第${i}户反映同一处垃圾堆放。`,
        townId: 'town-liuying',
        attachTo: matter.caseId,
      });
    await matter.does('town-review');
    await matter.duty('leader-decision', 'leading-city');
    expect((await matter.happened('leadership-taken-over')).data).toMatchObject({ reason: 'many-complainants' });
    const left = (await city.desk.case(matter.caseId)).duties.filter(({ step }) => step === 'report');
    expect(left).toEqual([]);
  });

  it.concurrent('when the fiftieth complainant joins while the departments are at work', async () => {
    const matter = await blown();
    await matter.duty('report');
    for (let i = 2; i <= 50; i++)
      await city.desk.complain({
        subject: '垃圾无人清运',
        text: `后来第${i}户反映同一处垃圾堆放。`,
        townId: 'town-liuying',
        attachTo: matter.caseId,
      });
    await matter.duty('leader-decision', 'leading-city');
    expect((await matter.happened('leadership-taken-over')).data).toMatchObject({ reason: 'many-complainants' });
  });
});
