import { Type } from 'typebox';
import { isoWithOffset } from '../src/calendar/deadline.ts';
import { calendarOf } from '../src/calendar/store.ts';
import { alarmOf } from '../src/duties/store.ts';
import { defineWorker, RungInput } from '../src/engine/worker.ts';

/**
 * 核对时刻 (R9): whether the deadline was moved, or its clock stopped, while the engine had not yet heard of it. A timer
 * may fire between an extension and its message, also because the engine was away; nobody is urged by such a one.
 */
export const confirmAlarmWorker = defineWorker({
  type: 'confirm-alarm',
  input: Type.Object({
    dutyId: Type.String(),
    alarmAt: Type.String(),
    nextLevel: RungInput,
  }),
  output: Type.Object({ moved: Type.Boolean() }),
  create:
    ({ db, timeZone }) =>
    ({ variables: { dutyId, alarmAt, nextLevel } }) => {
      const { at, paused } = alarmOf(db, calendarOf(db, timeZone), dutyId, nextLevel);
      return { moved: paused || isoWithOffset(at, timeZone) !== alarmAt };
    },
});
