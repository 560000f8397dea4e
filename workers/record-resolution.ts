import { Type } from 'typebox';
import { DutyInput, defineWorker } from '../src/engine/worker.ts';
import { recordResolution } from '../src/handling/leadership-store.ts';

/** 登记决议事项 (R7c): the leader's instruction or the joint meeting's resolution as items with owners. */
export const recordResolutionWorker = defineWorker({
  type: 'record-resolution',
  input: Type.Object(DutyInput),
  output: Type.Object({
    items: Type.Array(Type.Object({ itemId: Type.String(), organisationId: Type.String() })),
  }),
  create:
    ({ db, clock }) =>
    ({ variables: { caseId, dutyId } }) => ({ items: recordResolution(db, caseId, dutyId ?? null, clock.now()) }),
});
