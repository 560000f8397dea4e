import { describe, expect, it } from 'vitest';
import { cases } from '../../src/cases/table.ts';
import { makeLead } from '../../src/handling/lead-store.ts';
import { assignLeadDepartmentWorker } from '../../workers/assign-lead-department.ts';
import { Bench, itSettlesItsJobs } from '../support/worker.ts';

describe('assign-lead-department', () => {
  itSettlesItsJobs(assignLeadDepartmentWorker, (bench) => {
    return { variables: { caseId: bench.addCase() }, wrong: { caseId: 'nowhere' }, code: 'case-not-found' };
  });

  it('takes lead and supports of a whistle from the register, with the entries that it took', () => {
    const bench = new Bench();
    const caseId = bench.addCase();
    const output = bench.complete(assignLeadDepartmentWorker, { variables: { caseId } });
    expect(output).toEqual({ assigned: true, leadDepartmentId: 'dept-urban-management' });
    expect(bench.team(caseId)).toEqual({
      'dept-urban-management': 'lead dispatched',
      'dept-housing': 'support dispatched',
    });
    const rows = bench.db.query.caseDepartments.findMany().sync();
    expect(rows.map(({ registerVersion }) => registerVersion)).toEqual([1, 1]);
    expect(bench.case(caseId).registerVersion).toBe(1);
    expect(bench.lastEvent(caseId)).toMatchObject({ type: 'lead-assigned', data: { by: 'register' } });
  });

  it.each(['undecided', 'ordinary'] as const)('gives a case without a whistle (%s) to the lead alone', async (path) => {
    const bench = new Bench();
    const caseId = bench.addCase({ path });
    bench.complete(assignLeadDepartmentWorker, { variables: { caseId } });
    expect(bench.team(caseId)).toEqual({ 'dept-urban-management': 'lead dispatched' });
    expect(bench.case(caseId)).toMatchObject({ path: 'ordinary', stage: 'report' });
  });

  it.each([
    ['two departments claim it', 'electric-bike-charging'],
    ['it belongs to no item', null],
  ])('leaves it to a person when %s', async (_why, itemId) => {
    const bench = new Bench();
    const caseId = bench.addCase({ itemId });
    const output = bench.complete(assignLeadDepartmentWorker, { variables: { caseId, dutyId: null } });
    expect(output).toEqual({ assigned: false, leadDepartmentId: null });
    expect(bench.team(caseId)).toEqual({});
    expect(bench.case(caseId).leadDepartmentId).toBeNull();
  });

  it('does what the platform decided, and keeps its reason', () => {
    const bench = new Bench();
    const caseId = bench.addCase({ itemId: 'electric-bike-charging' });
    const supportDepartmentIds = ['dept-housing', 'dept-fire'];
    const dutyId = bench.submit(caseId, 'decide-lead', {
      leadDepartmentId: 'dept-fire',
      supportDepartmentIds,
      reason: '火灾隐患为主',
    });
    bench.complete(assignLeadDepartmentWorker, { variables: { caseId, dutyId } });
    expect(bench.team(caseId)).toEqual({ 'dept-fire': 'lead dispatched', 'dept-housing': 'support dispatched' });
    const rows = bench.db.query.caseDepartments.findMany().sync();
    expect(Object.fromEntries(rows.map(({ departmentId, mayObject }) => [departmentId, mayObject]))).toEqual({
      'dept-fire': false,
      'dept-housing': true,
    });
    expect(bench.lastEvent(caseId)).toMatchObject({
      personId: 'person-of-platform-city',
      data: { by: 'platform', reason: '火灾隐患为主' },
    });
  });

  it('does not undo what came after when a rebuilt engine carries the decision out again', () => {
    const bench = new Bench();
    const caseId = bench.addCase({ itemId: 'electric-bike-charging' });
    const decision = { leadDepartmentId: 'dept-fire', supportDepartmentIds: ['dept-housing'], reason: '火灾隐患为主' };
    const dutyId = bench.submit(caseId, 'decide-lead', decision);
    bench.complete(assignLeadDepartmentWorker, { variables: { caseId, dutyId }, key: '1' });
    makeLead(bench.db, caseId, 'dept-housing', { byHand: true });
    bench.db.update(cases).set({ leadDepartmentId: 'dept-housing' }).run();
    const output = bench.complete(assignLeadDepartmentWorker, { variables: { caseId, dutyId }, key: '2' });
    expect(output).toEqual({ assigned: true, leadDepartmentId: 'dept-housing' });
    expect(bench.team(caseId)).toEqual({ 'dept-fire': 'support dispatched', 'dept-housing': 'lead dispatched' });
    expect(bench.db.query.events.findMany({ where: (e, { eq }) => eq(e.type, 'lead-assigned') }).sync()).toHaveLength(
      1,
    );
  });

  it('does not call back whom the platform has let go because the register still names it', () => {
    const bench = new Bench();
    const caseId = bench.addCase();
    bench.addDepartment(caseId, 'dept-housing', { status: 'released' });
    bench.complete(assignLeadDepartmentWorker, { variables: { caseId } });
    expect(bench.team(caseId)).toEqual({
      'dept-urban-management': 'lead dispatched',
      'dept-housing': 'support released',
    });
  });

  it('keeps a lead that was named before the whistle', () => {
    const bench = new Bench();
    const caseId = bench.addCase({ itemId: 'electric-bike-charging', leadDepartmentId: 'dept-housing' });
    bench.complete(assignLeadDepartmentWorker, { variables: { caseId } });
    expect(bench.team(caseId)).toEqual({
      'dept-housing': 'lead dispatched',
      'dept-power': 'support dispatched',
      'dept-market': 'support dispatched',
    });
  });
});
