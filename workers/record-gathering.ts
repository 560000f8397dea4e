import { Type } from 'typebox';
import { DepartmentInputs, DutyInput, defineWorker } from '../src/engine/worker.ts';
import { recordGathering } from '../src/handling/coordination-store.ts';

/** 登记本级召集 (R7b): the departments that a platform gathers besides those of the register. */
export const recordGatheringWorker = defineWorker({
  type: 'record-gathering',
  input: Type.Object({ ...DutyInput, platformId: Type.String() }),
  output: Type.Object({ departments: DepartmentInputs }),
  create:
    ({ db, clock }) =>
    ({ variables: { caseId, platformId, dutyId } }) => ({
      departments: recordGathering(db, caseId, platformId, dutyId ?? null, clock.now()),
    }),
});
