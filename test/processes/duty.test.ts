import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DutyRow, OPERATOR } from '../../scripts/demo/desk.ts';
import { instantAtShare, shiftDeadline } from '../../src/calendar/deadline.ts';
import { type City, startCity } from '../support/city.ts';
import { Matter } from '../support/matter.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

/** What the API says of one duty, as far as the tests look. */
interface DutyView extends DutyRow {
  readonly startedAt: string;
  readonly amount: number;
  readonly unit: string;
}

/** Tests of one city move one clock: they run one after the other. */
describe('duty', () => {
  let city: City;

  beforeAll(async () => {
    city = await startCity();
  });
  afterAll(() => city?.close());

  const view = (id: string) => city.desk.request<DutyView>(OPERATOR, 'GET', `/duties/${id}`);
  const change = (id: string, kind: 'pause' | 'resume', body: object) =>
    city.desk.request<DutyView>(OPERATOR, 'POST', `/duties/${id}/${kind}`, body);
  /** The unit asks for more time, in units of its rule. */
  const asks = ({ id, organisation }: DutyRow, amount: number) =>
    city.desk.request(city.desk.handlerOf(organisation.id).account, 'POST', `/duties/${id}/extension`, {
      amount,
      reason: '须现场鉴定',
    });
  const advanceTo = (instant: number) => city.advance(instant - city.clock.now());
  const dueOf = ({ dueAt }: { dueAt: string }) => Date.parse(dueAt);
  const workingDaysAfter = (dueAt: number, amount: number) =>
    shiftDeadline({ dueAt, amount, unit: 'working-day' }).dueAt;

  /** A complaint of this moment by the moved clock: one that is old enough would be a whistle for its age. */
  const complain = (complaint: Record<string, unknown> = {}) =>
    Matter.complain(city.desk, { receivedAt: new Date(city.clock.now()).toISOString(), ...complaint });

  /** Waits until the duty has reached a rung of the ladder. */
  const reaches = (id: string, level: string) =>
    city.desk.until(`${level} of duty ${id}`, async () => {
      const duty = await view(id);
      return duty.level === level ? duty : undefined;
    });

  /**
   * Stops some minutes before an instant and lets the engine show that it has seen the time: it works through a new
   * case up to its first task. What was to fire by then has fired.
   */
  const justBefore = async (instant: number): Promise<void> => {
    await advanceTo(instant - 5 * MINUTE);
    await (await complain()).duty('handle-directly');
  };

  /** A whistle with the two departments of the item at their report. */
  const blown = async (): Promise<Matter> => {
    const matter = await complain({ legacyMatter: true });
    await matter.does('town-review');
    return matter;
  };

  it('has its deadline in working time as a rule, in hours when urgent, in seconds in a drill', async () => {
    const rules = await Promise.all(
      ['standard', 'urgent', 'drill'].map(async (profile) => {
        const matter = await complain({ profile, legacyMatter: true });
        await matter.does('town-review');
        return view((await matter.duty('report', 'dept-housing')).id);
      }),
    );
    expect(rules.map(({ amount, unit }) => [amount, unit])).toEqual([
      [3, 'working-day'],
      [2, 'hour'],
      [8, 'second'],
    ]);
    const [standard, urgent, drill] = rules.map((duty) => dueOf(duty) - Date.parse(duty.startedAt));
    expect(standard).toBeGreaterThan(2 * DAY);
    expect(urgent).toBe(120 * MINUTE);
    expect(drill).toBe(8 * SECOND);
  });

  it('climbs the ladder in working days up to the leadership, which withdraws what is open', async () => {
    const matter = await blown();
    await matter.does('report', {}, 'dept-housing');
    await matter.does('handle', {}, 'dept-housing');
    const duty = await view((await matter.duty('report', 'dept-urban-management')).id);
    const due = dueOf(duty);
    const rungs: [string, number][] = [
      ['remind', instantAtShare(Date.parse(duty.startedAt), due, 80)],
      ['urge', due],
      ['supervise', workingDaysAfter(due, 1)],
      ['criticise', workingDaysAfter(due, 5)],
    ];
    let before: string | null = null;
    for (const [level, at] of rungs) {
      await justBefore(at);
      expect((await view(duty.id)).level).toBe(before);
      await advanceTo(at + SECOND);
      await reaches(duty.id, level);
      before = level;
    }
    const takeOverAt = workingDaysAfter(due, 7);
    await justBefore(takeOverAt);
    const { openTasks } = await city.desk.case(matter.caseId);
    expect(openTasks.map(({ step }) => step)).toEqual(['report']);
    await advanceTo(takeOverAt + SECOND);

    await matter.duty('leader-decision', 'leading-city');
    expect((await matter.events('leadership-taken-over')).map(({ data }) => data)).toMatchObject([
      { reason: 'overdue' },
    ]);
    expect(await view(duty.id)).toMatchObject({ status: 'cancelled', level: 'criticise' });
    const { account, personId } = city.desk.handlerOf('dept-urban-management');
    const data = { outcome: 'reported', opinion: '已到场', handlerId: personId };
    await expect(
      city.desk.request(account, 'POST', `/tasks/${openTasks[0]?.id}/complete`, { data }),
    ).rejects.toMatchObject({ status: 409, code: 'task-cancelled' });

    const sent = city
      .service()
      .db.query.notifications.findMany({ where: ({ caseId }, { eq }) => eq(caseId, matter.caseId) })
      .sync();
    expect(sent.map(({ template, recipient }) => [template, recipient])).toEqual([
      ['duty-reminder', 'dept-urban-management:handler'],
      ['duty-urge', 'dept-urban-management:handler'],
      ['duty-supervise', 'dept-urban-management:head'],
      ['duty-supervise', 'dept-urban-management:handler'],
      ['duty-criticise', 'dept-urban-management:head'],
      ['duty-criticise', 'dept-urban-management:handler'],
    ]);
    const done = (await matter.events('duty-done')).filter(({ data }) => data.organisationId === 'dept-housing');
    expect(done.map(({ data }) => [data.step, data.inTime])).toEqual([
      ['report', true],
      ['handle', true],
    ]);
  });

  it('that is done late is kept as late, and nobody is supervised for it any more', async () => {
    const matter = await complain();
    const duty = await matter.duty('handle-directly');
    await advanceTo(dueOf(duty) + SECOND);
    await reaches(duty.id, 'urge');
    await matter.does('handle-directly');
    await matter.duty('callback');
    const [done] = await matter.events('duty-done');
    expect(done?.data).toMatchObject({ dutyId: duty.id, outcome: 'handled', inTime: false });
    await justBefore(workingDaysAfter(dueOf(duty), 1) + 10 * MINUTE);
    expect(await view(duty.id)).toMatchObject({ status: 'done', level: 'urge' });
  });

  it('fires at its new instants only once it is extended, and leaves the parallel duty alone', async () => {
    const matter = await blown();
    const other = await matter.duty('report', 'dept-housing');
    const duty = await matter.duty('report', 'dept-urban-management');
    await asks(duty, 10);
    await matter.does('approve-extension', {}, 'platform-city');
    await matter.happened('duty-extended');
    const extended = await view(duty.id);
    expect(dueOf(extended)).toBe(workingDaysAfter(dueOf(duty), 10));
    expect((await view(other.id)).dueAt).toBe(other.dueAt);

    await advanceTo(dueOf(duty) + SECOND);
    await reaches(other.id, 'urge');
    expect((await view(duty.id)).level).toBeNull();
    await matter.does('report', {}, 'dept-housing');
    await matter.does('handle', {}, 'dept-housing');

    const remindAt = instantAtShare(Date.parse(extended.startedAt), dueOf(extended), 80);
    await justBefore(remindAt);
    expect((await view(duty.id)).level).toBeNull();
    await advanceTo(remindAt + SECOND);
    await reaches(duty.id, 'remind');
    await advanceTo(dueOf(extended) + SECOND);
    await reaches(duty.id, 'urge');
    await matter.does('report', {}, 'dept-urban-management');
    await matter.does('plan-handling');
    await matter.does('handle', {}, 'dept-urban-management');
    await matter.does('hand-in-result');
  });

  it('stands still while it is paused, even for a month, and has as much time left when it goes on', async () => {
    const matter = await complain();
    const duty = await matter.duty('handle-directly');
    const control = await (await complain()).duty('handle-directly');
    await change(duty.id, 'pause', { ground: 'material', reason: '等待上级批复' });
    await city.advance(31 * DAY);
    await reaches(control.id, 'criticise');
    expect(await view(duty.id)).toMatchObject({ status: 'open', level: null, dueAt: duty.dueAt });

    const resumed = await change(duty.id, 'resume', {});
    expect(dueOf(resumed)).toBeGreaterThan(city.clock.now() + 4 * DAY);
    const remindAt = instantAtShare(city.clock.now(), dueOf(resumed), 80);
    await justBefore(remindAt - DAY);
    expect((await view(duty.id)).level).toBeNull();
    await advanceTo(dueOf(resumed) - 5 * MINUTE);
    await reaches(duty.id, 'remind');
    await advanceTo(dueOf(resumed) + SECOND);
    await reaches(duty.id, 'urge');
    await matter.does('handle-directly');
    await matter.isCalledBack();
    expect(await matter.closed()).toMatchObject({ outcome: 'solved' });
  });

  it('takes a case to the next level of leadership when the lead does not hand in', async () => {
    const matter = await blown();
    await matter.duty('report');
    await city.desk.request(OPERATOR, 'POST', `/cases/${matter.caseId}/leadership`, { reason: '群体事件苗头' });
    const items = [{ description: '增设清运点', ownerOrganisationId: 'dept-urban-management' }];
    await matter.does('leader-decision', { items });
    await matter.does('carry-out-resolution');
    const duty = await matter.duty('hand-in-result');
    await advanceTo(workingDaysAfter(dueOf(duty), 5) + SECOND);
    await reaches(duty.id, 'criticise');
    await advanceTo(workingDaysAfter(dueOf(duty), 7) + SECOND);
    await matter.duty('leader-decision', 'leading-city');
    expect(await view(duty.id)).toMatchObject({ status: 'cancelled' });
    expect((await matter.events('leadership-taken-over')).map(({ data }) => data.reason)).toEqual([
      'by-hand',
      'not-carried-out',
    ]);
  });

  it('is not waited for when it may lapse: a town that does not rate does not hold the case up', async () => {
    const matter = await blown();
    await matter.isHandledBy(['dept-urban-management', 'dept-housing']);
    const duty = await matter.duty('evaluate-departments');
    await matter.does('callback');
    await advanceTo(dueOf(duty) + SECOND);
    expect(await matter.closed()).toMatchObject({ outcome: 'solved' });
    expect(await view(duty.id)).toMatchObject({ status: 'lapsed' });
  });

  it('keeps its deadline when the platform refuses the extension', async () => {
    const matter = await complain();
    const duty = await matter.duty('handle-directly');
    await asks(duty, 5);
    await matter.does('approve-extension', { outcome: 'refused', reason: '理由不充分' });
    await matter.happened('extension-refused');
    expect((await view(duty.id)).dueAt).toBe(duty.dueAt);
    await matter.does('handle-directly');
    await matter.duty('callback');
  });

  it('that is done takes an undecided request for extension with it', async () => {
    const matter = await complain();
    const duty = await matter.duty('handle-directly');
    await asks(duty, 5);
    await matter.duty('approve-extension');
    await matter.does('handle-directly');
    const { duties } = await matter.when('the callback', (found) =>
      found.openTasks.every(({ step }) => step === 'callback'),
    );
    expect(duties.find(({ step }) => step === 'approve-extension')?.status).toBe('cancelled');
  });
});
