import { Type } from 'typebox';
import { CallbackPlanInput, CaseInput, defineWorker } from '../src/engine/worker.ts';
import { prepareCallback } from '../src/handling/callback-store.ts';

/** 确定回访对象 (R11): all complainants, or a sample by rule where there are many. */
export const prepareCallbackWorker = defineWorker({
  type: 'prepare-callback',
  input: Type.Object({ ...CaseInput, callbackPlan: CallbackPlanInput }),
  output: Type.Object({ targets: Type.Integer(), attempt: Type.Integer() }),
  create:
    ({ db, clock }) =>
    ({ variables: { caseId, callbackPlan } }) => ({
      targets: prepareCallback(db, caseId, callbackPlan, clock.now()),
      attempt: 1,
    }),
});
