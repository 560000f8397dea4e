import { describe, expect, it } from 'vitest';
import { partiesOfDispute } from '../../src/handling/objection-store.ts';
import { recordJointDecisionWorker } from '../../workers/record-joint-decision.ts';
import { releaseDepartmentWorker } from '../../workers/release-department.ts';
import { Bench, itSettlesItsJobs } from '../support/worker.ts';

/** 住建局 has gone, 市场监管局 does not want its part either; the platform has decided. */
function arrange(bench: Bench, departmentId: string, lead = false) {
  const leadDepartmentId = lead ? 'dept-housing' : 'dept-urban-management';
  const caseId = bench.addCase({ leadDepartmentId });
  bench.addDepartment(caseId, 'dept-urban-management', { responsibility: lead ? 'support' : 'lead' });
  bench.addDepartment(caseId, 'dept-housing', { responsibility: lead ? 'lead' : 'support' });
  const upheld = (transferToId: string) =>
    bench.submit(caseId, 'rule-objection', { outcome: 'upheld', reason: '成立', transferToId });
  for (const [from, to] of [
    ['dept-housing', 'dept-market'],
    ['dept-market', 'dept-housing'],
  ] as const)
    bench.complete(releaseDepartmentWorker, {
      variables: { caseId, departmentId: from, dutyId: upheld(to) },
      key: `release-${from}`,
    });
  const form = { outcome: 'decided', departmentId, reason: '物业监管在住建' };
  return { caseId, departmentId: 'dept-market', dutyId: bench.submit(caseId, 'decide-jointly', form) };
}
const mayObject = (bench: Bench, id: string) =>
  bench.db.query.caseDepartments
    .findMany()
    .sync()
    .find(({ departmentId }) => departmentId === id)?.mayObject;

describe('record-joint-decision', () => {
  itSettlesItsJobs(recordJointDecisionWorker, (bench) => {
    return { variables: arrange(bench, 'dept-housing'), wrong: { dutyId: null }, code: 'form-missing' };
  });

  it('brings back the department that it decides for, which may not object again, and releases the other', () => {
    const bench = new Bench();
    const variables = arrange(bench, 'dept-housing');
    const output = bench.complete(recordJointDecisionWorker, { variables });
    expect(output).toEqual({ successorId: 'dept-housing', responsibility: 'support' });
    expect(bench.team(variables.caseId)).toEqual({
      'dept-urban-management': 'lead dispatched',
      'dept-housing': 'support dispatched',
      'dept-market': 'support released',
    });
    expect(mayObject(bench, 'dept-housing')).toBe(false);
    expect(bench.lastEvent(variables.caseId)).toMatchObject({
      type: 'joint-decision',
      data: { departmentId: 'dept-market', decidedId: 'dept-housing', reason: '物业监管在住建' },
    });
  });

  it('leaves the objector where it is when it decides for it', () => {
    const bench = new Bench();
    const variables = arrange(bench, 'dept-market');
    const output = bench.complete(recordJointDecisionWorker, { variables });
    expect(output).toEqual({ successorId: 'dept-market', responsibility: 'support' });
    expect(bench.team(variables.caseId)).toMatchObject({
      'dept-housing': 'support released',
      'dept-market': 'support dispatched',
    });
    expect(mayObject(bench, 'dept-market')).toBe(false);
  });

  it('gives the lead to the department that it decides for', () => {
    const bench = new Bench();
    const variables = arrange(bench, 'dept-housing', true);
    expect(bench.case(variables.caseId).leadDepartmentId).toBe('dept-market');
    const output = bench.complete(recordJointDecisionWorker, { variables });
    expect(output).toEqual({ successorId: 'dept-housing', responsibility: 'lead' });
    expect(bench.case(variables.caseId).leadDepartmentId).toBe('dept-housing');
    expect(bench.team(variables.caseId)['dept-housing']).toBe('lead dispatched');
  });

  it('answers a rebuilt engine as before and changes nothing', () => {
    const bench = new Bench();
    const variables = arrange(bench, 'dept-housing');
    const first = bench.complete(recordJointDecisionWorker, { variables, key: 'one' });
    const [team, events] = [bench.team(variables.caseId), bench.db.query.events.findMany().sync()];
    expect(bench.complete(recordJointDecisionWorker, { variables, key: 'two' })).toEqual(first);
    expect(bench.team(variables.caseId)).toEqual(team);
    expect(bench.db.query.events.findMany().sync()).toEqual(events);
  });

  it('knows between whom it decides', () => {
    const bench = new Bench();
    const { caseId } = arrange(bench, 'dept-housing');
    for (const objector of ['dept-market', null])
      expect(partiesOfDispute(bench.db, caseId, objector)).toEqual(['dept-market', 'dept-housing']);
    expect(partiesOfDispute(bench.db, caseId, 'dept-urban-management')).toEqual([]);
  });
});
