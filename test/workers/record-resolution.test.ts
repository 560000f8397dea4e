import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { callMeeting } from '../../src/meetings/meeting-store.ts';
import { tasks } from '../../src/tasks/table.ts';
import { recordResolutionWorker } from '../../workers/record-resolution.ts';
import { Bench, DAY, itSettlesItsJobs, START } from '../support/worker.ts';

const ITEMS = [
  { description: '增设清运点', ownerOrganisationId: 'dept-urban-management', dueOn: '2026-11-30' },
  { description: '督促物业', ownerOrganisationId: 'dept-housing' },
];

describe('record-resolution', () => {
  itSettlesItsJobs(recordResolutionWorker, (bench) => {
    const caseId = bench.addCase();
    const submit = (items: object[]) => bench.submit(caseId, 'leader-decision', { outcome: 'instruct', items });
    return { variables: { caseId, dutyId: submit(ITEMS) }, wrong: { dutyId: submit([]) }, code: 'resolution-empty' };
  });

  it.each([
    ['leader-decision', { opinion: '一周内解决' }, 'instruction', 'leader-instructed'],
    ['hold-joint-meeting', { minutes: '议定如下' }, 'joint-meeting', 'joint-meeting-resolved'],
  ])('turns %s into items with an owner each, and a date where one is set', (step, words, kind, type) => {
    const bench = new Bench();
    const caseId = bench.addCase();
    const dutyId = bench.submit(caseId, step, { ...words, items: ITEMS });
    const { items } = bench.complete(recordResolutionWorker, { variables: { caseId, dutyId } });
    const rows = bench.db.query.resolutionItems.findMany().sync();
    const [dueAt, none] = [Date.parse('2026-11-30T17:30:00+08:00'), null];
    const state = { kind, status: 'open', dutyId, meetingId: null };
    expect(rows).toMatchObject([
      { ...state, description: '增设清运点', ownerOrganisationId: 'dept-urban-management', dueAt },
      { ...state, description: '督促物业', ownerOrganisationId: 'dept-housing', dueAt: none },
    ]);
    const [first, second] = rows.map(({ id }) => id);
    const role = 'handler';
    expect(items).toEqual([
      { itemId: first, organisationId: 'dept-urban-management', role, dueAt: '2026-11-30T17:30:00+08:00' },
      { itemId: second, organisationId: 'dept-housing', role, dueAt: null },
    ]);
    expect(bench.lastEvent(caseId)).toMatchObject({ type, cause: dutyId, data: { items } });
    expect(bench.case(caseId).stage).toBe('report');
  });

  it('keeps the meeting’s minutes and who came, and works once for one form', () => {
    const bench = new Bench();
    const caseId = bench.addCase();
    const row = { id: 'm', caseId, kind: 'government', hostOrganisationId: 'leading-city', calledBy: null } as const;
    const meeting = { ...row, calledAt: START, heldAt: START, place: '会议室', agenda: '清运' };
    const invited = { organisationIds: ['dept-housing'], partyIds: [] };
    callMeeting(bench.db, { personId: null, origin: 'test' }, meeting, invited, { at: START, cause: null });
    const participants = [
      { participantId: 'leading-city', attended: true },
      { participantId: 'dept-housing', attended: false },
    ];
    const answer = { outcome: 'resolved', minutes: '议定如下', participants, items: ITEMS };
    const dutyId = bench.submit(caseId, 'hold-joint-meeting', answer);
    const variables = { caseId, dutyId, meetingId: 'm' };
    const state = () => [
      bench.db.query.meetings.findMany().sync(),
      bench.db.query.resolutionItems.findMany().sync(),
      bench.db.query.events.findMany().sync(),
    ];
    const first = bench.complete(recordResolutionWorker, { variables, key: '1' });
    const before = state();
    expect(before[0]).toMatchObject([{ status: 'held', minutes: '议定如下', dutyId }]);
    expect(before[1]).toMatchObject([{ meetingId: 'm' }, { meetingId: 'm' }]);
    expect(bench.db.query.meetingParticipants.findMany().sync()).toMatchObject([
      { participantId: 'leading-city', attended: true },
      { participantId: 'dept-housing', attended: false },
    ]);
    bench.now += DAY;
    expect(bench.complete(recordResolutionWorker, { variables, key: '2' })).toEqual(first);
    expect(state()).toEqual(before);
  });

  it('closes what an earlier resolution left undone, and stays with it when it comes back to that one', () => {
    const bench = new Bench();
    const caseId = bench.addCase();
    const instruct = (items: object[]) =>
      bench.submit(caseId, 'leader-decision', { outcome: 'instruct', opinion: '办', items });
    const earlier = instruct(ITEMS.slice(0, 1));
    bench.complete(recordResolutionWorker, { variables: { caseId, dutyId: earlier }, key: '1' });
    const later = instruct(ITEMS.slice(1));
    bench.db
      .update(tasks)
      .set({ submittedAt: START + DAY })
      .where(eq(tasks.dutyId, later))
      .run();
    bench.complete(recordResolutionWorker, { variables: { caseId, dutyId: later }, key: '2' });
    const items = () => bench.db.query.resolutionItems.findMany().sync();
    const expected = [
      { dutyId: earlier, status: 'not-carried-out', report: null, finishedAt: START + DAY },
      { dutyId: later, status: 'open' },
    ];
    expect(items()).toMatchObject(expected);
    bench.complete(recordResolutionWorker, { variables: { caseId, dutyId: earlier }, key: '3' });
    expect(items()).toMatchObject(expected);
  });

  it('does not take an instruction for the resolution of an earlier meeting', () => {
    const bench = new Bench();
    const caseId = bench.addCase();
    const dutyId = bench.submit(caseId, 'leader-decision', { outcome: 'instruct', opinion: '办', items: ITEMS });
    bench.complete(recordResolutionWorker, { variables: { caseId, dutyId, meetingId: 'earlier' } });
    expect(bench.db.query.resolutionItems.findMany().sync()).toMatchObject([{ meetingId: null }, { meetingId: null }]);
  });
});
