import { Type } from 'typebox';
import { DutyInput, defineWorker } from '../src/engine/worker.ts';
import { recordJointDecision } from '../src/handling/objection-store.ts';

/** 登记共同裁定 (R9): which of two departments handles what both had said is not their own. */
export const recordJointDecisionWorker = defineWorker({
  type: 'record-joint-decision',
  input: Type.Object({ ...DutyInput, departmentId: Type.String() }),
  output: Type.Object({ successorId: Type.String(), responsibility: Type.String() }),
  create:
    ({ db, clock }) =>
    ({ variables: { caseId, departmentId, dutyId } }) => ({
      ...recordJointDecision(db, caseId, departmentId, dutyId ?? null, clock.now()),
    }),
});
