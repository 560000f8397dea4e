import { describe, expect, it } from 'vitest';
import { recordResolutionWorker } from '../../workers/record-resolution.ts';
import { Bench, itSettlesItsJobs } from '../support/worker.ts';

const ITEMS = [
  { description: '增设清运点', ownerOrganisationId: 'dept-urban-management' },
  { description: '督促物业', ownerOrganisationId: 'dept-housing' },
];

describe('record-resolution', () => {
  itSettlesItsJobs(recordResolutionWorker, (bench) => {
    const caseId = bench.addCase();
    const submit = (items: object[]) => bench.submit(caseId, 'leader-decision', { outcome: 'instruct', items });
    return { variables: { caseId, dutyId: submit(ITEMS) }, wrong: { dutyId: submit([]) }, code: 'resolution-empty' };
  });

  it.each([
    ['leader-decision', { opinion: '一周内解决' }, 'instruction', 'leader-instructed'],
    ['hold-joint-meeting', { minutes: '议定如下', heldOn: '2026-11-30' }, 'joint-meeting', 'joint-meeting-resolved'],
  ])('turns %s into items with an owner each', async (step, words, kind, type) => {
    const bench = new Bench();
    const caseId = bench.addCase();
    const dutyId = bench.submit(caseId, step, { ...words, items: ITEMS });
    const { items } = bench.complete(recordResolutionWorker, { variables: { caseId, dutyId } });
    const rows = bench.db.query.resolutionItems.findMany().sync();
    expect(rows).toMatchObject(ITEMS.map((item) => ({ ...item, kind, status: 'open', dutyId })));
    expect(items).toEqual(
      rows.map(({ id, ownerOrganisationId }) => ({ itemId: id, organisationId: ownerOrganisationId })),
    );
    expect(bench.lastEvent(caseId)?.type).toBe(type);
  });
});
