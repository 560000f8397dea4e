import { Type } from 'typebox';
import { CaseInput, defineWorker } from '../src/engine/worker.ts';
import { caseFacts } from '../src/handling/objection-store.ts';

/** 汇总案情 (R7c): what decision `leadership` looks at. */
export const caseFactsWorker = defineWorker({
  type: 'case-facts',
  input: Type.Object(CaseInput),
  output: Type.Object({ complainants: Type.Integer(), objections: Type.Integer(), path: Type.String() }),
  create:
    ({ db }) =>
    ({ variables: { caseId } }) => ({ ...caseFacts(db, caseId) }),
});
