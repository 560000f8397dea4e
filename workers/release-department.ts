import { Type } from 'typebox';
import { DutyInput, defineWorker } from '../src/engine/worker.ts';
import { releaseDepartment } from '../src/handling/objection-store.ts';

/**
 * 退出并移交 (R9): an objection was upheld; the department that takes over has to report in its place. A matter that would go
 * back to whom it came from is decided between the two.
 */
export const releaseDepartmentWorker = defineWorker({
  type: 'release-department',
  input: Type.Object({ ...DutyInput, departmentId: Type.String() }),
  output: Type.Object({
    transferred: Type.Boolean(),
    pingPong: Type.Boolean(),
    successorId: Type.Union([Type.String(), Type.Null()]),
    responsibility: Type.String(),
  }),
  create:
    ({ db, clock }) =>
    ({ variables: { caseId, departmentId, dutyId } }) => ({
      ...releaseDepartment(db, caseId, departmentId, dutyId ?? null, clock.now()),
    }),
});
