import { describe, expect, it } from 'vitest';
import { releaseDepartmentWorker } from '../../workers/release-department.ts';
import { Bench, itSettlesItsJobs } from '../support/worker.ts';

/** A team of two, one of which has objected with success. */
function arrange(bench: Bench, departmentId: string, form: Record<string, unknown> = {}) {
  const caseId = bench.addCase({ leadDepartmentId: 'dept-urban-management' });
  bench.addDepartment(caseId, 'dept-urban-management', { responsibility: 'lead' });
  bench.addDepartment(caseId, 'dept-housing');
  const dutyId = bench.submit(caseId, 'rule-objection', { outcome: 'upheld', reason: '成立', ...form });
  return { caseId, departmentId, dutyId };
}

describe('release-department', () => {
  itSettlesItsJobs(releaseDepartmentWorker, (bench) => {
    const variables = arrange(bench, 'dept-housing', { transferToId: 'dept-market' });
    return { variables, wrong: { dutyId: null }, code: 'form-missing' };
  });

  it('lets a supporting department go', () => {
    const bench = new Bench();
    const variables = arrange(bench, 'dept-housing');
    const output = bench.complete(releaseDepartmentWorker, { variables });
    expect(output).toEqual({ transferred: false, departmentId: 'dept-housing' });
    expect(bench.team(variables.caseId)).toEqual({
      'dept-urban-management': 'lead dispatched',
      'dept-housing': 'support released',
    });
  });

  it('hands the lead over to the successor, who has to report', () => {
    const bench = new Bench();
    const variables = arrange(bench, 'dept-urban-management', { transferToId: 'dept-market' });
    const output = bench.complete(releaseDepartmentWorker, { variables });
    expect(output).toEqual({ transferred: true, departmentId: 'dept-market', responsibility: 'lead' });
    expect(bench.case(variables.caseId).leadDepartmentId).toBe('dept-market');
    expect(bench.team(variables.caseId)['dept-market']).toBe('lead dispatched');
  });

  it.each([
    ['the named one', { transferToId: 'dept-housing' }],
    ['the first that is left', {}],
  ])('lets %s lead who is in the team already and reports anyway', async (_name, form) => {
    const bench = new Bench();
    const variables = arrange(bench, 'dept-urban-management', form);
    const output = bench.complete(releaseDepartmentWorker, { variables });
    expect(output.transferred).toBe(false);
    expect(bench.case(variables.caseId).leadDepartmentId).toBe('dept-housing');
    expect(bench.team(variables.caseId)['dept-housing']).toBe('lead dispatched');
  });

  it('takes a department back that had left before', () => {
    const bench = new Bench();
    const variables = arrange(bench, 'dept-housing', { transferToId: 'dept-market' });
    bench.addDepartment(variables.caseId, 'dept-market', { status: 'released', releasedAt: 1 });
    const output = bench.complete(releaseDepartmentWorker, { variables });
    expect(output).toMatchObject({ transferred: true, departmentId: 'dept-market' });
    const rows = bench.db.query.caseDepartments.findMany().sync();
    expect(rows.find(({ departmentId }) => departmentId === 'dept-market')).toMatchObject({
      status: 'dispatched',
      releasedAt: null,
    });
  });

  it('makes an incident rather than leave a case without a lead', () => {
    const bench = new Bench();
    const caseId = bench.addCase({ leadDepartmentId: 'dept-market' });
    bench.addDepartment(caseId, 'dept-market', { responsibility: 'lead' });
    const dutyId = bench.submit(caseId, 'rule-objection', { outcome: 'upheld', reason: '成立' });
    const settled = bench.run(releaseDepartmentWorker, {
      variables: { caseId, departmentId: 'dept-market', dutyId },
    });
    expect(settled).toMatchObject({ kind: 'fail', retries: 0, message: expect.stringContaining('[no-lead-left]') });
    expect(bench.team(caseId)).toEqual({ 'dept-market': 'lead dispatched' });
  });
});
