import { Type } from 'typebox';
import { caseById } from '../src/cases/case-store.ts';
import { CaseInput, defineWorker } from '../src/engine/worker.ts';

/** 确认牵头部门: the lead may have changed while departments worked, by an objection that was upheld. */
export const findLeadWorker = defineWorker({
  type: 'find-lead',
  input: Type.Object(CaseInput),
  output: Type.Object({ leadDepartmentId: Type.Union([Type.String(), Type.Null()]) }),
  create:
    ({ db }) =>
    ({ variables: { caseId } }) => ({ leadDepartmentId: caseById(db, caseId).leadDepartmentId }),
});
