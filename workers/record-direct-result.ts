import { Type } from 'typebox';
import { DutyInput, defineWorker } from '../src/engine/worker.ts';
import { recordResult } from '../src/handling/result-store.ts';

/** 登记直办结果: handled by the single department, or found to need several. */
export const recordDirectResultWorker = defineWorker({
  type: 'record-direct-result',
  input: Type.Object(DutyInput),
  output: Type.Object({}),
  create:
    ({ db, clock }) =>
    ({ variables: { caseId, dutyId } }) => {
      recordResult(db, caseId, dutyId ?? null, clock.now());
      return {};
    },
});
