import { Type } from 'typebox';
import { calendarOf } from '../src/calendar/store.ts';
import { CaseInput, defineWorker, MaybeId } from '../src/engine/worker.ts';
import { recordResolution } from '../src/meetings/resolution-store.ts';
import { ItemOutputs } from '../src/meetings/schema.ts';

/** 登记决议事项 (R7c): the leader's instruction or the joint meeting's resolution as items with owners and dates. */
export const recordResolutionWorker = defineWorker({
  type: 'record-resolution',
  input: Type.Object({ ...CaseInput, dutyId: Type.String(), meetingId: MaybeId }),
  output: Type.Object({ items: ItemOutputs }),
  runbook: '请核对决议事项和责任单位：责任单位须为部门或镇街；改正后在 Operate 中点“Retry”重试。',
  create:
    ({ db, clock, timeZone }) =>
    ({ variables: { caseId, dutyId, meetingId = null } }) => {
      const source = { caseId, dutyId, meetingId };
      return { items: recordResolution(db, source, calendarOf(db, timeZone), clock.now()) };
    },
});
