import { Type } from 'typebox';
import { isoWithOffset } from '../src/calendar/deadline.ts';
import { calendarOf } from '../src/calendar/store.ts';
import { alarmOf } from '../src/duties/store.ts';
import { defineWorker, RungInput } from '../src/engine/worker.ts';

/** 计算提醒时刻 (R9): when the next rung of the ladder is reached, and whether the clock stands still. */
export const setAlarmWorker = defineWorker({
  type: 'set-alarm',
  input: Type.Object({
    dutyId: Type.String(),
    nextLevel: RungInput,
  }),
  output: Type.Object({ alarmAt: Type.String(), paused: Type.Boolean() }),
  create:
    ({ db, timeZone }) =>
    ({ variables: { dutyId, nextLevel } }) => {
      const { at, paused } = alarmOf(db, calendarOf(db, timeZone), dutyId, nextLevel);
      return { alarmAt: isoWithOffset(at, timeZone), paused };
    },
});
