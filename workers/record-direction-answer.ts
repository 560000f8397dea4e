import { Type } from 'typebox';
import { DutyInput, defineWorker } from '../src/engine/worker.ts';
import { recordDirectionAnswer } from '../src/handling/direction-store.ts';

/** 登记答复 (R6b): the department has answered the town. */
export const recordDirectionAnswerWorker = defineWorker({
  type: 'record-direction-answer',
  input: Type.Object({ ...DutyInput, directionId: Type.String() }),
  output: Type.Object({}),
  create:
    ({ db, clock }) =>
    ({ variables: { caseId, directionId, dutyId } }) => {
      recordDirectionAnswer(db, caseId, directionId, dutyId ?? null, clock.now());
      return {};
    },
});
