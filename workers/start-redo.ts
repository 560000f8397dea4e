import { Type } from 'typebox';
import { CaseInput, defineWorker } from '../src/engine/worker.ts';
import { startRedo } from '../src/handling/result-store.ts';

/** 登记重办 (R11): the citizen is dissatisfied; the team goes into the next round, the third is the leadership's. */
export const startRedoWorker = defineWorker({
  type: 'start-redo',
  input: Type.Object(CaseInput),
  output: Type.Object({ round: Type.Integer(), path: Type.String(), leadershipReason: Type.String() }),
  create:
    ({ db, clock }) =>
    ({ variables: { caseId } }) => ({
      ...startRedo(db, caseId, clock.now()),
      leadershipReason: 'dissatisfied-again',
    }),
});
