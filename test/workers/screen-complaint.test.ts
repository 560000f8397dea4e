import { describe, expect, it } from 'vitest';
import type { Case } from '../../src/cases/case-store.ts';
import { addEvent } from '../../src/cases/events.ts';
import { screenComplaintWorker } from '../../workers/screen-complaint.ts';
import { Bench, itSettlesItsJobs, START } from '../support/worker.ts';

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
      entry: 'discovery',
      leadershipReason: null,
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

  const GROUP = 'leading-group-city';
  it.each<[string, Partial<Case>]>([
    ['discovery', { path: 'undecided', stage: 'discovery' }],
    ['discovery', { path: 'rejected', stage: 'discovery' }],
    ['whistle', { path: 'undecided', stage: 'whistle' }],
    ['dispatch', { path: 'whistle', stage: 'dispatch' }],
    ['report', { path: 'whistle', stage: 'report' }],
    ['direct', { path: 'ordinary', stage: 'dispatch' }],
    ['direct', { path: 'ordinary', stage: 'report' }],
    ['leadership', { path: 'whistle', stage: 'dispatch', leadingGroupId: GROUP }],
    ['leadership', { path: 'ordinary', stage: 'report', leadingGroupId: GROUP }],
    ['feedback', { path: 'whistle', stage: 'feedback', leadingGroupId: GROUP }],
    ['feedback', { path: 'ordinary', stage: 'feedback' }],
  ])('enters at %s a case of a lost engine that stood at %o; a new one like it at discovery', (entry, standing) => {
    const bench = new Bench();
    const stood = bench.addCase({ ...standing, engineEpoch: 'lost', processInstanceKey: '8' });
    const fresh = bench.addCase(standing);
    expect(bench.complete(screenComplaintWorker, { variables: { caseId: stood } })).toMatchObject({ entry });
    const job = { variables: { caseId: fresh }, key: '2', processInstanceKey: '10' };
    expect(bench.complete(screenComplaintWorker, job)).toMatchObject({ entry: 'discovery' });
  });

  it('hands on why the leading group took a case over, the last time that it did', () => {
    const bench = new Bench();
    const led = { stage: 'report', leadingGroupId: GROUP, engineEpoch: 'lost', processInstanceKey: '8' } as const;
    const caseId = bench.addCase(led);
    for (const reason of ['overdue', 'not-carried-out'])
      addEvent(
        bench.db,
        { personId: null, origin: 'test' },
        { caseId, at: START, type: 'leadership-taken-over', stage: 'dispatch', data: { reason } },
      );
    expect(bench.complete(screenComplaintWorker, { variables: { caseId } })).toMatchObject({
      entry: 'leadership',
      leadershipReason: 'not-carried-out',
    });
  });
});
