import { Type } from 'typebox';
import { changeCase, processActor } from '../src/cases/case-store.ts';
import { withdrawDuties } from '../src/duties/store.ts';
import { CaseInput, defineWorker } from '../src/engine/worker.ts';
import { interruptionReason } from '../src/handling/leadership-store.ts';

/** 收回未办任务: closes the rows of duties whose path was interrupted, and says why the leadership takes over. */
export const withdrawOpenDutiesWorker = defineWorker({
  type: 'withdraw-open-duties',
  input: Type.Object(CaseInput),
  output: Type.Object({ leadershipReason: Type.String() }),
  create:
    ({ db, clock }) =>
    ({ variables: { caseId } }) => {
      const now = clock.now();
      const withdrawn = withdrawDuties(db, caseId, now);
      changeCase(db, processActor('withdraw-open-duties'), caseId, now, {
        type: 'duties-withdrawn',
        data: { dutyIds: withdrawn.map((duty) => duty.id) },
      });
      return { leadershipReason: interruptionReason(db, caseId) };
    },
});
