import { Type } from 'typebox';
import { caseById } from '../src/cases/case-store.ts';
import { DutyInput, defineWorker } from '../src/engine/worker.ts';
import { recordAcceptance } from '../src/handling/whistle-store.ts';

/** 登记受理 (R4b): accepted with its town and item, or refused with the reason. */
export const recordAcceptanceWorker = defineWorker({
  type: 'record-acceptance',
  input: Type.Object(DutyInput),
  output: Type.Object({
    accepted: Type.Boolean(),
    townId: Type.Union([Type.String(), Type.Null()]),
    difficulty: Type.String(),
  }),
  create:
    ({ db, clock }) =>
    ({ variables: { caseId, dutyId } }) => ({
      ...recordAcceptance(db, caseId, dutyId ?? null, clock.now()),
      difficulty: caseById(db, caseId).difficulty,
    }),
});
