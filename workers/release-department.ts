import { Type } from 'typebox';
import { DutyInput, defineWorker } from '../src/engine/worker.ts';
import { releaseDepartment } from '../src/handling/team-store.ts';

/** 退出并移交: an objection was upheld; the department that takes over has to report in its place. */
export const releaseDepartmentWorker = defineWorker({
  type: 'release-department',
  input: Type.Object({ ...DutyInput, departmentId: Type.String() }),
  output: Type.Object({
    transferred: Type.Boolean(),
    departmentId: Type.String(),
    responsibility: Type.Optional(Type.String()),
  }),
  create:
    ({ db, clock }) =>
    ({ variables: { caseId, departmentId, dutyId } }) => {
      const next = releaseDepartment(db, caseId, departmentId, dutyId ?? null, clock.now());
      if (!next) return { transferred: false, departmentId };
      return { transferred: true, departmentId: next.departmentId, responsibility: next.responsibility };
    },
});
