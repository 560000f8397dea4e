import { Type } from 'typebox';
import { isoWithOffset } from '../src/calendar/deadline.ts';
import { alarmOf } from '../src/duties/store.ts';
import { TIME_UNITS } from '../src/duties/table.ts';
import { defineWorker } from '../src/engine/worker.ts';

/** 计算提醒时刻 (R9): when the next rung of the ladder is reached, and whether the clock stands still. */
export const setAlarmWorker = defineWorker({
  type: 'set-alarm',
  input: Type.Object({
    dutyId: Type.String(),
    nextLevel: Type.Object({
      level: Type.String(),
      amount: Type.Integer(),
      unit: Type.Enum([...TIME_UNITS, 'percent']),
      from: Type.Enum(['start', 'due']),
    }),
  }),
  output: Type.Object({ alarmAt: Type.String(), paused: Type.Boolean() }),
  create:
    ({ db, timeZone }) =>
    ({ variables: { dutyId, nextLevel } }) => {
      const { at, paused } = alarmOf(db, { timeZone }, dutyId, nextLevel);
      return { alarmAt: isoWithOffset(at, timeZone), paused };
    },
});
