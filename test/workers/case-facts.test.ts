import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { complaints } from '../../src/cases/table.ts';
import { caseFactsWorker } from '../../workers/case-facts.ts';
import { recordObjectionWorker } from '../../workers/record-objection.ts';
import { Bench, itSettlesItsJobs, START } from '../support/worker.ts';

const object = (bench: Bench, caseId: string, departmentId: string) => {
  const form = { outcome: 'objection', opinion: '不属我局职责' };
  const dutyId = bench.submit(caseId, 'report', form, departmentId);
  bench.complete(recordObjectionWorker, { variables: { caseId, departmentId, dutyId }, key: dutyId });
};
let jobs = 0;
const facts = (bench: Bench, caseId: string) =>
  bench.complete(caseFactsWorker, { variables: { caseId }, key: `facts-${++jobs}` });

describe('case-facts', () => {
  itSettlesItsJobs(caseFactsWorker, (bench) => {
    return { variables: { caseId: bench.addCase() }, wrong: { caseId: 'nowhere' }, code: 'case-not-found' };
  });

  it('counts complaints that were not withdrawn', () => {
    const bench = new Bench();
    const caseId = bench.addCase();
    expect(facts(bench, caseId)).toEqual({ complainants: 1, objections: 0, path: 'whistle' });
    const [first] = bench.db.select().from(complaints).where(eq(complaints.caseId, caseId)).all();
    if (!first) throw new Error('no complaint');
    bench.db
      .insert(complaints)
      .values([1, 2].map((n) => ({ ...first, id: `c${n}`, orderNumber: `n${n}` })))
      .run();
    bench.db.update(complaints).set({ withdrawnAt: START }).where(eq(complaints.id, 'c2')).run();
    expect(facts(bench, caseId).complainants).toBe(2);
  });

  it('takes the most objections of one department that is still in the team, of this round', () => {
    const bench = new Bench();
    const caseId = bench.addCase();
    for (const id of ['dept-housing', 'dept-market']) bench.addDepartment(caseId, id);
    bench.addDepartment(caseId, 'dept-fire', { status: 'released' });
    object(bench, caseId, 'dept-housing');
    object(bench, caseId, 'dept-market');
    expect(facts(bench, caseId).objections).toBe(1);
    object(bench, caseId, 'dept-market');
    for (let i = 0; i < 3; i++) object(bench, caseId, 'dept-fire');
    expect(facts(bench, caseId).objections).toBe(2);
    bench.db.$client.prepare('update cases set round = 2').run();
    expect(facts(bench, caseId).objections).toBe(0);
  });
});
