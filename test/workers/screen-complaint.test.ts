import { describe, expect, it } from 'vitest';
import { screenComplaintWorker } from '../../workers/screen-complaint.ts';
import { Bench, itSettlesItsJobs } from '../support/worker.ts';

describe('screen-complaint', () => {
  itSettlesItsJobs(screenComplaintWorker, (bench) => {
    return { variables: { caseId: bench.addCase() }, wrong: { caseId: 'nowhere' }, code: 'case-not-found' };
  });

  it('joins the case to its instance and hands out what the decisions need', () => {
    const bench = new Bench();
    const caseId = bench.addCase({ repeatCount: 4, refusalGrounds: ['court', 'petition'], townId: null });
    expect(bench.complete(screenComplaintWorker, { variables: { caseId } })).toEqual({
      profile: 'standard',
      difficulty: 'ordinary',
      origin: 'complaint',
      townId: null,
      platformId: 'platform-city',
      refusalGroundCount: 2,
      placed: false,
      repeatCount: 4,
      daysOpen: 2,
      pushedDepartments: 0,
      legacyMatter: false,
    });
    expect(bench.case(caseId)).toMatchObject({ engineEpoch: 'epoch', processInstanceKey: '9' });
  });

  it('ends a second instance of the same engine through the diagram’s error', () => {
    const bench = new Bench();
    const caseId = bench.addCase({ engineEpoch: 'epoch', processInstanceKey: '8' });
    const before = bench.everything();
    const settled = bench.run(screenComplaintWorker, { variables: { caseId } });
    expect(settled).toMatchObject({ kind: 'error', code: 'duplicate-instance' });
    expect(bench.everything()).toEqual(before);
  });

  it('takes a case over from an engine that was lost', () => {
    const bench = new Bench();
    const caseId = bench.addCase({ engineEpoch: 'lost', processInstanceKey: '8' });
    bench.complete(screenComplaintWorker, { variables: { caseId } });
    expect(bench.case(caseId)).toMatchObject({ engineEpoch: 'epoch', processInstanceKey: '9' });
  });
});
