import { Type } from 'typebox';
import { DutyInput, defineWorker } from '../src/engine/worker.ts';
import { recordHandling } from '../src/handling/team-store.ts';

/** 登记办理: the department has handed in its share. */
export const recordHandlingWorker = defineWorker({
  type: 'record-handling',
  input: Type.Object({ ...DutyInput, departmentId: Type.String() }),
  output: Type.Object({}),
  create:
    ({ db, clock }) =>
    ({ variables: { caseId, departmentId, dutyId } }) => {
      recordHandling(db, caseId, departmentId, dutyId ?? null, clock.now());
      return {};
    },
});
