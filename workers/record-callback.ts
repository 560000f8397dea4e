import { Type } from 'typebox';
import { DutyInput, defineWorker } from '../src/engine/worker.ts';
import { recordCallback } from '../src/handling/callback-store.ts';

/** 登记回访 (R11): contacted, solved, satisfied for each complainant; how many are still to be reached. */
export const recordCallbackWorker = defineWorker({
  type: 'record-callback',
  input: Type.Object({ ...DutyInput, attempt: Type.Integer({ minimum: 1 }) }),
  output: Type.Object({ openTargets: Type.Integer() }),
  create:
    ({ db, clock }) =>
    ({ variables: { caseId, dutyId, attempt } }) => ({
      openTargets: recordCallback(db, caseId, dutyId ?? null, attempt, clock.now()),
    }),
});
