import { describe, expect, it } from 'vitest';
import { recordReportWorker } from '../../workers/record-report.ts';
import { Bench, itSettlesItsJobs } from '../support/worker.ts';

/** A department of the team that has handed in its report. */
function arrange(bench: Bench, form: Record<string, unknown> = { handlerId: 'person-housing-handler' }) {
  const caseId = bench.addCase();
  bench.addDepartment(caseId, 'dept-housing');
  const dutyId = bench.submit(caseId, 'report', { outcome: 'reported', opinion: '已到场', ...form }, 'dept-housing');
  return { caseId, departmentId: 'dept-housing', dutyId };
}

describe('record-report', () => {
  itSettlesItsJobs(recordReportWorker, (bench) => {
    return { variables: arrange(bench), wrong: { dutyId: null }, code: 'form-missing' };
  });

  it.each([
    ['named', { handlerId: 'person-housing-handler' }, 'person-housing-handler'],
    ['who reported, when none is named', {}, 'person-of-dept-housing'],
  ])('notes the report and the handler %s', async (_name, form, handlerId) => {
    const bench = new Bench();
    const variables = arrange(bench, form);
    bench.complete(recordReportWorker, { variables });
    expect(bench.db.query.caseDepartments.findMany().sync()).toMatchObject([
      { status: 'reported', reportedAt: bench.now, handlerId },
    ]);
    expect(bench.lastEvent(variables.caseId)?.type).toBe('department-reported');
  });
});
