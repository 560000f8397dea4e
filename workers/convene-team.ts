import { Type } from 'typebox';
import { CaseInput, DepartmentInputs, defineWorker } from '../src/engine/worker.ts';
import { conveneTeam } from '../src/handling/team-store.ts';

/** 组建专办团队 (R7a): the departments that answer this whistle, in this round. */
export const conveneTeamWorker = defineWorker({
  type: 'convene-team',
  input: Type.Object(CaseInput),
  output: Type.Object({ crossTerritory: Type.Boolean(), departments: DepartmentInputs }),
  create:
    ({ db, clock }) =>
    ({ variables: { caseId } }) =>
      conveneTeam(db, caseId, clock.now()),
});
