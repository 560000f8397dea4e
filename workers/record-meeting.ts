import { Type } from 'typebox';
import { calendarOf } from '../src/calendar/store.ts';
import { CaseInput, defineWorker } from '../src/engine/worker.ts';
import { recordMeeting } from '../src/meetings/minutes-store.ts';
import { ItemOutputs } from '../src/meetings/schema.ts';

/** 登记会议 (R6a, R8a): who came, minutes and decisions of a meeting, or that it was cancelled. */
export const recordMeetingWorker = defineWorker({
  type: 'record-meeting',
  input: Type.Object({ ...CaseInput, meetingId: Type.String(), dutyId: Type.String() }),
  output: Type.Object({ items: ItemOutputs }),
  runbook: '请核对会议和责任单位：责任单位须为部门或镇街；改正后在 Operate 中点“Retry”重试。',
  create:
    ({ db, clock, timeZone }) =>
    ({ variables }) => ({ items: recordMeeting(db, variables, calendarOf(db, timeZone), clock.now()) }),
});
