import { describe, expect, it } from 'vitest';
import { recordEvaluationWorker } from '../../workers/record-evaluation.ts';
import { Bench, itSettlesItsJobs } from '../support/worker.ts';

const RATINGS = [
  { departmentId: 'dept-housing', name: '住建局', response: 5, result: 4, comment: '到场快' },
  { departmentId: 'dept-market', name: '市场监管局', response: 2, result: 3 },
  { departmentId: 'dept-fire', name: '消防', response: 1, result: 1 },
];

function arrange(bench: Bench) {
  const caseId = bench.addCase({ round: 2 });
  for (const id of ['dept-housing', 'dept-market']) bench.addDepartment(caseId, id);
  const form = { outcome: 'evaluated', ratings: RATINGS };
  return { caseId, dutyId: bench.submit(caseId, 'evaluate-departments', form, 'town-liuying') };
}

describe('record-evaluation', () => {
  itSettlesItsJobs(recordEvaluationWorker, (bench) => {
    return { variables: arrange(bench), wrong: { dutyId: null }, code: 'form-missing' };
  });

  it('keeps a rating of each department of the case, once', () => {
    const bench = new Bench();
    const variables = arrange(bench);
    for (const key of ['1', '2']) bench.complete(recordEvaluationWorker, { variables, key });
    const by = { byOrganisationId: 'town-liuying', byPersonId: 'person-of-town-liuying', round: 2 };
    expect(bench.db.query.evaluations.findMany().sync()).toMatchObject([
      { departmentId: 'dept-housing', response: 5, result: 4, comment: '到场快', ...by },
      { departmentId: 'dept-market', response: 2, result: 3, comment: null, ...by },
    ]);
    expect(bench.lastEvent(variables.caseId)).toMatchObject({
      type: 'departments-evaluated',
      organisationId: 'town-liuying',
      data: { round: 2, ratings: [{ departmentId: 'dept-housing' }, { departmentId: 'dept-market' }] },
    });
  });
});
