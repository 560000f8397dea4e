import { describe, expect, it } from 'vitest';
import { recordObjectionWorker } from '../../workers/record-objection.ts';
import { Bench, itSettlesItsJobs } from '../support/worker.ts';

function arrange(bench: Bench, form: Record<string, unknown> = { opinion: '不属我局职责' }) {
  const caseId = bench.addCase({ round: 2 });
  bench.addDepartment(caseId, 'dept-housing');
  const dutyId = bench.submit(caseId, 'report', { outcome: 'objection', ...form }, 'dept-housing');
  return { caseId, departmentId: 'dept-housing', dutyId };
}

describe('record-objection', () => {
  itSettlesItsJobs(recordObjectionWorker, (bench) => {
    return { variables: arrange(bench), wrong: { dutyId: null }, code: 'form-missing' };
  });

  it('tells the grounds with the round, once for each form', () => {
    const bench = new Bench();
    const variables = arrange(bench);
    for (const key of ['1', '2']) bench.complete(recordObjectionWorker, { variables, key });
    const events = bench.db.query.events.findMany({ where: (e, { eq }) => eq(e.type, 'objection-raised') }).sync();
    expect(events).toMatchObject([{ data: { departmentId: 'dept-housing', reason: '不属我局职责', round: 2 } }]);
    expect(bench.team(variables.caseId)).toEqual({ 'dept-housing': 'support dispatched' });
  });
});
