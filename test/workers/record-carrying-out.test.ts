import { describe, expect, it } from 'vitest';
import { resolutionItems } from '../../src/meetings/table.ts';
import { recordCarryingOutWorker } from '../../workers/record-carrying-out.ts';
import { Bench, DAY, itSettlesItsJobs, START } from '../support/worker.ts';

/** Items of one instruction, each reported by its owner; null: nobody reported. */
function arrange(bench: Bench, ...outcomes: (string | null)[]) {
  const caseId = bench.addCase();
  const carriedOut = outcomes.map((outcome, i) => {
    const row = { id: `item-${i}`, caseId, kind: 'instruction', status: 'open', decidedAt: START } as const;
    bench.db
      .insert(resolutionItems)
      .values({ ...row, ownerOrganisationId: 'dept-housing', description: '增设清运点' })
      .run();
    const answer = { outcome, report: `情况${i}` };
    const dutyId = outcome && bench.submit(caseId, 'carry-out-resolution', answer, 'dept-housing');
    return { itemId: row.id, dutyId, outcome };
  });
  return { caseId, carriedOut };
}

describe('record-carrying-out', () => {
  itSettlesItsJobs(recordCarryingOutWorker, (bench) => {
    const variables = arrange(bench, 'carried-out', 'not-carried-out');
    return { variables, wrong: { caseId: 'nowhere' }, code: 'item-not-found' };
  });

  it('keeps what became of each item, with the owner’s report; no report is not carried out', () => {
    const bench = new Bench();
    const variables = arrange(bench, 'carried-out', 'not-carried-out', null);
    bench.now += DAY;
    const output = bench.complete(recordCarryingOutWorker, { variables });
    expect(output).toEqual({ allCarriedOut: false });
    expect(bench.db.query.resolutionItems.findMany().sync()).toMatchObject([
      { status: 'carried-out', report: '情况0', finishedAt: START },
      { status: 'not-carried-out', report: '情况1', finishedAt: START },
      { status: 'not-carried-out', report: null, finishedAt: START + DAY },
    ]);
    expect(bench.lastEvent(variables.caseId)).toMatchObject({
      type: 'resolution-carried-out',
      data: {
        meetingId: null,
        items: [
          { itemId: 'item-0', outcome: 'carried-out' },
          { itemId: 'item-1', outcome: 'not-carried-out' },
          { itemId: 'item-2', outcome: 'not-carried-out' },
        ],
      },
    });
  });

  it('says when all was carried out', () => {
    const bench = new Bench();
    const variables = arrange(bench, 'carried-out', 'carried-out');
    expect(bench.complete(recordCarryingOutWorker, { variables })).toEqual({ allCarriedOut: true });
  });

  it('tells it once, and does not bring back what was withdrawn', () => {
    const bench = new Bench();
    const variables = arrange(bench, 'carried-out', null);
    const state = () => [bench.db.query.resolutionItems.findMany().sync(), bench.db.query.events.findMany().sync()];
    bench.complete(recordCarryingOutWorker, { variables, key: '1' });
    const before = state();
    bench.now += DAY;
    bench.complete(recordCarryingOutWorker, { variables, key: '2' });
    expect(state()).toEqual(before);

    const other = new Bench();
    const withdrawn = arrange(other, 'carried-out');
    other.db.update(resolutionItems).set({ status: 'withdrawn' }).run();
    other.complete(recordCarryingOutWorker, { variables: withdrawn });
    expect(other.db.query.resolutionItems.findFirst().sync()?.status).toBe('withdrawn');
  });
});
