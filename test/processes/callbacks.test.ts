import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPERATOR } from '../../scripts/demo/desk.ts';
import { type City, startCity } from '../support/city.ts';
import { Matter } from '../support/matter.ts';

describe('the citizens', () => {
  let city: City;

  beforeAll(async () => {
    city = await startCity();
  });
  afterAll(() => city?.close());

  /** Another citizen complains about the same. @returns the complaint's id */
  const joined = async (matter: Matter, words: string): Promise<string> => {
    const { complaintId } = await city.desk.request<{ complaintId: string }>(OPERATOR, 'POST', '/complaints', {
      channel: '电话',
      place: '幸福路1号',
      receivedAt: new Date(city.clock.now()).toISOString(),
      complainant: { name: '李四', phone: '13900000000' },
      subject: '垃圾无人清运',
      text: words,
      townId: 'town-liuying',
      attachTo: matter.caseId,
    });
    return complaintId;
  };
  const withdraw = (complaintId: string) =>
    city.desk.request(OPERATOR, 'POST', `/complaints/${complaintId}/withdrawal`, { reason: '诉求人来电撤回' });
  const ownComplaint = async (matter: Matter) =>
    (await city.desk.request<{ complaints: { id: string }[] }>(OPERATOR, 'GET', `/cases/${matter.caseId}`))
      .complaints[0]?.id ?? '';

  it.concurrent('of one case are all called back in one step, and one who is dissatisfied brings the redo', async () => {
    const matter = await Matter.complain(city.desk);
    await joined(matter, '我也反映同一处垃圾，请一并处理。');
    await matter.does('handle-directly');
    const task = await matter.duty('callback');
    const rows = await city.desk.request<{ items: { id: string; dutyId: string }[] }>(
      OPERATOR,
      'GET',
      `/tasks?caseId=${matter.caseId}&step=callback`,
    );
    const opened = await city.desk.request<{ data: { callbacks: Record<string, unknown>[] } }>(
      OPERATOR,
      'GET',
      `/tasks/${rows.items[0]?.id}`,
    );
    expect(opened.data.callbacks).toHaveLength(2);
    expect(JSON.stringify(opened.data)).not.toContain('13900000000');
    const answers = [
      { result: 'satisfied', solved: true },
      { result: 'dissatisfied', solved: false, reason: '我这一侧没有清' },
    ];
    await matter.does('callback', { callbacks: opened.data.callbacks.map((row, i) => ({ ...row, ...answers[i] })) });
    await matter.happened('redo-started');
    expect((await city.desk.case(matter.caseId)).round).toBe(2);
    expect(task.status).toBe('open');
  });

  it.concurrent('who cannot be reached are called again at another time, the others are not', async () => {
    const matter = await Matter.complain(city.desk, { profile: 'drill' });
    await joined(matter, '同一处垃圾，另一户反映。');
    await matter.does('handle-directly');
    await matter.duty('callback');
    const [task] = (await city.desk.case(matter.caseId)).openTasks;
    const opened = await city.desk.request<{ data: { callbacks: Record<string, unknown>[] } }>(
      OPERATOR,
      'GET',
      `/tasks/${task?.id}`,
    );
    const answers = [{ result: 'satisfied', solved: true }, { result: 'unreachable' }];
    await matter.does('callback', { callbacks: opened.data.callbacks.map((row, i) => ({ ...row, ...answers[i] })) });
    await matter.when('the first attempt', ({ callbacks }) => callbacks.length === 2);
    await matter.does('callback', { callbacks: { result: 'satisfied', solved: true } });
    const { callbacks } = await matter.closed();
    expect(callbacks.map(({ attempt, contacted }) => [attempt, contacted])).toEqual([
      [1, true],
      [1, false],
      [2, true],
    ]);
  });

  it.concurrent('of whom there are many are asked by sample', async () => {
    const matter = await Matter.complain(city.desk);
    // While it is handled: complaints that come before would make it a whistle.
    await matter.duty('handle-directly');
    for (let i = 0; i < 29; i++) await joined(matter, `同一处垃圾，第${i}户反映。`);
    await matter.does('handle-directly');
    await matter.isCalledBack();
    const { callbacks } = await matter.closed();
    expect(callbacks).toHaveLength(20);
  });

  it.concurrent('who withdraw are not called back, the case goes on for the others', async () => {
    const matter = await Matter.complain(city.desk);
    const second = await joined(matter, '同一处垃圾，撤回的这一户。');
    await withdraw(second);
    await expect(withdraw(second)).rejects.toMatchObject({ status: 409 });
    await matter.does('handle-directly');
    await matter.isCalledBack();
    expect((await matter.closed()).callbacks).toHaveLength(1);
  });

  it.concurrent('who all withdraw end the case cleanly, whoever is in the middle of something', async () => {
    const direct = await Matter.complain(city.desk);
    await direct.duty('handle-directly');
    const whistle = await Matter.complain(city.desk, { legacyMatter: true });
    await whistle.does('town-review');
    await whistle.does('report', {}, 'dept-housing');
    await whistle.duty('handle', 'dept-housing');
    await city.desk.request('liuying.officer1', 'POST', `/cases/${whistle.caseId}/directions`, {
      kind: 'opinion',
      departmentId: 'dept-housing',
      text: '请先控制现场',
    });
    await whistle.duty('answer-direction');
    const led = await Matter.complain(city.desk, { legacyMatter: true });
    await led.does('town-review');
    await led.duty('report');
    await city.desk.request(OPERATOR, 'POST', `/cases/${led.caseId}/leadership`, { reason: '群体事件苗头' });
    await led.duty('leader-decision');
    for (const matter of [direct, whistle, led]) {
      await withdraw(await ownComplaint(matter));
      expect(await matter.closed()).toMatchObject({ outcome: 'withdrawn', openTasks: [], callbacks: [] });
      const { duties } = await city.desk.case(matter.caseId);
      expect(duties.filter(({ status }) => status === 'open')).toEqual([]);
    }
  });
});
