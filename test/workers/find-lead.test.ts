import { describe, expect, it } from 'vitest';
import { findLeadWorker } from '../../workers/find-lead.ts';
import { Bench, itSettlesItsJobs } from '../support/worker.ts';

describe('find-lead', () => {
  itSettlesItsJobs(findLeadWorker, (bench) => {
    return { variables: { caseId: bench.addCase() }, wrong: { caseId: 'nowhere' }, code: 'case-not-found' };
  });

  it('hands out the lead of this moment', () => {
    const bench = new Bench();
    const caseId = bench.addCase({ leadDepartmentId: 'dept-market' });
    expect(bench.complete(findLeadWorker, { variables: { caseId } })).toEqual({
      leadDepartmentId: 'dept-market',
    });
  });
});
