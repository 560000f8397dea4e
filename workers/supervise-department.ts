import { Type } from 'typebox';
import { reachLevel } from '../src/duties/store.ts';
import { defineWorker } from '../src/engine/worker.ts';
import { notifyGroups } from '../src/notifications/send-store.ts';

/** 督办 / 通报批评 (R9): the unit's head is told; header `level` says which rung it is. */
export const superviseDepartmentWorker = defineWorker({
  type: 'supervise-department',
  input: Type.Object({ dutyId: Type.String() }),
  output: Type.Object({}),
  create:
    ({ db, clock }) =>
    ({ variables: { dutyId }, headers }) => {
      const level = headers.level === 'criticise' ? 'criticise' : 'supervise';
      const duty = reachLevel(db, dutyId, level, clock.now());
      notifyGroups(db, clock, `duty-${level}`, {
        caseId: duty.caseId,
        dutyId,
        recipients: [`${duty.organisationId}:head`, `${duty.organisationId}:${duty.role}`],
        // Of the deadline, not of the job: a rebuilt engine climbs the ladder again and tells nobody twice.
        cause: `${dutyId}-${level}-${duty.dueAt}`,
      });
      return {};
    },
});
