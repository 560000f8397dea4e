import { Type } from 'typebox';
import { DutyInput, defineWorker } from '../src/engine/worker.ts';
import { recordCallback } from '../src/handling/result-store.ts';

/** 登记回访 (R11): contacted, solved, satisfied. */
export const recordCallbackWorker = defineWorker({
  type: 'record-callback',
  input: Type.Object(DutyInput),
  output: Type.Object({ satisfaction: Type.String() }),
  create:
    ({ db, clock }) =>
    ({ variables: { caseId, dutyId } }) => ({
      satisfaction: recordCallback(db, caseId, dutyId ?? null, clock.now()),
    }),
});
