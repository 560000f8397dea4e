import { Type } from 'typebox';
import { DutyInput, defineWorker } from '../src/engine/worker.ts';
import { recordObjection } from '../src/handling/objection-store.ts';

/** 登记异议 (R9): the department says that the matter is not its own. */
export const recordObjectionWorker = defineWorker({
  type: 'record-objection',
  input: Type.Object({ ...DutyInput, departmentId: Type.String() }),
  output: Type.Object({}),
  create:
    ({ db, clock }) =>
    ({ variables: { caseId, departmentId, dutyId } }) => {
      recordObjection(db, caseId, departmentId, dutyId ?? null, clock.now());
      return {};
    },
});
