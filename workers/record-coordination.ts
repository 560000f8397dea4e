import { Type } from 'typebox';
import { DutyInput, defineWorker } from '../src/engine/worker.ts';
import { recordCoordination } from '../src/handling/coordination-store.ts';

/** 登记协商结果 (R7b): the platforms' common plan or result, or none: then the leadership decides. */
export const recordCoordinationWorker = defineWorker({
  type: 'record-coordination',
  input: Type.Object(DutyInput),
  output: Type.Object({}),
  create:
    ({ db, clock }) =>
    ({ variables: { caseId, dutyId } }) => {
      recordCoordination(db, caseId, dutyId ?? null, clock.now());
      return {};
    },
});
