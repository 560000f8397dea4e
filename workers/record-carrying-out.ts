import { Type } from 'typebox';
import { CaseInput, defineWorker } from '../src/engine/worker.ts';
import { recordCarryingOut } from '../src/handling/leadership-store.ts';

/** 登记落实情况 (R7c): what became of each item. */
export const recordCarryingOutWorker = defineWorker({
  type: 'record-carrying-out',
  input: Type.Object({
    ...CaseInput,
    carriedOut: Type.Array(Type.Object({ itemId: Type.String(), dutyId: Type.String(), outcome: Type.String() })),
  }),
  output: Type.Object({}),
  create:
    ({ db, clock }) =>
    ({ variables: { caseId, carriedOut } }) => {
      recordCarryingOut(db, caseId, carriedOut, clock.now());
      return {};
    },
});
