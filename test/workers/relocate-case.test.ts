import { describe, expect, it } from 'vitest';
import { relocateCaseWorker } from '../../workers/relocate-case.ts';
import { Bench, itSettlesItsJobs } from '../support/worker.ts';

/** A case that the platform has given to another town. */
function arrange(bench: Bench) {
  const caseId = bench.addCase();
  const answer = { outcome: 'relocated', townId: 'town-luhua', reason: '在芦花街道辖区' };
  return { caseId, dutyId: bench.submit(caseId, 'relocate-case', answer) };
}

describe('relocate-case', () => {
  itSettlesItsJobs(relocateCaseWorker, (bench) => {
    return { variables: arrange(bench), wrong: { dutyId: null }, code: 'form-missing' };
  });

  it('gives the case to the other town and says from where', () => {
    const bench = new Bench();
    const variables = arrange(bench);
    expect(bench.complete(relocateCaseWorker, { variables })).toEqual({ townId: 'town-luhua' });
    expect(bench.case(variables.caseId).townId).toBe('town-luhua');
    expect(bench.lastEvent(variables.caseId)?.data).toEqual({
      from: 'town-liuying',
      to: 'town-luhua',
      reason: '在芦花街道辖区',
    });
  });
});
