import { describe, expect, it } from 'vitest';
import { duties } from '../../src/duties/table.ts';
import { superviseDepartmentWorker } from '../../workers/supervise-department.ts';
import { Bench, DAY, itSettlesItsJobs, START } from '../support/worker.ts';

describe('supervise-department', () => {
  itSettlesItsJobs(superviseDepartmentWorker, (bench) => {
    const dutyId = bench.addDuty(bench.addCase(), 'report');
    return { variables: { dutyId }, wrong: { dutyId: 'nowhere' }, code: 'duty-not-found' };
  });

  it.each(['supervise', 'criticise'])('tells the unit’s head and those who have to act: %s', async (level) => {
    const bench = new Bench();
    const caseId = bench.addCase();
    const dutyId = bench.addDuty(caseId, 'report');
    bench.complete(superviseDepartmentWorker, { variables: { dutyId }, headers: { level } });
    const template = `duty-${level}`;
    expect(bench.db.query.notifications.findMany().sync()).toMatchObject([
      { recipient: 'dept-housing:head', template },
      { recipient: 'dept-housing:handler', template },
    ]);
    expect(bench.duty(dutyId).level).toBe(level);
    expect(bench.lastEvent(caseId)).toMatchObject({ type: template, data: { dutyId, step: 'report' } });
  });

  it('tells nobody twice of the same deadline when a rebuilt engine climbs the ladder again', () => {
    const bench = new Bench();
    const caseId = bench.addCase();
    const dutyId = bench.addDuty(caseId, 'report');
    const climb = (key: string) => bench.complete(superviseDepartmentWorker, { variables: { dutyId }, key });
    climb('1');
    climb('2');
    expect(bench.db.query.notifications.findMany().sync()).toHaveLength(2);
    bench.db
      .update(duties)
      .set({ dueAt: START + 20 * DAY })
      .run();
    climb('3');
    expect(bench.db.query.notifications.findMany().sync()).toHaveLength(4);
    expect(bench.lastEvent(caseId)).toMatchObject({ type: 'duty-supervise', data: { dueAt: START + 20 * DAY } });
  });
});
