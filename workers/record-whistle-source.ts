import { Type } from 'typebox';
import { CaseInput, defineWorker } from '../src/engine/worker.ts';
import { recordWhistleSource } from '../src/handling/whistle-store.ts';

/** 登记判定 (R2): keeps the decision and what it was made from. */
export const recordWhistleSourceWorker = defineWorker({
  type: 'record-whistle-source',
  input: Type.Object({
    ...CaseInput,
    source: Type.Object({
      qualifies: Type.Boolean(),
      criterion: Type.Union([Type.String(), Type.Null()]),
      reason: Type.Union([Type.String(), Type.Null()]),
    }),
    repeatCount: Type.Integer(),
    daysOpen: Type.Integer(),
    pushedDepartments: Type.Integer(),
    legacyMatter: Type.Boolean(),
  }),
  output: Type.Object({}),
  create:
    ({ db, clock }) =>
    ({ variables: { caseId, source, ...inputs } }) => {
      recordWhistleSource(db, caseId, source, inputs, clock.now());
      return {};
    },
});
