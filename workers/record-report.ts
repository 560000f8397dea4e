import { Type } from 'typebox';
import { DutyInput, defineWorker } from '../src/engine/worker.ts';
import { recordReport } from '../src/handling/team-store.ts';

/** 登记报到 (R1): the department has reported and named its handler; tells which part it has by now. */
export const recordReportWorker = defineWorker({
  type: 'record-report',
  input: Type.Object({ ...DutyInput, departmentId: Type.String() }),
  output: Type.Object({ responsibility: Type.String() }),
  create:
    ({ db, clock }) =>
    ({ variables: { caseId, departmentId, dutyId } }) => ({
      responsibility: recordReport(db, caseId, departmentId, dutyId ?? null, clock.now()),
    }),
});
