import { Type } from 'typebox';
import { calendarOf } from '../src/calendar/store.ts';
import { TIME_UNITS } from '../src/duties/table.ts';
import { CaseInput, defineWorker } from '../src/engine/worker.ts';
import { watchProgress } from '../src/handling/progress-store.ts';

/** 查看进展 (R9): whether a department that has reported does anything (只报到、不问效), and when to look again. */
export const watchProgressWorker = defineWorker({
  type: 'watch-progress',
  input: Type.Object({
    ...CaseInput,
    departmentId: Type.String(),
    rule: Type.Object({ amount: Type.Integer(), unit: Type.Enum([...TIME_UNITS]) }),
  }),
  output: Type.Object({ stalled: Type.Boolean(), alarmAt: Type.String() }),
  create:
    ({ db, clock, timeZone }) =>
    ({ variables: { caseId, departmentId, rule } }) =>
      watchProgress(db, calendarOf(db, timeZone), caseId, departmentId, rule, clock.now()),
});
