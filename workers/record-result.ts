import { Type } from 'typebox';
import { DutyInput, defineWorker } from '../src/engine/worker.ts';
import { recordResult } from '../src/handling/result-store.ts';

/** 登记办理结果 (R4c): solved or not per problem, households and people served. */
export const recordResultWorker = defineWorker({
  type: 'record-result',
  input: Type.Object(DutyInput),
  output: Type.Object({}),
  create:
    ({ db, clock }) =>
    ({ variables: { caseId, dutyId } }) => {
      recordResult(db, caseId, dutyId ?? null, clock.now());
      return {};
    },
});
