import { Type } from 'typebox';
import { lapseDuty } from '../src/duties/store.ts';
import { defineWorker } from '../src/engine/worker.ts';

/** 任务失效 (R9): its time was over and the process goes on without it. */
export const lapseDutyWorker = defineWorker({
  type: 'lapse-duty',
  input: Type.Object({ dutyId: Type.String() }),
  output: Type.Object({}),
  create:
    ({ db, clock }) =>
    ({ variables: { dutyId } }) => {
      lapseDuty(db, dutyId, clock.now());
      return {};
    },
});
