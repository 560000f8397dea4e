import { Type } from 'typebox';
import { CaseInput, defineWorker } from '../src/engine/worker.ts';
import { recordConsultation } from '../src/meetings/consultation-store.ts';

/** 登记征询结果 (R8b): what the public said, as the lead department summarises it. */
export const recordConsultationWorker = defineWorker({
  type: 'record-consultation',
  input: Type.Object({ ...CaseInput, consultationId: Type.String(), dutyId: Type.String() }),
  output: Type.Object({}),
  create:
    ({ db, clock }) =>
    ({ variables }) => {
      recordConsultation(db, variables, clock.now());
      return {};
    },
});
