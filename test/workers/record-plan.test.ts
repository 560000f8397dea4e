import { describe, expect, it } from 'vitest';
import { recordPlanWorker } from '../../workers/record-plan.ts';
import { Bench, itSettlesItsJobs } from '../support/worker.ts';

function arrange(bench: Bench) {
  const caseId = bench.addCase();
  const plan = { outcome: 'planned', plan: '先清运，再立规矩' };
  const dutyId = bench.submit(caseId, 'plan-handling', plan, 'dept-housing');
  return { caseId, departmentId: 'dept-housing', dutyId };
}

describe('record-plan', () => {
  itSettlesItsJobs(recordPlanWorker, (bench) => {
    return { variables: arrange(bench), wrong: { dutyId: null }, code: 'form-missing' };
  });

  it('tells the lead’s plan once', () => {
    const bench = new Bench();
    const variables = arrange(bench);
    for (const key of ['1', '2']) bench.complete(recordPlanWorker, { variables, key });
    const events = bench.db.query.events.findMany({ where: (e, { eq }) => eq(e.type, 'plan-recorded') }).sync();
    expect(events).toMatchObject([
      { organisationId: 'dept-housing', data: { departmentId: 'dept-housing', plan: '先清运，再立规矩' } },
    ]);
  });
});
