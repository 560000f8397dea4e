import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { changesOf } from '../../src/duties/change-store.ts';
import { extensionSentence } from '../../src/duties/extension.ts';
import { insertRequest, requestById } from '../../src/duties/extension-store.ts';
import { type Duty, duties } from '../../src/duties/table.ts';
import { decideExtensionWorker } from '../../workers/decide-extension.ts';
import { Bench, DAY, itSettlesItsJobs, START } from '../support/worker.ts';

/** A department has asked for two more days, and the platform has answered. */
function asked(bench: Bench, answer: object = { outcome: 'approved' }, change: Partial<Duty> = {}) {
  const caseId = bench.addCase();
  const dutyId = bench.addDuty(caseId, 'handle', 'dept-housing', change);
  const requestedBy = 'person-housing-handler';
  insertRequest(bench.db, { id: 'r1', dutyId, amount: 2, reason: '现场复杂', requestedBy, requestedAt: START });
  const approvalDutyId = bench.submit(caseId, 'approve-extension', { ...answer });
  bench.db.update(duties).set({ reference: 'r1' }).where(eq(duties.id, approvalDutyId)).run();
  return { caseId, dutyId, requestId: 'r1', approvalDutyId };
}

describe('decide-extension', () => {
  itSettlesItsJobs(decideExtensionWorker, (bench) => ({
    variables: asked(bench),
    wrong: { requestId: 'nowhere' },
    code: 'extension-not-found',
  }));

  it('moves the deadline when the platform approves', () => {
    const bench = new Bench();
    const variables = asked(bench);
    const { caseId, dutyId, approvalDutyId } = variables;
    bench.complete(decideExtensionWorker, { variables });
    const dueAt = Date.parse('2026-11-30T17:30:00+08:00');
    expect(bench.duty(dutyId)).toMatchObject({ dueAt, pausedAt: null });
    expect(changesOf(bench.db, dutyId)).toMatchObject([
      { row: { kind: 'extension', amount: 2, unit: 'working-day', reason: '现场复杂', dueAfter: dueAt } },
    ]);
    expect(requestById(bench.db, 'r1')).toMatchObject({ status: 'approved', decidedBy: 'person-of-platform-city' });
    expect(bench.lastEvent(caseId)).toMatchObject({
      type: 'duty-extended',
      personId: 'person-of-platform-city',
      data: { dutyId, requestId: 'r1', amount: 2, dueAfter: dueAt },
    });
    expect(bench.db.query.outbox.findMany().sync()).toMatchObject([
      { payload: { name: 'deadline-changed', correlationKey: dutyId } },
    ]);
    expect(extensionSentence(bench.db, approvalDutyId)).toMatch(/^市?.*申请延期2个工作日。理由：现场复杂$/);
  });

  it('counts when it was asked for: approved after expiry, it moves as well; a stopped clock stays stopped', () => {
    const bench = new Bench();
    const pausedAt = START + DAY;
    const variables = asked(bench, { outcome: 'approved' }, { pausedAt });
    bench.now += 30 * DAY;
    bench.complete(decideExtensionWorker, { variables });
    expect(bench.duty(variables.dutyId)).toMatchObject({ dueAt: Date.parse('2026-11-30T17:30:00+08:00'), pausedAt });
  });

  it('leaves the deadline when the platform refuses, and keeps why', () => {
    const bench = new Bench();
    const variables = asked(bench, { outcome: 'refused', reason: '理由不足' });
    const before = bench.duty(variables.dutyId);
    bench.complete(decideExtensionWorker, { variables });
    expect(bench.duty(variables.dutyId)).toEqual(before);
    expect(requestById(bench.db, 'r1')).toMatchObject({ status: 'refused', decisionReason: '理由不足' });
    expect(bench.lastEvent(variables.caseId)).toMatchObject({
      type: 'extension-refused',
      data: { dutyId: variables.dutyId, requestId: 'r1', reason: '理由不足' },
    });
    expect(bench.db.query.outbox.findMany().sync()).toEqual([]);
  });

  it.each(['done', 'cancelled', 'lapsed'] as const)('withdraws the request of a duty that is %s', (status) => {
    const bench = new Bench();
    const variables = asked(bench, { outcome: 'approved' }, { status });
    const before = bench.duty(variables.dutyId);
    bench.complete(decideExtensionWorker, { variables });
    expect(requestById(bench.db, 'r1')?.status).toBe('withdrawn');
    expect(bench.duty(variables.dutyId)).toEqual(before);
  });

  it('decides once, also when a rebuilt engine asks again', () => {
    const bench = new Bench();
    const variables = asked(bench);
    bench.complete(decideExtensionWorker, { variables, key: '1' });
    const before = bench.duty(variables.dutyId);
    bench.complete(decideExtensionWorker, { variables, key: '2' });
    expect(bench.duty(variables.dutyId)).toEqual(before);
  });
});
