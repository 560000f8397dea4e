import { describe, expect, it } from 'vitest';
import { problems } from '../../src/cases/table.ts';
import { recordResultWorker } from '../../workers/record-result.ts';
import { Bench, itSettlesItsJobs } from '../support/worker.ts';

const ROWS = [
  { seq: 1, solved: true, households: 120, people: 360, riskRemoved: true },
  { seq: 2, solved: false },
];

/** A case with two problems whose lead has handed in the result. */
function arrange(bench: Bench) {
  const caseId = bench.addCase();
  bench.db.insert(problems).values({ caseId, seq: 2, description: '围挡' }).run();
  const answer = { outcome: 'handed-in', summary: '部分解决', problems: ROWS };
  return { caseId, dutyId: bench.submit(caseId, 'hand-in-result', answer, 'dept-urban-management') };
}

describe('record-result', () => {
  itSettlesItsJobs(recordResultWorker, (bench) => {
    return { variables: arrange(bench), wrong: { dutyId: null }, code: 'form-missing' };
  });

  it('keeps for each problem whether it is solved, and the households and people served', () => {
    const bench = new Bench();
    const variables = arrange(bench);
    bench.complete(recordResultWorker, { variables });
    expect(bench.db.query.problems.findMany().sync()).toMatchObject([
      ROWS[0],
      { ...ROWS[1], households: 0, people: 0, riskRemoved: false },
    ]);
    expect(bench.lastEvent(variables.caseId)).toMatchObject({
      type: 'result-handed-in',
      data: { summary: '部分解决' },
    });
  });

  it('counts a form once: a rebuilt engine does not undo what was handed in later', () => {
    const bench = new Bench();
    const variables = arrange(bench);
    const later = { outcome: 'handed-in', summary: '已全部解决', problems: [{ seq: 2, solved: true }] };
    const dutyId = bench.submit(variables.caseId, 'hand-in-result', later, 'dept-urban-management');
    for (const [key, duty] of [variables.dutyId, dutyId, variables.dutyId].entries())
      bench.complete(recordResultWorker, { variables: { ...variables, dutyId: duty }, key: String(key) });
    expect(bench.db.query.problems.findMany().sync()).toMatchObject([{ solved: true }, { solved: true }]);
    expect(bench.lastEvent(variables.caseId)?.data.summary).toBe('已全部解决');
  });
});
