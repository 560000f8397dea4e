import { describe, expect, it } from 'vitest';
import { recordDirectResultWorker } from '../../workers/record-direct-result.ts';
import { Bench, itSettlesItsJobs } from '../support/worker.ts';

const HANDLED = {
  outcome: 'handled',
  result: '已清运',
  problems: [{ seq: 1, solved: true, households: 3, people: 8 }],
};

describe('record-direct-result', () => {
  itSettlesItsJobs(recordDirectResultWorker, (bench) => {
    const caseId = bench.addCase({ path: 'ordinary' });
    const dutyId = bench.submit(caseId, 'handle-directly', HANDLED, 'dept-urban-management');
    return { variables: { caseId, dutyId }, wrong: { dutyId: null }, code: 'form-missing' };
  });

  it('keeps the result for each problem', () => {
    const bench = new Bench();
    const caseId = bench.addCase({ path: 'ordinary' });
    const dutyId = bench.submit(caseId, 'handle-directly', HANDLED, 'dept-urban-management');
    bench.complete(recordDirectResultWorker, { variables: { caseId, dutyId } });
    expect(bench.db.query.problems.findMany().sync()).toMatchObject([{ solved: true, households: 3, people: 8 }]);
    expect(bench.case(caseId).path).toBe('ordinary');
  });

  it('makes the case undecided again when several departments are needed', () => {
    const bench = new Bench();
    const caseId = bench.addCase({ path: 'ordinary' });
    const dutyId = bench.submit(caseId, 'handle-directly', { ...HANDLED, outcome: 'needs-whistle' });
    bench.complete(recordDirectResultWorker, { variables: { caseId, dutyId } });
    expect(bench.case(caseId)).toMatchObject({ path: 'undecided', stage: 'whistle' });
    expect(bench.db.query.problems.findMany().sync()).toMatchObject([{ solved: null }]);
    expect(bench.lastEvent(caseId)?.type).toBe('whistle-requested');
  });

  it('does not take a case back to the whistle when a rebuilt engine hands the form out again', () => {
    const bench = new Bench();
    const caseId = bench.addCase({ path: 'ordinary' });
    const dutyId = bench.submit(caseId, 'handle-directly', { ...HANDLED, outcome: 'needs-whistle' });
    bench.complete(recordDirectResultWorker, { variables: { caseId, dutyId } });
    bench.db.$client.prepare("update cases set path = 'whistle', stage = 'report'").run();
    bench.complete(recordDirectResultWorker, { variables: { caseId, dutyId }, key: '2' });
    expect(bench.case(caseId)).toMatchObject({ path: 'whistle', stage: 'report' });
  });
});
