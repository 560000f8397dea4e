import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { taskGroups, tasks } from '../../src/tasks/table.ts';
import { type City, startCity } from '../support/city.ts';

const MINUTE = 60_000;
const COMPLAINT = { subject: '夜间噪声', itemId: 'noise', townId: 'town-yunfan' };

describe('the mirror of user tasks', () => {
  let city: City;

  beforeAll(async () => {
    city = await startCity();
  });
  afterAll(() => city?.close());

  const rows = (caseId: string) => city.service().db.select().from(tasks).where(eq(tasks.caseId, caseId)).all();

  /** A case that waits for its department. @returns its id and its task's row */
  async function waiting(text: string) {
    const { desk } = city;
    const receivedAt = new Date(city.clock.now() - MINUTE).toISOString();
    const caseId = await desk.complain({ ...COMPLAINT, text, receivedAt });
    const row = await desk.until('its task', async () => rows(caseId).find(({ status }) => status === 'open'));
    return { caseId, row };
  }

  it('keeps a task leased for long, and one that the database has lost comes back when the lease ends', async () => {
    const { desk } = city;
    const { caseId, row } = await waiting('工地夜间施工');
    const { db } = city.service();

    // Far past the first, short lease the engine has not handed the task out again …
    await city.advance(10 * MINUTE);
    await waiting('另一处工地夜间施工');
    expect(rows(caseId)).toEqual([row]);

    // … and after the long one it does, under the same job, also when its row is gone.
    db.delete(taskGroups).where(eq(taskGroups.taskId, row.id)).run();
    db.delete(tasks).where(eq(tasks.id, row.id)).run();
    await city.advance(60 * MINUTE);
    const back = await desk.until('the lost task', async () => rows(caseId)[0]);
    expect(back).toMatchObject({
      jobKey: row.jobKey,
      step: row.step,
      form: row.form,
      dueAt: row.dueAt,
      status: 'open',
    });
  });

  it('closes a row as soon as someone opens a task that the engine no longer has', async () => {
    const { desk } = city;
    const { caseId, row } = await waiting('第三处工地夜间施工');
    const root = (await desk.case(caseId)).processInstances.find(({ processId }) => processId === 'joint-handling');
    const cancelled = await fetch(`${city.engine.restAddress}/v2/process-instances/${root?.key}/cancellation`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(cancelled.status).toBe(204);
    const opened = await desk.request<{ task: { status: string } }>('ecology.handler', 'GET', `/tasks/${row.id}`);
    expect(opened.task.status).toBe('cancelled');
    await expect(
      desk.request('ecology.handler', 'POST', `/tasks/${row.id}/complete`, {
        data: { outcome: 'handled', result: 'x' },
      }),
    ).rejects.toMatchObject({ status: 409 });
  });
});
