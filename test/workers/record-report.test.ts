import { describe, expect, it } from 'vitest';
import { joinTeam, presentMembers } from '../../src/handling/member-store.ts';
import { setDepartment } from '../../src/handling/team-store.ts';
import { conveneTeamWorker } from '../../workers/convene-team.ts';
import { recordReportWorker } from '../../workers/record-report.ts';
import { Bench, itSettlesItsJobs } from '../support/worker.ts';

/** A department of the team that has handed in its report. */
function arrange(bench: Bench, form: Record<string, unknown> = { handlerId: 'person-housing-handler' }) {
  const caseId = bench.addCase();
  bench.addDepartment(caseId, 'dept-housing');
  const dutyId = bench.submit(caseId, 'report', { outcome: 'reported', opinion: '已到场', ...form }, 'dept-housing');
  return { caseId, departmentId: 'dept-housing', dutyId };
}

describe('record-report', () => {
  itSettlesItsJobs(recordReportWorker, (bench) => {
    return { variables: arrange(bench), wrong: { dutyId: null }, code: 'form-missing' };
  });

  it.each([
    ['named', { handlerId: 'person-housing-handler' }, 'person-housing-handler'],
    ['who reported, when none is named', {}, 'person-of-dept-housing'],
  ])('notes the report and the handler %s', async (_name, form, handlerId) => {
    const bench = new Bench();
    const variables = arrange(bench, form);
    bench.complete(recordReportWorker, { variables });
    expect(bench.db.query.caseDepartments.findMany().sync()).toMatchObject([
      { status: 'reported', reportedAt: bench.now, handlerId },
    ]);
    expect(bench.lastEvent(variables.caseId)?.type).toBe('department-reported');
  });

  it('lets the named handler take the place of the person whom the register had named', () => {
    const bench = new Bench();
    const variables = arrange(bench, { handlerId: 'person-housing-head' });
    bench.complete(conveneTeamWorker, { variables, key: '1' });
    bench.complete(recordReportWorker, { variables, key: '2' });
    const members = bench.db.query.teamMembers.findMany({ where: (m, { eq }) => eq(m.organisationId, 'dept-housing') });
    expect(members.sync()).toMatchObject([
      { personId: 'person-housing-handler', leftAt: bench.now, leaveReason: '报到时指定' },
      { personId: 'person-housing-head', post: '分管负责人', leftAt: null, joinReason: '报到时指定' },
    ]);
  });

  it('keeps a member whom the unit named itself', () => {
    const bench = new Bench();
    const variables = arrange(bench, { handlerId: 'person-housing-head' });
    const own = { personId: 'person-housing-handler', organisationId: 'dept-housing', reason: '熟悉情况' };
    joinTeam(bench.db, variables.caseId, own, bench.now);
    bench.complete(recordReportWorker, { variables });
    expect(presentMembers(bench.db, variables.caseId, 'dept-housing')).toHaveLength(2);
  });

  it('counts once, also when the department has gone on since', () => {
    const bench = new Bench();
    const variables = arrange(bench);
    bench.complete(recordReportWorker, { variables, key: '1' });
    setDepartment(bench.db, variables.caseId, 'dept-housing', { status: 'handed-in' });
    bench.complete(recordReportWorker, { variables, key: '2' });
    expect(bench.team(variables.caseId)['dept-housing']).toBe('support handed-in');
  });
});
