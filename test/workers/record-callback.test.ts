import { describe, expect, it } from 'vitest';
import { recordCallbackWorker } from '../../workers/record-callback.ts';
import { Bench, itSettlesItsJobs } from '../support/worker.ts';

describe('record-callback', () => {
  itSettlesItsJobs(recordCallbackWorker, (bench) => {
    const caseId = bench.addCase();
    const dutyId = bench.submit(caseId, 'callback', { outcome: 'satisfied', solved: true });
    return { variables: { caseId, dutyId }, wrong: { dutyId: null }, code: 'form-missing' };
  });

  it('keeps contacted, solved and satisfied of the round', () => {
    const bench = new Bench();
    const caseId = bench.addCase({ round: 2 });
    const dutyId = bench.submit(caseId, 'callback', { outcome: 'dissatisfied', reason: '没有解决' });
    const output = bench.complete(recordCallbackWorker, { variables: { caseId, dutyId } });
    expect(output).toEqual({ satisfaction: 'dissatisfied' });
    expect(bench.db.query.callbacks.findMany().sync()).toMatchObject([
      { caseId, round: 2, contacted: true, solved: false, satisfaction: 'dissatisfied', reason: '没有解决' },
    ]);
  });

  it('says nothing of a citizen who could not be reached', () => {
    const bench = new Bench();
    const caseId = bench.addCase();
    const dutyId = bench.submit(caseId, 'callback', { outcome: 'unreachable' });
    const output = bench.complete(recordCallbackWorker, { variables: { caseId, dutyId } });
    expect(output).toEqual({ satisfaction: 'unreachable' });
    expect(bench.db.query.callbacks.findMany().sync()).toMatchObject([
      { contacted: false, solved: null, satisfaction: null, reason: null },
    ]);
  });
});
