import { Type } from 'typebox';
import { isoWithOffset } from '../src/calendar/deadline.ts';
import { calendarOf } from '../src/calendar/store.ts';
import { CallbackPlanInput, CaseInput, defineWorker } from '../src/engine/worker.ts';
import { nextAttemptAt } from '../src/handling/callback-store.ts';

/** 安排再次回访 (R11): whoever was not reached is called at another time. */
export const planNextCallbackWorker = defineWorker({
  type: 'plan-next-callback',
  input: Type.Object({ ...CaseInput, callbackPlan: CallbackPlanInput }),
  output: Type.Object({ nextAttemptAt: Type.String() }),
  create:
    ({ db, clock, timeZone }) =>
    ({ variables: { caseId, callbackPlan } }) => {
      const at = nextAttemptAt(db, calendarOf(db, timeZone), caseId, callbackPlan, clock.now());
      return { nextAttemptAt: isoWithOffset(at, timeZone) };
    },
});
