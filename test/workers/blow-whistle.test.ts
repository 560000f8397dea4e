import { describe, expect, it } from 'vitest';
import { blowWhistleWorker } from '../../workers/blow-whistle.ts';
import { Bench, itSettlesItsJobs } from '../support/worker.ts';

const DECISION = { qualifies: true, criterion: 'legacy', reason: '历史遗留问题' };

describe('blow-whistle', () => {
  itSettlesItsJobs(blowWhistleWorker, (bench) => {
    const caseId = bench.addCase({ path: 'undecided', whistleDecision: DECISION });
    const dutyId = bench.submit(caseId, 'town-review', { outcome: 'whistle', reason: '职责交叉' }, 'town-liuying');
    return { variables: { caseId, dutyId }, wrong: { caseId: 'nowhere' }, code: 'case-not-found' };
  });

  it('keeps the criterion, who blew it and why, and the other districts that the town named', () => {
    const bench = new Bench();
    const caseId = bench.addCase({
      path: 'undecided',
      whistleDecision: DECISION,
      otherDistrictIds: ['district-songlu', 'district-heming'],
    });
    const answer = { outcome: 'whistle', reason: '职责交叉', otherDistrictIds: ['district-heming'] };
    const dutyId = bench.submit(caseId, 'town-review', answer, 'town-liuying');
    bench.complete(blowWhistleWorker, { variables: { caseId, dutyId } });
    expect(bench.db.query.whistles.findMany().sync()).toMatchObject([
      { caseId, criterion: 'legacy', reason: '职责交叉', blownBy: 'person-of-town-liuying', overruled: false },
    ]);
    expect(bench.case(caseId)).toMatchObject({
      path: 'whistle',
      stage: 'dispatch',
      otherDistrictIds: ['district-songlu', 'district-heming'],
    });
  });

  it('marks a whistle that the platform required after the town had declined', () => {
    const bench = new Bench();
    const caseId = bench.addCase({ path: 'undecided', whistleDecision: DECISION });
    const dutyId = bench.submit(caseId, 'overrule-review', { outcome: 'overrule', reason: '应当吹哨' });
    bench.complete(blowWhistleWorker, { variables: { caseId, dutyId } });
    expect(bench.db.query.whistles.findMany().sync()).toMatchObject([{ overruled: true, reason: '应当吹哨' }]);
  });

  it('needs no form where a town found the hazard itself', () => {
    const bench = new Bench();
    const caseId = bench.addCase({ path: 'undecided', origin: 'town' });
    bench.complete(blowWhistleWorker, { variables: { caseId } });
    expect(bench.lastEvent(caseId)?.data).toEqual({
      criterion: 'town-found',
      overruled: false,
      townId: 'town-liuying',
    });
  });
});
