import { describe, expect, it } from 'vitest';
import { cases, whistles } from '../../src/cases/table.ts';
import { joinTeam } from '../../src/handling/member-store.ts';
import { currentRegisterVersion, listEntries, publishRegister } from '../../src/register/version-store.ts';
import { assignLeadDepartmentWorker } from '../../workers/assign-lead-department.ts';
import { conveneTeamWorker } from '../../workers/convene-team.ts';
import { Bench, itSettlesItsJobs, START } from '../support/worker.ts';

describe('convene-team', () => {
  itSettlesItsJobs(conveneTeamWorker, (bench) => {
    const caseId = bench.addCase();
    bench.addDepartment(caseId, 'dept-housing');
    return { variables: { caseId }, wrong: { caseId: 'nowhere' }, code: 'case-not-found' };
  });

  it('calls the departments that are in the team; who reported in an earlier round need not again', () => {
    const bench = new Bench();
    const caseId = bench.addCase({ round: 2 });
    bench.addDepartment(caseId, 'dept-housing', { status: 'handed-in', reportedAt: 1 });
    bench.addDepartment(caseId, 'dept-urban-management', { responsibility: 'lead', mayObject: false });
    bench.addDepartment(caseId, 'dept-market', { status: 'released' });
    expect(bench.complete(conveneTeamWorker, { variables: { caseId } })).toEqual({
      crossTerritory: false,
      departments: [
        {
          departmentId: 'dept-urban-management',
          responsibility: 'lead',
          reported: false,
          handedIn: false,
          mayObject: false,
        },
        { departmentId: 'dept-housing', responsibility: 'support', reported: true, handedIn: true, mayObject: true },
      ],
    });
    expect(bench.case(caseId).stage).toBe('report');
  });

  /** Members with their unit and post; those who have left are marked. */
  const members = (bench: Bench) =>
    bench.db.query.teamMembers
      .findMany()
      .sync()
      .map(
        ({ personId, organisationId, post, leftAt }) => `${organisationId} ${personId} ${post}${leftAt ? ' left' : ''}`,
      );

  /** A new version of the register, in which somebody else answers for the housing bureau. */
  const publishHousing = (bench: Bench, change: { personId: string; post: string }) =>
    publishRegister(
      bench.db,
      (currentRegisterVersion(bench.db) ?? 0) + 1,
      listEntries(bench.db).map((entry) => (entry.departmentId === 'dept-housing' ? { ...entry, ...change } : entry)),
      { by: null, at: START, note: '' },
    );

  it('names the officer who blew, the register’s person, and else the first handler', () => {
    const bench = new Bench();
    const caseId = bench.addCase();
    publishHousing(bench, { personId: 'person-housing-head', post: '物业科科长' });
    bench.complete(assignLeadDepartmentWorker, { variables: { caseId }, key: '1' });
    // What is published later is for cases that come later.
    publishHousing(bench, { personId: 'person-housing-handler', post: '应哨办理岗' });
    bench.addDepartment(caseId, 'dept-market');
    const blow = { townId: 'town-liuying', criterion: 'legacy', reason: '', overruled: false, blownAt: START };
    bench.db
      .insert(whistles)
      .values({ caseId, ...blow, blownBy: 'person-liuying-officer2' })
      .run();
    bench.complete(conveneTeamWorker, { variables: { caseId }, key: '2' });
    expect(members(bench)).toEqual([
      'town-liuying person-liuying-officer2 现场处置岗',
      'dept-urban-management person-urban-management-handler 应哨办理岗',
      'dept-housing person-housing-head 物业科科长',
      'dept-market person-market-handler 应哨办理岗',
    ]);
  });

  it('takes the town’s first officer where somebody else decided, and keeps who is there', () => {
    const bench = new Bench();
    const caseId = bench.addCase();
    const blow = { townId: 'town-liuying', criterion: 'legacy', reason: '', overruled: true, blownAt: START };
    bench.db
      .insert(whistles)
      .values({ caseId, ...blow, blownBy: 'person-platform-operator1' })
      .run();
    bench.addDepartment(caseId, 'dept-housing');
    joinTeam(
      bench.db,
      caseId,
      { personId: 'person-housing-head', organisationId: 'dept-housing', reason: '熟悉' },
      START,
    );
    bench.complete(conveneTeamWorker, { variables: { caseId } });
    expect(members(bench)).toEqual([
      'dept-housing person-housing-head 分管负责人',
      'town-liuying person-liuying-officer1 吹哨联络岗',
    ]);
  });

  it('says the same and tells it once when a rebuilt engine comes again in the same round', () => {
    const bench = new Bench();
    const caseId = bench.addCase();
    bench.addDepartment(caseId, 'dept-housing');
    const first = bench.complete(conveneTeamWorker, { variables: { caseId }, key: '1' });
    expect(bench.complete(conveneTeamWorker, { variables: { caseId }, key: '2' })).toEqual(first);
    expect(members(bench)).toHaveLength(2);
    expect(bench.db.query.events.findMany().sync()).toHaveLength(1);
    bench.db.update(cases).set({ round: 2 }).run();
    bench.complete(conveneTeamWorker, { variables: { caseId }, key: '3' });
    expect(bench.db.query.events.findMany().sync()).toHaveLength(2);
  });

  it('says that a matter crosses territories when it touches another district', () => {
    const bench = new Bench();
    const caseId = bench.addCase({ otherDistrictIds: ['district-heming'] });
    const output = bench.complete(conveneTeamWorker, { variables: { caseId } });
    expect(output).toEqual({ crossTerritory: true, departments: [] });
  });
});
