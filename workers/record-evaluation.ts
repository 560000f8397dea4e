import { Type } from 'typebox';
import { DutyInput, defineWorker } from '../src/engine/worker.ts';
import { recordEvaluation } from '../src/handling/evaluation-store.ts';

/** 登记评价 (R6c): how the town rates response and result of each department. */
export const recordEvaluationWorker = defineWorker({
  type: 'record-evaluation',
  input: Type.Object(DutyInput),
  output: Type.Object({}),
  create:
    ({ db, clock }) =>
    ({ variables: { caseId, dutyId } }) => {
      recordEvaluation(db, caseId, dutyId ?? null, clock.now());
      return {};
    },
});
