import { describe, expect, it } from 'vitest';
import { addEvent } from '../../src/cases/events.ts';
import { withdrawOpenDutiesWorker } from '../../workers/withdraw-open-duties.ts';
import { Bench, itSettlesItsJobs } from '../support/worker.ts';

describe('withdraw-open-duties', () => {
  itSettlesItsJobs(withdrawOpenDutiesWorker, (bench) => {
    const caseId = bench.addCase();
    bench.addDuty(caseId, 'report');
    return { variables: { caseId }, wrong: { caseId: 'nowhere' }, code: 'case-not-found' };
  });

  it('closes what is open in this case and nothing else', () => {
    const bench = new Bench();
    const caseId = bench.addCase();
    const open = bench.submit(caseId, 'report', { outcome: 'reported' }, 'dept-housing');
    const done = bench.addDuty(caseId, 'report', 'dept-market', { status: 'done' });
    const others = bench.addDuty(bench.addCase(), 'report');
    bench.complete(withdrawOpenDutiesWorker, { variables: { caseId } });
    expect([open, done, others].map((id) => bench.duty(id).status)).toEqual(['cancelled', 'done', 'open']);
    expect(bench.db.query.tasks.findMany().sync()).toMatchObject([{ dutyId: open, status: 'cancelled' }]);
    expect(bench.lastEvent(caseId)?.data).toEqual({ dutyIds: [open] });
  });

  it.each([
    ['overdue', ['leadership-requested', 'team-convened']],
    ['not-agreed', ['team-convened', 'coordination-failed']],
    ['by-hand', ['team-convened', 'leadership-requested']],
  ])('gives the reason %s after %j', async (leadershipReason, types) => {
    const bench = new Bench();
    const caseId = bench.addCase();
    for (const type of types)
      addEvent(bench.db, { personId: null, origin: 'test' }, { caseId, at: bench.now, type, stage: 'report' });
    expect(bench.complete(withdrawOpenDutiesWorker, { variables: { caseId } })).toEqual({ leadershipReason });
  });
});
