import { Type } from 'typebox';
import { DutyInput, defineWorker } from '../src/engine/worker.ts';
import { relocateCase } from '../src/handling/whistle-store.ts';

/** 登记改派: the platform gave the case to another town. */
export const relocateCaseWorker = defineWorker({
  type: 'relocate-case',
  input: Type.Object(DutyInput),
  output: Type.Object({ townId: Type.String() }),
  create:
    ({ db, clock }) =>
    ({ variables: { caseId, dutyId } }) => ({ townId: relocateCase(db, caseId, dutyId ?? null, clock.now()) }),
});
