import { Type } from 'typebox';
import { decideExtension } from '../src/duties/extension.ts';
import { CaseInput, defineWorker } from '../src/engine/worker.ts';

/** 登记延期决定 (R9): what the platform decided on a request for more time; approved, the deadline moves. */
export const decideExtensionWorker = defineWorker({
  type: 'decide-extension',
  input: Type.Object({
    ...CaseInput,
    /** The duty that is to have more time. */
    dutyId: Type.String(),
    requestId: Type.String(),
    approvalDutyId: Type.String(),
  }),
  output: Type.Object({}),
  create:
    (deps) =>
    ({ variables }) => {
      decideExtension(deps, variables);
      return {};
    },
});
