import { describe, expect, it } from 'vitest';
import { addEvent } from '../../src/cases/events.ts';
import { insertRequest, requestById } from '../../src/duties/extension-store.ts';
import { consultations, resolutionItems } from '../../src/meetings/table.ts';
import { withdrawOpenDutiesWorker } from '../../workers/withdraw-open-duties.ts';
import { Bench, itSettlesItsJobs, START } from '../support/worker.ts';

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
    expect(bench.lastEvent(caseId)?.data).toEqual({ dutyIds: [open], scope: null });
  });

  it('closes a part of the case and what is below it', () => {
    const bench = new Bench();
    const caseId = bench.addCase();
    const scopes = ['joint', 'joint/dept-housing', 'joint/dept-housing/d1', 'jointly', 'meeting/m1', ''];
    const ids = scopes.map((scope) => bench.addDuty(caseId, 'report', 'dept-housing', { scope }));
    const statuses = () => ids.map((id) => bench.duty(id).status);
    bench.complete(withdrawOpenDutiesWorker, { variables: { caseId, withdrawScope: 'joint/dept-housing' }, key: '1' });
    expect(statuses()).toEqual(['open', 'cancelled', 'cancelled', 'open', 'open', 'open']);
    bench.complete(withdrawOpenDutiesWorker, { variables: { caseId, withdrawScope: 'joint' }, key: '2' });
    expect(statuses()).toEqual(['cancelled', 'cancelled', 'cancelled', 'open', 'open', 'open']);
    bench.complete(withdrawOpenDutiesWorker, { variables: { caseId, withdrawScope: null }, key: '3' });
    expect(statuses().every((status) => status === 'cancelled')).toBe(true);
  });

  it('withdraws requests for more time, with the decision that is under way', () => {
    const bench = new Bench();
    const caseId = bench.addCase();
    const dutyId = bench.addDuty(caseId, 'report', 'dept-housing', { scope: 'joint/dept-housing' });
    insertRequest(bench.db, { id: 'r1', dutyId, amount: 2, reason: '因', requestedBy: 'p', requestedAt: START });
    const approval = bench.addDuty(caseId, 'approve-extension', 'platform-city', { reference: 'r1' });
    bench.complete(withdrawOpenDutiesWorker, { variables: { caseId, withdrawScope: 'joint' } });
    expect(requestById(bench.db, 'r1')?.status).toBe('withdrawn');
    expect(bench.duty(approval).status).toBe('cancelled');
  });

  it.each([
    ['joint', 'withdrawn'],
    [null, 'withdrawn'],
    ['joint/dept-housing', 'open'],
  ])('of %s: consultations and sub-tasks are %s, other items stay', (withdrawScope, expected) => {
    const bench = new Bench();
    const caseId = bench.addCase();
    const at = { openedAt: START, closesAt: START };
    const words = { openedBy: 'p', question: '问', place: '处', organisationId: 'dept-housing' };
    bench.db
      .insert(consultations)
      .values({ id: 'c1', caseId, kind: 'council', ...words, ...at, status: 'open' })
      .run();
    const item = { caseId, ownerOrganisationId: 'dept-housing', description: '事', decidedAt: START } as const;
    bench.db
      .insert(resolutionItems)
      .values([
        { ...item, id: 'i1', kind: 'sub-task', status: 'open' },
        { ...item, id: 'i2', kind: 'sub-task', status: 'carried-out' },
        { ...item, id: 'i3', kind: 'meeting-decision', status: 'open' },
      ])
      .run();
    bench.complete(withdrawOpenDutiesWorker, { variables: { caseId, withdrawScope } });
    expect(bench.db.select().from(consultations).all()).toMatchObject([{ status: expected }]);
    expect(
      bench.db
        .select()
        .from(resolutionItems)
        .all()
        .map(({ status }) => status),
    ).toEqual([expected, 'carried-out', 'open']);
  });

  it('says nothing when nothing was open', () => {
    const bench = new Bench();
    const caseId = bench.addCase();
    bench.complete(withdrawOpenDutiesWorker, { variables: { caseId } });
    expect(bench.lastEvent(caseId)).toBeUndefined();
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
