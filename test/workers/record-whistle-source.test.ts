import { describe, expect, it } from 'vitest';
import { recordWhistleSourceWorker } from '../../workers/record-whistle-source.ts';
import { Bench, itSettlesItsJobs } from '../support/worker.ts';

const INPUTS = { repeatCount: 4, daysOpen: 2, pushedDepartments: 0, legacyMatter: false };
const REPEATED = { qualifies: true, criterion: 'repeated', reason: '反复投诉' };

describe('record-whistle-source', () => {
  itSettlesItsJobs(recordWhistleSourceWorker, (bench) => {
    const caseId = bench.addCase({ path: 'undecided' });
    const variables = { caseId, source: REPEATED, ...INPUTS };
    return { variables, wrong: { caseId: 'nowhere' }, code: 'case-not-found' };
  });

  it.each([
    [REPEATED, 'undecided', 'whistle'],
    [{ qualifies: false, criterion: null, reason: '走直办' }, 'ordinary', 'dispatch'],
  ])('keeps the decision with what it was made from: %j', async (source, path, stage) => {
    const bench = new Bench();
    const caseId = bench.addCase({ path: 'undecided', stage: 'discovery' });
    bench.complete(recordWhistleSourceWorker, { variables: { caseId, source, ...INPUTS } });
    expect(bench.case(caseId)).toMatchObject({
      path,
      stage,
      whistleDecision: { ...source, inputs: INPUTS, decidedAt: bench.now },
    });
  });
});
