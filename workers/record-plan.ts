import { Type } from 'typebox';
import { DutyInput, defineWorker } from '../src/engine/worker.ts';
import { recordPlan } from '../src/handling/team-store.ts';

/** 登记办理方案 (R8a): how the lead means to handle the matter. */
export const recordPlanWorker = defineWorker({
  type: 'record-plan',
  input: Type.Object({ ...DutyInput, departmentId: Type.String() }),
  output: Type.Object({}),
  create:
    ({ db, clock }) =>
    ({ variables: { caseId, departmentId, dutyId } }) => {
      recordPlan(db, caseId, departmentId, dutyId ?? null, clock.now());
      return {};
    },
});
