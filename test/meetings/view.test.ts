import { beforeEach, describe, expect, it } from 'vitest';
import { callMeeting } from '../../src/meetings/meeting-store.ts';
import { recordMeeting } from '../../src/meetings/minutes-store.ts';
import { meetingPart } from '../../src/meetings/view.ts';
import { checkAnswer } from '../../src/tasks/checks.ts';
import type { TaskRow } from '../../src/tasks/store.ts';
import { Bench, DAY, START } from '../support/worker.ts';

const SETTINGS = { timeZone: 'Asia/Shanghai' };
const HELD = {
  outcome: 'held',
  minutes: '议定如下',
  participants: [
    { participantId: 'town-liuying', attended: true },
    { participantId: 'dept-water', attended: false },
  ],
  decisions: [{ description: '增设清运点', ownerOrganisationId: 'dept-water', dueOn: '2026-11-27' }],
};

let bench: Bench;
let caseId: string;
beforeEach(() => {
  bench = new Bench();
  caseId = bench.addCase();
  const row = { id: 'm', caseId, kind: 'table', hostOrganisationId: 'town-liuying', calledBy: null } as const;
  const meeting = { ...row, calledAt: START, heldAt: START + DAY, place: '会议室', agenda: '清运' };
  const invited = { organisationIds: ['dept-water'], partyIds: [] };
  callMeeting(bench.db, { personId: null, origin: 'test' }, meeting, invited, { at: START, cause: null });
});

it('a case shows who came to a meeting, its minutes and decisions', () => {
  const dutyId = bench.submit(caseId, 'hold-meeting', HELD, 'town-liuying');
  const [item] = recordMeeting(bench.db, { caseId, meetingId: 'm', dutyId }, SETTINGS, START + DAY);
  const { meetings, resolutionItems, consultations } = meetingPart(bench.db, caseId);
  const decision = {
    id: item?.itemId,
    kind: 'meeting-decision',
    meetingId: 'm',
    owner: { id: 'dept-water', name: '云渚市水务局' },
    party: null,
    description: '增设清运点',
    dueAt: '2026-11-27T09:30:00.000Z',
    status: 'open',
  };
  expect(meetings).toMatchObject([
    {
      status: 'held',
      calledBy: null,
      minutes: '议定如下',
      participants: [
        { id: 'dept-water', attended: false },
        { id: 'town-liuying', attended: true },
      ],
      decisions: [decision],
    },
  ]);
  expect(resolutionItems).toMatchObject([decision]);
  expect(consultations).toEqual([]);
});

describe('the answer of a task about a meeting', () => {
  const answer = (data: Record<string, unknown>, now: number) => () => {
    const dutyId = bench.addDuty(caseId, 'hold-meeting', 'town-liuying', { reference: 'm' });
    checkAnswer(bench.db, SETTINGS, { step: 'hold-meeting', caseId, dutyId } as TaskRow, data, now);
  };

  it('is not taken before the meeting’s time, unless it is not held', () => {
    expect(answer(HELD, START)).toThrow(expect.objectContaining({ code: 'meeting-not-held-yet', status: 409 }));
    expect(answer({ outcome: 'cancelled', reason: '物业未到' }, START)).not.toThrow();
    expect(answer(HELD, START + DAY)).not.toThrow();
  });

  it('sets no date in the past', () => {
    expect(answer(HELD, START + 7 * DAY)).toThrow(
      expect.objectContaining({ code: 'date-in-past', field: 'decisions.0.dueOn' }),
    );
  });
});
