import { Type } from 'typebox';
import { CaseInput, defineWorker } from '../src/engine/worker.ts';
import { noteStalled } from '../src/handling/progress-store.ts';
import { departmentGroups, townGroups } from '../src/notifications/recipient-store.ts';
import { notifyGroups } from '../src/notifications/send-store.ts';

/** 督办进展 (R9): a department that has reported and does nothing (只报到、不问效): it, its head and the town are told. */
export const superviseProgressWorker = defineWorker({
  type: 'supervise-progress',
  input: Type.Object({ ...CaseInput, departmentId: Type.String() }),
  output: Type.Object({}),
  create:
    ({ db, clock }) =>
    ({ variables: { caseId, departmentId }, key, epoch }) => {
      const cause = `${epoch}-${key}`;
      noteStalled(db, caseId, departmentId, cause, clock.now());
      const recipients = [...departmentGroups(departmentId), ...townGroups(db, caseId)];
      notifyGroups(db, clock, 'progress-stalled', { caseId, dutyId: null, departmentId, recipients, cause });
      return {};
    },
});
