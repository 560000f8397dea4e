import { Type } from 'typebox';
import { CaseInput, defineWorker } from '../src/engine/worker.ts';
import { concludeCallback } from '../src/handling/callback-store.ts';

/** 回访结论 (R11): the worst answer decides; nobody reached is no answer. The hotlines are told (R4b). */
export const concludeCallbackWorker = defineWorker({
  type: 'conclude-callback',
  input: Type.Object(CaseInput),
  output: Type.Object({ satisfaction: Type.String() }),
  create:
    ({ db, clock, hotlines }) =>
    ({ variables: { caseId } }) => ({ satisfaction: concludeCallback(db, clock, caseId, hotlines) }),
});
