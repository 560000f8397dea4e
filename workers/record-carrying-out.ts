import { Type } from 'typebox';
import { CaseInput, defineWorker, MaybeId } from '../src/engine/worker.ts';
import { recordCarryingOut } from '../src/meetings/resolution-store.ts';

/** 登记落实情况 (R7c): what became of each item; one without an outcome was not carried out. */
export const recordCarryingOutWorker = defineWorker({
  type: 'record-carrying-out',
  input: Type.Object({
    ...CaseInput,
    carriedOut: Type.Array(Type.Object({ itemId: Type.String(), dutyId: MaybeId, outcome: MaybeId })),
  }),
  output: Type.Object({ allCarriedOut: Type.Boolean() }),
  create:
    ({ db, clock }) =>
    ({ variables: { caseId, carriedOut } }) => {
      const results = carriedOut.map(({ itemId, dutyId = null, outcome = null }) => ({ itemId, dutyId, outcome }));
      return { allCarriedOut: recordCarryingOut(db, caseId, results, clock.now()) };
    },
});
