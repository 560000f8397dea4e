import { describe, expect, it } from 'vitest';
import { insertConsultation } from '../../src/meetings/consultation-store.ts';
import { consultations } from '../../src/meetings/table.ts';
import { recordConsultationWorker } from '../../workers/record-consultation.ts';
import { Bench, DAY, itSettlesItsJobs, START } from '../support/worker.ts';

const SUMMARISED = { outcome: 'summarised', participants: 31, summary: '多数同意设在东门' };

function arrange(bench: Bench) {
  const caseId = bench.addCase();
  const consultationId = `consultation-of-${caseId}`;
  const row = {
    id: consultationId,
    caseId,
    kind: 'council',
    organisationId: 'dept-water',
    openedBy: 'someone',
  } as const;
  insertConsultation(bench.db, { ...row, openedAt: START, question: '设在何处', place: '活动室', closesAt: START });
  const dutyId = bench.submit(caseId, 'summarise-consultation', SUMMARISED, 'dept-water');
  return { caseId, consultationId, dutyId };
}

describe('record-consultation', () => {
  itSettlesItsJobs(recordConsultationWorker, (bench) => ({
    variables: arrange(bench),
    wrong: { consultationId: 'none' },
    code: 'consultation-not-found',
  }));

  it('keeps the summary, once', () => {
    const bench = new Bench();
    const variables = arrange(bench);
    const { caseId, consultationId } = variables;
    const state = () => [bench.db.query.consultations.findMany().sync(), bench.db.query.events.findMany().sync()];
    bench.complete(recordConsultationWorker, { variables, key: '1' });
    const before = state();
    expect(before[0]).toMatchObject([
      { status: 'summarised', participants: 31, summary: SUMMARISED.summary, summarisedAt: START },
    ]);
    const data = { consultationId, kind: 'council', participants: 31 };
    expect(bench.lastEvent(caseId)).toMatchObject({ type: 'consultation-summarised', data });
    bench.now += DAY;
    bench.complete(recordConsultationWorker, { variables, key: '2' });
    expect(state()).toEqual(before);
  });

  it('does not bring back one that was withdrawn', () => {
    const bench = new Bench();
    const variables = arrange(bench);
    bench.db.update(consultations).set({ status: 'withdrawn' }).run();
    bench.complete(recordConsultationWorker, { variables });
    expect(bench.db.query.consultations.findFirst().sync()).toMatchObject({ status: 'withdrawn', summary: null });
  });
});
