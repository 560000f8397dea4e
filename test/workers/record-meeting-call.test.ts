import { describe, expect, it } from 'vitest';
import { recordMeetingCallWorker } from '../../workers/record-meeting-call.ts';
import { Bench, DAY, itSettlesItsJobs, START } from '../support/worker.ts';

const CALLED = {
  outcome: 'called',
  heldAt: '2026-11-25T09:30',
  place: '市政府二楼',
  agenda: '明确清运责任',
  invitedIds: ['dept-housing', 'dept-market'],
};

function arrange(bench: Bench, answer: Record<string, unknown> = CALLED) {
  const caseId = bench.addCase();
  return { caseId, leadingGroupId: 'leading-city', dutyId: bench.submit(caseId, 'call-joint-meeting', answer) };
}

describe('record-meeting-call', () => {
  itSettlesItsJobs(recordMeetingCallWorker, (bench) => {
    const variables = arrange(bench);
    const wrong = { dutyId: bench.submit(variables.caseId, 'report', {}) };
    return { variables, wrong, code: 'form-missing' };
  });

  it('calls a government joint meeting of the leading group and the departments', () => {
    const bench = new Bench();
    const variables = arrange(bench);
    const { caseId, dutyId } = variables;
    const { meetingId, heldAt } = bench.complete(recordMeetingCallWorker, { variables });
    expect(heldAt).toBe('2026-11-25T09:30:00+08:00');
    const at = Date.parse('2026-11-25T09:30:00+08:00');
    expect(bench.db.query.meetings.findMany().sync()).toEqual([
      {
        id: meetingId,
        caseId,
        kind: 'government',
        hostOrganisationId: 'leading-city',
        calledBy: 'person-of-platform-city',
        calledAt: START,
        heldAt: at,
        place: CALLED.place,
        agenda: CALLED.agenda,
        status: 'called',
        minutes: null,
        dutyId: null,
      },
    ]);
    const asked = bench.db.query.meetingParticipants.findMany().sync();
    expect(asked.map(({ participantId }) => participantId).sort()).toEqual([
      'dept-housing',
      'dept-market',
      'leading-city',
    ]);
    expect(bench.lastEvent(caseId)).toMatchObject({
      type: 'meeting-called',
      cause: dutyId,
      data: { meetingId, kind: 'government', heldAt: at, invitedOrganisationIds: CALLED.invitedIds },
    });
  });

  it('calls the same meeting for the same form, a second one for a second', () => {
    const bench = new Bench();
    const variables = arrange(bench);
    const first = bench.complete(recordMeetingCallWorker, { variables, key: '1' });
    const before = [bench.db.query.meetings.findMany().sync(), bench.db.query.events.findMany().sync()];
    bench.now += DAY;
    expect(bench.complete(recordMeetingCallWorker, { variables, key: '2' })).toEqual(first);
    expect([bench.db.query.meetings.findMany().sync(), bench.db.query.events.findMany().sync()]).toEqual(before);
    const dutyId = bench.submit(variables.caseId, 'call-joint-meeting', CALLED);
    bench.complete(recordMeetingCallWorker, { variables: { ...variables, dutyId }, key: '3' });
    expect(bench.db.query.meetings.findMany().sync()).toHaveLength(2);
  });
});
