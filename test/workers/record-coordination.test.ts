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
    ['agreed', 'coordination-agreed'],
    ['not-agreed', 'coordination-failed'],
  ])('tells the timeline that the platforms have %s', async (outcome, type) => {
    const bench = new Bench();
    const caseId = bench.addCase();
    const dutyId = bench.submit(caseId, 'agree-result', { outcome, reason: '费用分担' });
    bench.complete(recordCoordinationWorker, { variables: { caseId, dutyId } });
    expect(bench.lastEvent(caseId)).toMatchObject({ type, data: { reason: '费用分担' } });
  });
});
