import { Type } from 'typebox';
import { calendarOf } from '../src/calendar/store.ts';
import { CaseInput, defineWorker } from '../src/engine/worker.ts';
import { recordMeetingCall } from '../src/meetings/meeting-store.ts';

/** 登记会办召集 (R7c): the leading group has called a government joint meeting; `heldAt` is ISO with the city's offset. */
export const recordMeetingCallWorker = defineWorker({
  type: 'record-meeting-call',
  input: Type.Object({ ...CaseInput, dutyId: Type.String(), leadingGroupId: Type.String() }),
  output: Type.Object({ meetingId: Type.String(), heldAt: Type.String() }),
  create:
    ({ db, clock, timeZone }) =>
    ({ variables }) =>
      recordMeetingCall(db, variables, calendarOf(db, timeZone), clock.now()),
});
