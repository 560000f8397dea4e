import { Type } from 'typebox';
import { DutyInput, defineWorker } from '../src/engine/worker.ts';
import { recordCoordination } from '../src/handling/team-store.ts';

/** 登记协商结果 (R7b): agreed, or not: then the leadership decides. */
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
