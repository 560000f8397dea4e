import { Type } from 'typebox';
import { CaseInput, defineWorker } from '../src/engine/worker.ts';
import { closeCase } from '../src/handling/closing-store.ts';

/** 结案: the outcome from the problems; everything still open ends, the team is released only now (事不结人不撤, R7a). */
export const closeCaseWorker = defineWorker({
  type: 'close-case',
  input: Type.Object(CaseInput),
  output: Type.Object({}),
  create:
    ({ db, clock, hotlines }) =>
    ({ variables: { caseId } }) => {
      closeCase(db, clock, caseId, hotlines);
      return {};
    },
});
