import { describe, expect, it } from 'vitest';
import { insertRequest, requestsOf } from '../../src/duties/extension-store.ts';
import { mirrorTask } from '../../src/tasks/mirror-store.ts';
import { lapseDutyWorker } from '../../workers/lapse-duty.ts';
import { Bench, itSettlesItsJobs, START } from '../support/worker.ts';

describe('lapse-duty', () => {
  itSettlesItsJobs(lapseDutyWorker, (bench) => {
    const dutyId = bench.addDuty(bench.addCase(), 'callback');
    return { variables: { dutyId }, wrong: { dutyId: 'nowhere' }, code: 'duty-not-found' };
  });

  it('takes the task back for good and tells the timeline', () => {
    const bench = new Bench();
    const caseId = bench.addCase();
    const dutyId = bench.addDuty(caseId, 'callback', 'platform-city');
    insertRequest(bench.db, { id: 'r1', dutyId, amount: 2, reason: '因', requestedBy: 'p', requestedAt: START });
    const job = { engineEpoch: 'epoch', jobKey: '5', processInstanceKey: '1', processDefinitionKey: '1' };
    const step = { processId: 'duty', elementId: 'human-step', step: 'callback', form: 'callback' };
    const place = { caseId, dutyId, stage: 'feedback', organisationId: 'platform-city', candidateGroups: [] } as const;
    const mirror = () => mirrorTask(bench.db, { ...job, ...step, ...place, dueAt: null }, START);
    mirror();
    bench.complete(lapseDutyWorker, { variables: { dutyId } });
    expect(bench.duty(dutyId)).toMatchObject({ status: 'lapsed', finishedAt: START });
    expect(requestsOf(bench.db, dutyId)).toMatchObject([{ row: { status: 'withdrawn' } }]);
    expect(bench.lastEvent(caseId)).toMatchObject({ type: 'duty-lapsed', data: { dutyId, step: 'callback' } });
    mirror();
    expect(bench.db.query.tasks.findMany().sync()).toMatchObject([{ status: 'cancelled' }]);
  });

  it('changes nothing in a duty that was done in the meantime', () => {
    const bench = new Bench();
    const caseId = bench.addCase();
    const dutyId = bench.addDuty(caseId, 'callback', 'platform-city', { status: 'done' });
    bench.complete(lapseDutyWorker, { variables: { dutyId } });
    expect(bench.duty(dutyId).status).toBe('done');
    expect(bench.lastEvent(caseId)?.type).toBe('duty-opened');
  });
});
