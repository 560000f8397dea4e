import { describe, expect, it } from 'vitest';
import { problems } from '../../src/cases/table.ts';
import { directions, teamMembers } from '../../src/handling/table.ts';
import { consultations, meetings, resolutionItems } from '../../src/meetings/table.ts';
import { closeCaseWorker } from '../../workers/close-case.ts';
import { CallbackRound } from '../support/callback.ts';
import { Bench, DAY, itSettlesItsJobs, START } from '../support/worker.ts';

describe('close-case', () => {
  itSettlesItsJobs(closeCaseWorker, (bench) => {
    return { variables: { caseId: bench.addCase() }, wrong: { caseId: 'nowhere' }, code: 'case-not-found' };
  });

  it.each([
    ['solved', [true, true]],
    ['partly-solved', [true, false]],
    ['unsolved', [false, null]],
  ])('ends as %s by the problems', async (outcome, [first, second]) => {
    const bench = new Bench();
    const caseId = bench.addCase();
    bench.db.update(problems).set({ solved: first }).run();
    bench.db.insert(problems).values({ caseId, seq: 2, description: '围挡', solved: second }).run();
    bench.complete(closeCaseWorker, { variables: { caseId } });
    expect(bench.case(caseId)).toMatchObject({ status: 'closed', outcome, closedAt: bench.now });
  });

  it.each(['refused', 'withdrawn'])('keeps the outcome %s', (outcome) => {
    const bench = new Bench();
    const caseId = bench.addCase({ outcome });
    bench.complete(closeCaseWorker, { variables: { caseId } });
    expect(bench.case(caseId).outcome).toBe(outcome);
  });

  it('releases the team only now, and those who left before keep their time', () => {
    const bench = new Bench();
    const caseId = bench.addCase();
    bench.addDepartment(caseId, 'dept-housing', { status: 'handed-in' });
    bench.addDepartment(caseId, 'dept-market', { status: 'released', releasedAt: 5 });
    const member = { caseId, organisationId: 'dept-housing', post: '科长', joinedAt: 1, joinReason: '报到' };
    const left = { leftAt: 5, leaveReason: '调离' };
    bench.db
      .insert(teamMembers)
      .values([
        { ...member, personId: 'a' },
        { ...member, personId: 'b', ...left },
      ])
      .run();
    bench.complete(closeCaseWorker, { variables: { caseId } });
    const rows = bench.db.query.caseDepartments.findMany().sync();
    expect(rows.map(({ releasedAt }) => releasedAt)).toEqual([bench.now, 5]);
    expect(bench.db.query.teamMembers.findMany().sync()).toMatchObject([
      { leftAt: bench.now, leaveReason: '结案' },
      left,
    ]);
  });

  it('ends whatever somebody is still in the middle of, and leaves alone what is done and what is of other cases', () => {
    const bench = new Bench();
    const [caseId, other] = [bench.addCase(), bench.addCase()];
    const duties = [bench.addDuty(caseId, 'handle'), bench.addDuty(other, 'handle')];
    for (const [id, of, done] of [
      ['open', caseId, false],
      ['done', caseId, true],
      ['other', other, false],
    ] as const) {
      bench.db
        .insert(directions)
        .values({
          ...{
            id,
            caseId: of,
            kind: 'opinion',
            townId: 't',
            departmentId: 'd',
            text: '尽快',
            givenBy: 'p',
            givenAt: 1,
          },
          status: done ? 'answered' : 'given',
        })
        .run();
      bench.db
        .insert(consultations)
        .values({
          ...{ id, caseId: of, kind: 'council', organisationId: 'd', openedBy: 'p', openedAt: 1, question: '?' },
          ...{ place: '', closesAt: 2, status: done ? 'summarised' : 'open' },
        })
        .run();
      bench.db
        .insert(resolutionItems)
        .values({
          ...{ id, caseId: of, kind: 'meeting-decision', ownerOrganisationId: 'd', description: '清运', decidedAt: 1 },
          status: done ? 'carried-out' : 'open',
        })
        .run();
      bench.db
        .insert(meetings)
        .values({
          ...{ id, caseId: of, kind: 'table', hostOrganisationId: 't', calledAt: 1, heldAt: 2, place: '', agenda: '' },
          status: done ? 'held' : 'called',
        })
        .run();
    }
    bench.now += DAY;
    bench.complete(closeCaseWorker, { variables: { caseId } });
    expect(duties.map((id) => bench.duty(id).status)).toEqual(['cancelled', 'open']);
    const { query } = bench.db;
    const statuses = (rows: { status: string }[]) => rows.map(({ status }) => status);
    expect(statuses(query.directions.findMany().sync())).toEqual(['withdrawn', 'answered', 'given']);
    expect(statuses(query.consultations.findMany().sync())).toEqual(['withdrawn', 'summarised', 'open']);
    expect(statuses(query.resolutionItems.findMany().sync())).toEqual(['withdrawn', 'carried-out', 'open']);
    expect(statuses(query.meetings.findMany().sync())).toEqual(['cancelled', 'held', 'called']);
    expect(bench.lastEvent(caseId)).toMatchObject({ type: 'case-closed', data: { withdrawnDuties: 1 } });
  });

  it('tells every hotline the end, those who withdrew as well, once', () => {
    const round = new CallbackRound(1, { source: 'hotline-12345', outcome: 'refused' });
    round.complain({ source: 'hotline-12345', withdrawnAt: START });
    round.complain({ source: 'another-system' });
    round.complete(closeCaseWorker);
    round.complete(closeCaseWorker);
    const told = round.ids
      .slice(0, 2)
      .map((complaintId) => ({ kind: 'write-back', source: 'hotline-12345', complaintId }));
    expect(round.told()).toEqual(expect.arrayContaining(told));
    expect(round.told()).toHaveLength(2);
    expect(round.events('case-closed')).toHaveLength(1);
  });
});
