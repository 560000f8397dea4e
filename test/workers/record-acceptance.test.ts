import { describe, expect, it } from 'vitest';
import { recordAcceptanceWorker } from '../../workers/record-acceptance.ts';
import { Bench, itSettlesItsJobs } from '../support/worker.ts';

describe('record-acceptance', () => {
  itSettlesItsJobs(recordAcceptanceWorker, (bench) => {
    return { variables: { caseId: bench.addCase() }, wrong: { caseId: 'nowhere' }, code: 'case-not-found' };
  });

  it('accepts by itself where no person had to look', () => {
    const bench = new Bench();
    const caseId = bench.addCase();
    const output = bench.complete(recordAcceptanceWorker, { variables: { caseId, dutyId: null } });
    expect(output).toEqual({ accepted: true, townId: 'town-liuying', difficulty: 'ordinary' });
    expect(bench.lastEvent(caseId)).toMatchObject({ type: 'complaint-accepted', personId: null });
  });

  it('places the case as the platform did, and the item brings its difficulty', () => {
    const bench = new Bench();
    const caseId = bench.addCase({ townId: null, itemId: null });
    const answer = { outcome: 'accepted', townId: 'town-yunfan', itemId: 'property-certificate' };
    const dutyId = bench.submit(caseId, 'accept-complaint', answer);
    const output = bench.complete(recordAcceptanceWorker, { variables: { caseId, dutyId } });
    expect(output).toEqual({ accepted: true, townId: 'town-yunfan', difficulty: 'hard' });
    expect(bench.case(caseId)).toMatchObject({ townId: 'town-yunfan', itemId: 'property-certificate' });
  });

  it('refuses with the reason and the grounds', () => {
    const bench = new Bench();
    const caseId = bench.addCase({ path: 'undecided', refusalGrounds: ['court'] });
    const dutyId = bench.submit(caseId, 'accept-complaint', { outcome: 'refused', reason: '法院已受理' });
    const output = bench.complete(recordAcceptanceWorker, { variables: { caseId, dutyId } });
    expect(output.accepted).toBe(false);
    expect(bench.case(caseId)).toMatchObject({ path: 'rejected', outcome: 'refused', status: 'open' });
    expect(bench.lastEvent(caseId)).toMatchObject({
      type: 'complaint-refused',
      personId: 'person-of-platform-city',
      data: { reason: '法院已受理', grounds: ['court'] },
    });
  });
});
