import { Type } from 'typebox';
import { closeDuty } from '../src/duties/store.ts';
import { defineWorker, MaybeId } from '../src/engine/worker.ts';

/** 登记完成 (R9): done in time or late. */
export const closeDutyWorker = defineWorker({
  type: 'close-duty',
  input: Type.Object({ dutyId: Type.String(), outcome: MaybeId }),
  output: Type.Object({}),
  create:
    ({ db, clock }) =>
    ({ variables: { dutyId, outcome } }) => {
      closeDuty(db, dutyId, outcome ?? null, clock.now());
      return {};
    },
});
