import { describe, expect, it } from 'vitest';
import { giveSubTask } from '../../src/meetings/resolution-store.ts';
import { resolutionItems } from '../../src/meetings/table.ts';
import { recordSubTaskWorker } from '../../workers/record-sub-task.ts';
import { Bench, DAY, itSettlesItsJobs, START } from '../support/worker.ts';

const TASK = {
  leadDepartmentId: 'dept-water',
  partyId: 'party-happiness',
  description: '通知居民',
  dueAt: START + DAY,
};

function arrange(bench: Bench, outcome = 'carried-out') {
  const caseId = bench.addCase();
  const itemId = giveSubTask(bench.db, { ...TASK, caseId }, START);
  return { caseId, itemId, dutyId: bench.submit(caseId, 'carry-out-sub-task', { outcome, report: '已通知' }) };
}

describe('record-sub-task', () => {
  itSettlesItsJobs(recordSubTaskWorker, (bench) => ({
    variables: arrange(bench),
    wrong: { itemId: 'none' },
    code: 'item-not-found',
  }));

  it.each(['carried-out', 'not-carried-out'])('keeps that it was %s, once', (outcome) => {
    const bench = new Bench();
    const variables = arrange(bench, outcome);
    const { caseId, itemId } = variables;
    const state = () => [bench.db.query.resolutionItems.findMany().sync(), bench.db.query.events.findMany().sync()];
    bench.complete(recordSubTaskWorker, { variables, key: '1' });
    const before = state();
    expect(before[0]).toMatchObject([{ status: outcome, report: '已通知', finishedAt: START }]);
    expect(bench.lastEvent(caseId)).toMatchObject({
      type: 'sub-task-finished',
      data: { itemId, partyId: TASK.partyId, outcome },
    });
    bench.now += DAY;
    bench.complete(recordSubTaskWorker, { variables, key: '2' });
    expect(state()).toEqual(before);
  });

  it('does not bring back one that was withdrawn', () => {
    const bench = new Bench();
    const variables = arrange(bench);
    bench.db.update(resolutionItems).set({ status: 'withdrawn' }).run();
    bench.complete(recordSubTaskWorker, { variables });
    expect(bench.db.query.resolutionItems.findFirst().sync()).toMatchObject({ status: 'withdrawn', report: null });
  });
});
