import { describe, expect, it } from 'vitest';
import { resolutionItems } from '../../src/meetings/table.ts';
import { recordCarryingOutWorker } from '../../workers/record-carrying-out.ts';
import { Bench, itSettlesItsJobs } from '../support/worker.ts';

/** Two items of one instruction, each reported by its owner. */
function arrange(bench: Bench) {
  const caseId = bench.addCase();
  const carriedOut = (['carried-out', 'not-carried-out'] as const).map((outcome, i) => {
    const organisationId = ['dept-housing', 'dept-market'][i] ?? '';
    const row = {
      id: `item-${i}`,
      caseId,
      dutyId: '',
      kind: 'instruction',
      status: 'open',
      decidedAt: bench.now,
    } as const;
    bench.db
      .insert(resolutionItems)
      .values({ ...row, ownerOrganisationId: organisationId, description: '增设清运点' })
      .run();
    const dutyId = bench.submit(caseId, 'carry-out-resolution', { outcome, report: `情况${i}` }, organisationId);
    return { itemId: row.id, dutyId, outcome };
  });
  return { caseId, carriedOut };
}

describe('record-carrying-out', () => {
  itSettlesItsJobs(recordCarryingOutWorker, (bench) => {
    return { variables: arrange(bench), wrong: { caseId: 'nowhere' }, code: 'case-not-found' };
  });

  it('keeps what became of each item, with the owner’s report', () => {
    const bench = new Bench();
    const variables = arrange(bench);
    bench.complete(recordCarryingOutWorker, { variables });
    expect(bench.db.query.resolutionItems.findMany().sync()).toMatchObject([
      { status: 'carried-out', report: '情况0', finishedAt: bench.now },
      { status: 'not-carried-out', report: '情况1', finishedAt: bench.now },
    ]);
    expect(bench.lastEvent(variables.caseId)?.type).toBe('resolution-carried-out');
  });
});
