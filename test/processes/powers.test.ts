import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shiftDeadline } from '../../src/calendar/deadline.ts';
import { type City, startCity } from '../support/city.ts';
import { Matter } from '../support/matter.ts';

const OFFICER = 'liuying.officer1';
const TEAM = ['dept-urban-management', 'dept-housing'];
const SECOND = 1_000;

/** The town's three powers (R6), each at any time and more than once while the main flow goes on. */
describe('a town that blew the whistle', () => {
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
  const dateIn = (days: number) =>
    new Date(city.clock.now() + days * 86_400_000).toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });

  it('convenes the departments on the spot; who came and what was decided is followed up', async () => {
    const matter = await blown();
    await post(matter, 'meetings', {
      kind: 'on-spot',
      place: '柳影街道东河岸',
      agenda: '现场认定责任',
      invitedOrganisationIds: TEAM,
      invitedPartyIds: [],
    });
    await matter.does('hold-meeting', {
      decisions: [
        { description: '三日内清运', ownerOrganisationId: 'dept-urban-management', dueOn: dateIn(3) },
        { description: '安排值守', ownerOrganisationId: 'town-liuying', dueOn: dateIn(2) },
      ],
    });
    await matter.does('carry-out-decision', {}, 'town-liuying');
    await matter.does(
      'carry-out-decision',
      { outcome: 'not-carried-out', report: '车辆未到' },
      'dept-urban-management',
    );
    await matter.happened('resolution-carried-out');
    expect(await city.desk.case(matter.caseId)).toMatchObject({
      meetings: [{ kind: 'on-spot', status: 'held', minutes: '会议纪要' }],
      status: 'open',
    });
    // The main flow never stopped.
    await matter.isHandledBy(TEAM);
    await matter.isCalledBack();
    expect(await matter.closed()).toMatchObject({ outcome: 'solved' });
  });

  it('convenes at a table for a day ahead, twice at once, and minutes are kept only after the meeting', async () => {
    const matter = await blown();
    const heldAt = new Date(city.clock.now() + 26 * 3_600_000).toISOString();
    const meeting = { kind: 'table', heldAt, place: '街道会议室', agenda: '商定方案', invitedPartyIds: [] };
    await post(matter, 'meetings', { ...meeting, invitedOrganisationIds: ['dept-housing'] });
    await post(matter, 'meetings', { ...meeting, place: '社区', invitedOrganisationIds: TEAM });
    await matter.does('report', {}, 'dept-housing');
    expect((await city.desk.case(matter.caseId)).openTasks.map(({ step }) => step)).not.toContain('hold-meeting');
    await city.advance(26 * 3_600_000 + SECOND);
    await matter.when(
      'both meetings',
      (found) => found.openTasks.filter(({ step }) => step === 'hold-meeting').length === 2,
    );
    await matter.does('hold-meeting');
    await matter.when(
      'one more meeting',
      (found) => found.openTasks.filter(({ step }) => step === 'hold-meeting').length === 1,
    );
    await matter.does('hold-meeting', { outcome: 'cancelled', reason: '改为现场办公' });
    await matter.happened('meeting-cancelled');
    const invited = city
      .service()
      .db.query.notifications.findMany({ where: ({ caseId }, { eq }) => eq(caseId, matter.caseId) })
      .sync()
      .filter(({ template }) => template === 'meeting-invitation')
      .map(({ recipient }) => recipient);
    expect(invited).toContain('dept-housing:handler');
  });

  it('directs a department, which answers in time or is supervised for it; an urging is only told', async () => {
    const matter = await blown();
    const opinion = { kind: 'opinion', departmentId: 'dept-housing', text: '请先控制物业堆放点' };
    await post(matter, 'directions', opinion);
    await matter.does('answer-direction', {}, 'dept-housing');
    await matter.happened('direction-answered');
    await post(matter, 'directions', { kind: 'urging', departmentId: 'dept-housing', text: '请尽快到场' });
    await post(matter, 'directions', { ...opinion, departmentId: 'dept-urban-management', dueOn: dateIn(3) });
    const duty = await matter.duty('answer-direction', 'dept-urban-management');
    const due = Date.parse(duty.dueAt);
    await city.advance(shiftDeadline({ dueAt: due, amount: 1, unit: 'working-day' }).dueAt + SECOND - city.clock.now());
    await city.desk.until('the supervision', async () =>
      (await matter.events('duty-supervise')).find(({ data }) => data.dutyId === duty.id),
    );
    await matter.does('answer-direction', {}, 'dept-urban-management');
    const { directions } = await matter.when(
      'all answers',
      (found) => found.directions.filter(({ status }) => status === 'answered').length === 2,
    );
    expect(directions.map(({ kind }) => kind)).toEqual(['opinion', 'urging', 'opinion']);
  });

  it('cannot direct a department outside the case, or set a day that is over', async () => {
    const matter = await blown();
    const opinion = { kind: 'opinion', departmentId: 'dept-fire', text: '请到场' };
    await expect(post(matter, 'directions', opinion)).rejects.toMatchObject({ status: 409, code: 'not-in-team' });
    await expect(
      post(matter, 'directions', { ...opinion, departmentId: 'dept-housing', dueOn: dateIn(-1) }),
    ).rejects.toMatchObject({ status: 400, code: 'date-in-past' });
    expect(await matter.events('direction-given')).toEqual([]);
  });

  it('evaluates a department as often as it likes once there is a result, besides the rating it is asked for', async () => {
    const matter = await blown();
    const rating = { departmentId: 'dept-housing', response: 2, result: 3, comment: '到场晚' };
    await expect(post(matter, 'evaluations', rating)).rejects.toMatchObject({ code: 'no-result-yet' });
    await matter.isHandledBy(TEAM);
    await post(matter, 'evaluations', rating);
    await post(matter, 'evaluations', { ...rating, response: 4 });
    await city.desk.until('both are told', async () => {
      const told = city
        .service()
        .db.query.notifications.findMany({ where: ({ caseId }, { eq }) => eq(caseId, matter.caseId) })
        .sync()
        .filter(({ template, recipient }) => template === 'department-evaluated' && recipient.endsWith(':handler'));
      return told.length === 2 || undefined;
    });
    await matter.isCalledBack();
    expect(await matter.closed()).toMatchObject({ outcome: 'solved' });
    const rows = city
      .service()
      .db.query.evaluations.findMany({ where: ({ caseId }, { eq }) => eq(caseId, matter.caseId) })
      .sync();
    expect(rows).toHaveLength(2 + TEAM.length);
  });
});
