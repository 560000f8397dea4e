import { describe, expect, it } from 'vitest';
import { changeCase } from '../../src/cases/case-store.ts';
import { joinTeam } from '../../src/handling/member-store.ts';
import { addDepartment } from '../../src/handling/team-store.ts';
import { releaseDepartmentWorker } from '../../workers/release-department.ts';
import { Bench, itSettlesItsJobs, START } from '../support/worker.ts';

/** A team of two, one of which has objected with success. */
function arrange(bench: Bench, departmentId: string, form: Record<string, unknown> = {}) {
  const caseId = bench.addCase({ leadDepartmentId: 'dept-urban-management' });
  bench.addDepartment(caseId, 'dept-urban-management', { responsibility: 'lead' });
  bench.addDepartment(caseId, 'dept-housing');
  const dutyId = bench.submit(caseId, 'rule-objection', { outcome: 'upheld', reason: '成立', ...form });
  return { caseId, departmentId, dutyId };
}

describe('release-department', () => {
  itSettlesItsJobs(releaseDepartmentWorker, (bench) => {
    const variables = arrange(bench, 'dept-housing', { transferToId: 'dept-market' });
    return { variables, wrong: { dutyId: null }, code: 'form-missing' };
  });

  it('lets a supporting department go', () => {
    const bench = new Bench();
    const variables = arrange(bench, 'dept-housing');
    const output = bench.complete(releaseDepartmentWorker, { variables });
    expect(output).toEqual({ transferred: false, pingPong: false, successorId: null, responsibility: 'support' });
    expect(bench.lastEvent(variables.caseId)).toMatchObject({
      type: 'department-released',
      data: { departmentId: 'dept-housing', transferToId: null, reason: '成立', by: 'objection' },
    });
    expect(bench.team(variables.caseId)).toEqual({
      'dept-urban-management': 'lead dispatched',
      'dept-housing': 'support released',
    });
  });

  it('hands the lead over to the successor, who has to report', () => {
    const bench = new Bench();
    const variables = arrange(bench, 'dept-urban-management', { transferToId: 'dept-market' });
    const output = bench.complete(releaseDepartmentWorker, { variables });
    const successor = { successorId: 'dept-market', responsibility: 'lead' };
    expect(output).toEqual({ transferred: true, pingPong: false, ...successor });
    expect(bench.case(variables.caseId).leadDepartmentId).toBe('dept-market');
    expect(bench.team(variables.caseId)['dept-market']).toBe('lead dispatched');
  });

  it.each([
    ['the named one', { transferToId: 'dept-housing' }],
    ['the first that is left', {}],
  ])('lets %s lead who is in the team already and reports anyway', async (_name, form) => {
    const bench = new Bench();
    const variables = arrange(bench, 'dept-urban-management', form);
    const output = bench.complete(releaseDepartmentWorker, { variables });
    expect(output).toMatchObject({ transferred: false, successorId: null });
    expect(bench.case(variables.caseId).leadDepartmentId).toBe('dept-housing');
    expect(bench.team(variables.caseId)['dept-housing']).toBe('lead dispatched');
  });

  it('takes a department back that had left before', () => {
    const bench = new Bench();
    const variables = arrange(bench, 'dept-housing', { transferToId: 'dept-market' });
    bench.addDepartment(variables.caseId, 'dept-market', { status: 'released', releasedAt: 1 });
    const output = bench.complete(releaseDepartmentWorker, { variables });
    expect(output).toMatchObject({ transferred: true, successorId: 'dept-market' });
    const rows = bench.db.query.caseDepartments.findMany().sync();
    expect(rows.find(({ departmentId }) => departmentId === 'dept-market')).toMatchObject({
      status: 'dispatched',
      releasedAt: null,
    });
  });

  it('leaves the lead with the lead that takes over a supporting part', () => {
    const bench = new Bench();
    const variables = arrange(bench, 'dept-housing', { transferToId: 'dept-urban-management' });
    const output = bench.complete(releaseDepartmentWorker, { variables });
    expect(output).toMatchObject({ transferred: false, successorId: null });
    expect(bench.team(variables.caseId)['dept-urban-management']).toBe('lead dispatched');
  });

  it('lets the members of the department leave with the reason', () => {
    const bench = new Bench();
    const variables = arrange(bench, 'dept-housing');
    const member = { personId: 'person-housing-handler', organisationId: 'dept-housing', reason: '组建' };
    joinTeam(bench.db, variables.caseId, member, START);
    bench.complete(releaseDepartmentWorker, { variables });
    expect(bench.db.query.teamMembers.findMany().sync()).toMatchObject([{ leftAt: bench.now, leaveReason: '成立' }]);
  });

  /** 住建局 has gone and 市场监管局 has its part, which it wants to give back. */
  function pingPong(bench: Bench) {
    const first = arrange(bench, 'dept-housing', { transferToId: 'dept-market' });
    const { caseId } = first;
    bench.complete(releaseDepartmentWorker, { variables: first, key: 'first' });
    const form = { outcome: 'upheld', reason: '退回', transferToId: 'dept-housing' };
    return { caseId, departmentId: 'dept-market', dutyId: bench.submit(caseId, 'rule-objection', form) };
  }

  it('releases nobody when the matter would go back to whom it came from', () => {
    const bench = new Bench();
    const variables = pingPong(bench);
    const team = bench.team(variables.caseId);
    const output = bench.complete(releaseDepartmentWorker, { variables, key: 'second' });
    expect(output).toEqual({ transferred: false, pingPong: true, successorId: null, responsibility: 'support' });
    expect(bench.team(variables.caseId)).toEqual(team);
    expect(bench.lastEvent(variables.caseId)).toMatchObject({
      type: 'ping-pong-noticed',
      data: { departmentId: 'dept-market', transferToId: 'dept-housing' },
    });
  });

  it('may hand the matter to one that the town had let go, or that is back in the team', () => {
    const bench = new Bench();
    const back = pingPong(bench);
    addDepartment(bench.db, back.caseId, { departmentId: 'dept-housing', responsibility: 'support' }, START);
    expect(bench.complete(releaseDepartmentWorker, { variables: back, key: 'second' }).pingPong).toBe(false);
    const variables = arrange(bench, 'dept-housing', { transferToId: 'dept-market' });
    bench.addDepartment(variables.caseId, 'dept-market', { status: 'released' });
    const released = { type: 'department-released', data: { departmentId: 'dept-market', by: 'town' } };
    changeCase(bench.db, { personId: null, origin: 'api' }, variables.caseId, START, released);
    const output = bench.complete(releaseDepartmentWorker, { variables, key: 'third' });
    expect(output).toMatchObject({ transferred: true, pingPong: false, successorId: 'dept-market' });
  });

  it.each([
    ['a release', (bench: Bench) => arrange(bench, 'dept-housing', { transferToId: 'dept-market' })],
    ['a matter to and fro', pingPong],
  ])('answers a rebuilt engine as before after %s, and changes nothing', (_what, given) => {
    const bench = new Bench();
    const variables = given(bench);
    const first = bench.complete(releaseDepartmentWorker, { variables, key: 'one' });
    const [team, events] = [bench.team(variables.caseId), bench.db.query.events.findMany().sync()];
    expect(bench.complete(releaseDepartmentWorker, { variables, key: 'two' })).toEqual(first);
    expect(bench.team(variables.caseId)).toEqual(team);
    expect(bench.db.query.events.findMany().sync()).toEqual(events);
  });

  it('makes an incident rather than leave a case without a lead', () => {
    const bench = new Bench();
    const caseId = bench.addCase({ leadDepartmentId: 'dept-market' });
    bench.addDepartment(caseId, 'dept-market', { responsibility: 'lead' });
    const dutyId = bench.submit(caseId, 'rule-objection', { outcome: 'upheld', reason: '成立' });
    const settled = bench.run(releaseDepartmentWorker, {
      variables: { caseId, departmentId: 'dept-market', dutyId },
    });
    expect(settled).toMatchObject({ kind: 'fail', retries: 0, message: expect.stringContaining('[no-lead-left]') });
    expect(bench.team(caseId)).toEqual({ 'dept-market': 'lead dispatched' });
  });
});
