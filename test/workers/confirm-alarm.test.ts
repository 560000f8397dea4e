import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { duties } from '../../src/duties/table.ts';
import { confirmAlarmWorker } from '../../workers/confirm-alarm.ts';
import { setAlarmWorker } from '../../workers/set-alarm.ts';
import { Bench, DAY, itSettlesItsJobs, START } from '../support/worker.ts';

const URGE = { level: 'urge', amount: 0, unit: 'second', from: 'due' };

describe('confirm-alarm', () => {
  itSettlesItsJobs(confirmAlarmWorker, (bench) => {
    const dutyId = bench.addDuty(bench.addCase(), 'report');
    const alarmAt = '2026-11-26T17:30:00+08:00';
    return { variables: { dutyId, alarmAt, nextLevel: URGE }, wrong: { dutyId: 'nowhere' }, code: 'duty-not-found' };
  });

  /** The alarm that was set for a duty, confirmed after the duty has changed. */
  const confirmed = (change: Partial<typeof duties.$inferInsert>) => {
    const bench = new Bench();
    const dutyId = bench.addDuty(bench.addCase(), 'report');
    const variables = { dutyId, nextLevel: URGE };
    const { alarmAt } = bench.complete(setAlarmWorker, { variables, key: '1' });
    if (Object.keys(change).length > 0) bench.db.update(duties).set(change).where(eq(duties.id, dutyId)).run();
    return bench.complete(confirmAlarmWorker, { variables: { ...variables, alarmAt }, key: '2' });
  };

  it('lets an alarm stand whose duty is as it was', () => {
    expect(confirmed({})).toEqual({ moved: false });
  });

  it.each([
    ['extended', { dueAt: START + 20 * DAY }],
    ['paused', { pausedAt: START + DAY }],
  ])('withdraws an alarm whose duty was %s before the engine heard of it', (_name, change) => {
    expect(confirmed(change)).toEqual({ moved: true });
  });
});
