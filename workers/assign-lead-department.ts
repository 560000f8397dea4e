import { Type } from 'typebox';
import { DutyInput, defineWorker } from '../src/engine/worker.ts';
import { assignLead } from '../src/handling/lead-store.ts';

/** 确定牵头部门 (R5): from the register by item and territory, or as the platform decided; else a person is asked. */
export const assignLeadDepartmentWorker = defineWorker({
  type: 'assign-lead-department',
  input: Type.Object(DutyInput),
  output: Type.Object({ assigned: Type.Boolean(), leadDepartmentId: Type.Union([Type.String(), Type.Null()]) }),
  create:
    ({ db, clock }) =>
    ({ variables: { caseId, dutyId } }) => {
      const leadDepartmentId = assignLead(db, caseId, dutyId ?? null, clock.now());
      return { assigned: leadDepartmentId !== null, leadDepartmentId };
    },
});
