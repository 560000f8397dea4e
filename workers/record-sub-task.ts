import { Type } from 'typebox';
import { CaseInput, defineWorker } from '../src/engine/worker.ts';
import { recordSubTask } from '../src/meetings/resolution-store.ts';

/** 登记分项任务 (R8a): what became of a task that the lead department gave to a party. */
export const recordSubTaskWorker = defineWorker({
  type: 'record-sub-task',
  input: Type.Object({ ...CaseInput, itemId: Type.String(), dutyId: Type.String() }),
  output: Type.Object({}),
  create:
    ({ db, clock }) =>
    ({ variables: { caseId, itemId, dutyId } }) => {
      recordSubTask(db, caseId, itemId, dutyId, clock.now());
      return {};
    },
});
