import { Type } from 'typebox';
import { DutyInput, defineWorker } from '../src/engine/worker.ts';
import { blowWhistle } from '../src/handling/whistle-store.ts';

/** 吹哨登记 (R2): the whistle with its criterion, who blew it and why. */
export const blowWhistleWorker = defineWorker({
  type: 'blow-whistle',
  input: Type.Object(DutyInput),
  output: Type.Object({}),
  create:
    ({ db, clock }) =>
    ({ variables: { caseId, dutyId } }) => {
      blowWhistle(db, caseId, dutyId ?? null, clock.now());
      return {};
    },
});
