import { describe, expect, it } from 'vitest';
import { callMeeting } from '../../src/meetings/meeting-store.ts';
import { recordMeetingWorker } from '../../workers/record-meeting.ts';
import { Bench, DAY, itSettlesItsJobs, START } from '../support/worker.ts';

const DECISIONS = [
  { description: '增设清运点', ownerOrganisationId: 'dept-urban-management', dueOn: '2026-11-27' },
  { description: '清理堆放点', ownerOrganisationId: 'town-liuying', dueOn: '2026-11-29' },
];
const HELD = {
  outcome: 'held',
  minutes: '议定如下',
  participants: [
    { participantId: 'town-liuying', name: '', attended: true },
    { participantId: 'dept-urban-management', name: '', attended: true },
    { participantId: 'party-happiness', name: '', attended: false },
  ],
  decisions: DECISIONS,
};

/** A meeting of the town and the form that was handed in about it. */
function arrange(bench: Bench, answer: Record<string, unknown> = HELD) {
  const caseId = bench.addCase();
  const meetingId = `meeting-of-${caseId}`;
  const row = { id: meetingId, caseId, kind: 'table', hostOrganisationId: 'town-liuying', calledBy: null } as const;
  const meeting = { ...row, calledAt: START, heldAt: START, place: '会议室', agenda: '清运' };
  const invited = { organisationIds: ['dept-urban-management'], partyIds: ['party-happiness'] };
  callMeeting(bench.db, { personId: null, origin: 'test' }, meeting, invited, { at: START, cause: null });
  return { caseId, meetingId, dutyId: bench.submit(caseId, 'hold-meeting', answer, 'town-liuying') };
}

describe('record-meeting', () => {
  itSettlesItsJobs(recordMeetingWorker, (bench) => ({
    variables: arrange(bench),
    wrong: { meetingId: 'none' },
    code: 'meeting-not-found',
  }));

  it('keeps who came, the minutes, and each decision with owner and date', () => {
    const bench = new Bench();
    const variables = arrange(bench);
    const { caseId, meetingId, dutyId } = variables;
    const { items } = bench.complete(recordMeetingWorker, { variables });
    expect(bench.db.query.meetings.findFirst().sync()).toMatchObject({ status: 'held', minutes: '议定如下', dutyId });
    const came = bench.db.query.meetingParticipants.findMany().sync();
    expect(Object.fromEntries(came.map(({ participantId, attended }) => [participantId, attended]))).toEqual({
      'town-liuying': true,
      'dept-urban-management': true,
      'party-happiness': false,
    });
    const rows = bench.db.query.resolutionItems.findMany().sync();
    expect(rows).toMatchObject(
      DECISIONS.map(({ dueOn, ...decision }) => ({
        ...decision,
        kind: 'meeting-decision',
        meetingId,
        dutyId,
        dueAt: Date.parse(`${dueOn}T17:30:00+08:00`),
        status: 'open',
      })),
    );
    const [first, second] = rows.map(({ id }) => id);
    expect(items).toEqual([
      {
        itemId: first,
        organisationId: 'dept-urban-management',
        role: 'handler',
        dueAt: '2026-11-27T17:30:00+08:00',
      },
      { itemId: second, organisationId: 'town-liuying', role: 'town-officer', dueAt: '2026-11-29T17:30:00+08:00' },
    ]);
    expect(bench.lastEvent(caseId)).toMatchObject({
      type: 'meeting-held',
      personId: 'person-of-town-liuying',
      data: { meetingId, kind: 'table', invited: 3, attended: 2, items },
    });
  });

  it('has nothing to carry out after a meeting without decisions', () => {
    const bench = new Bench();
    const { decisions: _, ...answer } = HELD;
    expect(bench.complete(recordMeetingWorker, { variables: arrange(bench, answer) })).toEqual({ items: [] });
  });

  it('keeps why a meeting was not held', () => {
    const bench = new Bench();
    const variables = arrange(bench, { outcome: 'cancelled', reason: '物业未到' });
    const { caseId, meetingId } = variables;
    expect(bench.complete(recordMeetingWorker, { variables })).toEqual({ items: [] });
    expect(bench.db.query.meetings.findFirst().sync()).toMatchObject({ status: 'cancelled', minutes: null });
    const data = { meetingId, kind: 'table', reason: '物业未到' };
    expect(bench.lastEvent(caseId)).toMatchObject({ type: 'meeting-cancelled', data });
  });

  it.each([HELD, { outcome: 'cancelled', reason: '物业未到' }])(
    'works once for one form: a rebuilt engine comes back to the same',
    (answer) => {
      const bench = new Bench();
      const variables = arrange(bench, answer);
      const first = bench.complete(recordMeetingWorker, { variables, key: '1' });
      const state = () => [
        bench.db.query.meetings.findMany().sync(),
        bench.db.query.resolutionItems.findMany().sync(),
        bench.db.query.events.findMany().sync(),
      ];
      const before = state();
      bench.now += DAY;
      expect(bench.complete(recordMeetingWorker, { variables, key: '2' })).toEqual(first);
      expect(state()).toEqual(before);
    },
  );

  it('says what to do about an owner that carries nothing out', () => {
    const bench = new Bench();
    const decisions = [{ ...DECISIONS[0], ownerOrganisationId: 'city' }];
    const settled = bench.run(recordMeetingWorker, { variables: arrange(bench, { ...HELD, decisions }) });
    expect(settled).toMatchObject({ kind: 'fail', message: expect.stringMatching(/^\[unknown-owner\].*处理办法/) });
    expect(bench.db.query.resolutionItems.findMany().sync()).toEqual([]);
  });
});
