import { describe, expect, it } from 'vitest';
import { recordCoordinationWorker } from '../../workers/record-coordination.ts';
import { Bench, itSettlesItsJobs } from '../support/worker.ts';

describe('record-coordination', () => {
  itSettlesItsJobs(recordCoordinationWorker, (bench) => {
    const caseId = bench.addCase();
    const dutyId = bench.submit(caseId, 'agree-result', { outcome: 'agreed', reason: '一致' });
    return { variables: { caseId, dutyId }, wrong: { dutyId: null }, code: 'form-missing' };
  });

  it.each([
    ['agree-plan', 'agreed', 'plan-agreed', 'plan'],
    ['agree-plan', 'not-agreed', 'coordination-failed', 'plan'],
    ['agree-result', 'agreed', 'coordination-agreed', 'result'],
    ['agree-result', 'not-agreed', 'coordination-failed', 'result'],
  ])('tells the timeline once that in %s the platforms have %s', (step, outcome, type, about) => {
    const bench = new Bench();
    const caseId = bench.addCase();
    const dutyId = bench.submit(caseId, step, { outcome, reason: '费用分担' });
    bench.complete(recordCoordinationWorker, { variables: { caseId, dutyId } });
    expect(bench.lastEvent(caseId)).toMatchObject({ type, data: { about, reason: '费用分担' } });
    const { events } = bench.everything();
    bench.complete(recordCoordinationWorker, { variables: { caseId, dutyId }, key: '2' });
    expect(bench.everything().events).toEqual(events);
  });
});
