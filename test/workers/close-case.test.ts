import { describe, expect, it } from 'vitest';
import { problems } from '../../src/cases/table.ts';
import { closeCaseWorker } from '../../workers/close-case.ts';
import { Bench, itSettlesItsJobs } from '../support/worker.ts';

describe('close-case', () => {
  itSettlesItsJobs(closeCaseWorker, (bench) => {
    return { variables: { caseId: bench.addCase() }, wrong: { caseId: 'nowhere' }, code: 'case-not-found' };
  });

  it.each([
    ['solved', [true, true]],
    ['partly-solved', [true, false]],
    ['unsolved', [false, null]],
  ])('ends as %s by the problems', async (outcome, [first, second]) => {
    const bench = new Bench();
    const caseId = bench.addCase();
    bench.db.update(problems).set({ solved: first }).run();
    bench.db.insert(problems).values({ caseId, seq: 2, description: '围挡', solved: second }).run();
    bench.complete(closeCaseWorker, { variables: { caseId } });
    expect(bench.case(caseId)).toMatchObject({ status: 'closed', outcome, closedAt: bench.now });
  });

  it('keeps the outcome of a refusal', () => {
    const bench = new Bench();
    const caseId = bench.addCase({ outcome: 'refused' });
    bench.complete(closeCaseWorker, { variables: { caseId } });
    expect(bench.case(caseId).outcome).toBe('refused');
  });

  it('releases the team only now, and those who left before keep their time', () => {
    const bench = new Bench();
    const caseId = bench.addCase();
    bench.addDepartment(caseId, 'dept-housing', { status: 'handed-in' });
    bench.addDepartment(caseId, 'dept-market', { status: 'released', releasedAt: 5 });
    bench.complete(closeCaseWorker, { variables: { caseId } });
    const rows = bench.db.query.caseDepartments.findMany().sync();
    expect(rows.map(({ releasedAt }) => releasedAt)).toEqual([bench.now, 5]);
  });
});
