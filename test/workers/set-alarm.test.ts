import { describe, expect, it } from 'vitest';
import { dutyChanges } from '../../src/duties/table.ts';
import { setAlarmWorker } from '../../workers/set-alarm.ts';
import { Bench, DAY, itSettlesItsJobs, START } from '../support/worker.ts';

const REMIND = { level: 'remind', amount: 80, unit: 'percent', from: 'start' };

describe('set-alarm', () => {
  itSettlesItsJobs(setAlarmWorker, (bench) => {
    const dutyId = bench.addDuty(bench.addCase(), 'report');
    return { variables: { dutyId, nextLevel: REMIND }, wrong: { dutyId: 'nowhere' }, code: 'duty-not-found' };
  });

  it.each([
    ['at a share of the time', REMIND, '2026-11-26T01:24:00+08:00'],
    ['when it is due', { level: 'urge', amount: 0, unit: 'second', from: 'due' }, '2026-11-26T17:30:00+08:00'],
    [
      'working days later',
      { level: 'supervise', amount: 2, unit: 'working-day', from: 'due' },
      '2026-11-30T17:30:00+08:00',
    ],
    ['hours later', { level: 'supervise', amount: 2, unit: 'hour', from: 'due' }, '2026-11-26T19:30:00+08:00'],
  ])('wakes %s', (_name, nextLevel, alarmAt) => {
    const bench = new Bench();
    const dutyId = bench.addDuty(bench.addCase(), 'report');
    expect(bench.complete(setAlarmWorker, { variables: { dutyId, nextLevel } })).toEqual({
      alarmAt,
      paused: false,
    });
  });

  it('says that a paused clock stands still', () => {
    const bench = new Bench();
    const dutyId = bench.addDuty(bench.addCase(), 'report', 'dept-housing', { pausedAt: START });
    expect(bench.complete(setAlarmWorker, { variables: { dutyId, nextLevel: REMIND } })).toMatchObject({
      paused: true,
    });
  });

  it('does not count a pause into the share of the time', () => {
    const bench = new Bench();
    const dutyId = bench.addDuty(bench.addCase(), 'report', 'dept-housing', { dueAt: START + 110 * DAY });
    const moved = { dueBefore: START + 10 * DAY, dueAfter: START + 110 * DAY };
    bench.db
      .insert(dutyChanges)
      .values({ dutyId, kind: 'resume', reason: '恢复', ...moved, at: START + 101 * DAY, byPersonId: '' })
      .run();
    const { alarmAt } = bench.complete(setAlarmWorker, { variables: { dutyId, nextLevel: REMIND } });
    expect(Date.parse(String(alarmAt))).toBe(START + 108 * DAY);
  });
});
