import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { insertRequest, requestsOf } from '../../src/duties/extension-store.ts';
import { duties } from '../../src/duties/table.ts';
import { tasks } from '../../src/tasks/table.ts';
import { closeDutyWorker } from '../../workers/close-duty.ts';
import { Bench, DAY, itSettlesItsJobs, START } from '../support/worker.ts';

describe('close-duty', () => {
  itSettlesItsJobs(closeDutyWorker, (bench) => {
    const dutyId = bench.submit(bench.addCase(), 'handle', { outcome: 'handed-in' }, 'dept-housing');
    return { variables: { dutyId, outcome: 'handed-in' }, wrong: { dutyId: 'nowhere' }, code: 'duty-not-found' };
  });

  it.each([
    ['in time', 0, true],
    ['late', 10 * DAY, false],
  ])('says that it was handed in %s, whenever the engine hears of it', (_name, later, inTime) => {
    const bench = new Bench();
    const caseId = bench.addCase();
    const dutyId = bench.submit(caseId, 'handle', { outcome: 'handed-in' }, 'dept-housing');
    bench.db
      .update(tasks)
      .set({ submittedAt: START + later })
      .run();
    bench.now += 20 * DAY;
    bench.complete(closeDutyWorker, { variables: { dutyId, outcome: 'handed-in' } });
    expect(bench.duty(dutyId)).toMatchObject({ status: 'done', outcome: 'handed-in', finishedAt: START + later });
    expect(bench.db.query.tasks.findMany().sync()).toMatchObject([{ status: 'completed' }]);
    expect(bench.lastEvent(caseId)).toMatchObject({
      type: 'duty-done',
      personId: 'person-of-dept-housing',
      data: { step: 'handle', inTime },
    });
  });

  it('ends what was still asked for: more time is no longer needed', () => {
    const bench = new Bench();
    const caseId = bench.addCase();
    const dutyId = bench.submit(caseId, 'handle', { outcome: 'handed-in' }, 'dept-housing');
    const request = { dutyId, amount: 2, reason: '因', requestedBy: 'p', requestedAt: START };
    insertRequest(bench.db, { ...request, id: 'r1' });
    const approval = bench.submit(caseId, 'approve-extension', { outcome: 'approved' });
    bench.db.update(duties).set({ reference: 'r1' }).where(eq(duties.id, approval)).run();
    bench.complete(closeDutyWorker, { variables: { dutyId, outcome: 'handed-in' } });
    expect(requestsOf(bench.db, dutyId)).toMatchObject([{ row: { status: 'withdrawn' } }]);
    expect(bench.duty(approval).status).toBe('cancelled');
    expect(bench.db.query.tasks.findMany().sync()).toMatchObject([{ status: 'completed' }, { status: 'cancelled' }]);
  });
});
