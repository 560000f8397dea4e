import { Type } from 'typebox';
import { caseById, changeCase, processActor } from '../src/cases/case-store.ts';
import { withdrawDuties } from '../src/duties/store.ts';
import { CaseInput, defineWorker, MaybeId } from '../src/engine/worker.ts';
import { interruptionReason } from '../src/handling/leadership-store.ts';

/**
 * 收回未办任务: closes the rows of duties whose path was interrupted, those of `withdrawScope` and below or all of the case,
 * and says why the leadership takes over.
 */
export const withdrawOpenDutiesWorker = defineWorker({
  type: 'withdraw-open-duties',
  input: Type.Object({ ...CaseInput, withdrawScope: MaybeId }),
  output: Type.Object({ leadershipReason: Type.String() }),
  create:
    ({ db, clock }) =>
    ({ variables: { caseId, withdrawScope = null } }) => {
      const now = clock.now();
      caseById(db, caseId);
      const withdrawn = withdrawDuties(db, caseId, now, withdrawScope);
      // A rebuilt engine that passes here again finds nothing open, and nothing happened.
      if (withdrawn.length > 0)
        changeCase(db, processActor('withdraw-open-duties'), caseId, now, {
          type: 'duties-withdrawn',
          data: { dutyIds: withdrawn.map((duty) => duty.id), scope: withdrawScope },
        });
      return { leadershipReason: interruptionReason(db, caseId) };
    },
});
