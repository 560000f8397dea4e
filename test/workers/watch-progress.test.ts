import { describe, expect, it } from 'vitest';
import { addEvent } from '../../src/cases/events.ts';
import { dutyChanges } from '../../src/duties/table.ts';
import { superviseProgressWorker } from '../../workers/supervise-progress.ts';
import { watchProgressWorker } from '../../workers/watch-progress.ts';
import { Bench, itSettlesItsJobs, START } from '../support/worker.ts';

const HOUSING = 'dept-housing';
const RULE = { amount: 3, unit: 'working-day' };
const at = (time: string) => Date.parse(`${time}+08:00`);
let jobs = 0;

/** A department that reported on Monday 2026-11-23 at nine and has its share to do. */
function arrange(bench: Bench) {
  const caseId = bench.addCase({ stage: 'report' });
  bench.addDepartment(caseId, HOUSING, { status: 'reported', reportedAt: START });
  const dutyId = bench.addDuty(caseId, 'handle', HOUSING);
  const variables = { caseId, departmentId: HOUSING };
  const watch = (rule: object = RULE) =>
    bench.complete(watchProgressWorker, { variables: { ...variables, rule }, key: `watch-${++jobs}` });
  const supervise = () => bench.complete(superviseProgressWorker, { variables, key: `supervise-${++jobs}` });
  const note = (organisationId: string) =>
    addEvent(
      bench.db,
      { personId: 'x', organisationId, origin: 'api' },
      {
        caseId,
        at: bench.now,
        type: 'progress-noted',
        stage: 'report',
      },
    );
  const set = (change: string) => bench.db.$client.prepare(`update duties set ${change} where id = ?`).run(dutyId);
  return { caseId, dutyId, watch, supervise, note, set };
}

describe('watch-progress', () => {
  itSettlesItsJobs(watchProgressWorker, (bench) => {
    const { caseId } = arrange(bench);
    const variables = { caseId, departmentId: HOUSING, rule: RULE };
    return { variables, wrong: { rule: { ...RULE, amount: 0 } }, code: 'invalid-deadline-rule' };
  });

  it('gives a department as long as the rule says after its report', () => {
    const bench = new Bench();
    const { watch } = arrange(bench);
    expect(watch()).toEqual({ stalled: false, alarmAt: '2026-11-26T17:30:00+08:00' });
    bench.now = at('2026-11-26T17:29:59');
    expect(watch().stalled).toBe(false);
    bench.now = at('2026-11-26T17:30:00');
    expect(watch()).toEqual({ stalled: true, alarmAt: '2026-11-26T17:30:00+08:00' });
  });

  it('finds at the timer’s whole second that the time has come', () => {
    const bench = new Bench();
    bench.now = START + 700;
    const { watch, note } = arrange(bench);
    note(HOUSING);
    const { alarmAt } = watch({ amount: 20, unit: 'second' });
    bench.now = Date.parse(String(alarmAt));
    expect(watch({ amount: 20, unit: 'second' }).stalled).toBe(true);
  });

  it('counts anew from each note of the department, and from nobody else’s', () => {
    const bench = new Bench();
    const { watch, note } = arrange(bench);
    bench.now = at('2026-11-25T10:00:00');
    note('town-liuying');
    expect(watch().alarmAt).toBe('2026-11-26T17:30:00+08:00');
    note(HOUSING);
    expect(watch().alarmAt).toBe('2026-11-30T17:30:00+08:00');
  });

  it('counts anew from the beginning of its part in a later round', () => {
    const bench = new Bench();
    const { watch, set } = arrange(bench);
    set(`started_at = ${at('2026-12-01T09:00:00')}`);
    expect(watch().alarmAt).toBe('2026-12-04T17:30:00+08:00');
  });

  it('leaves a department alone while its clock stands still, and looks again later', () => {
    const bench = new Bench();
    const { dutyId, watch, set } = arrange(bench);
    set(`paused_at = ${START}`);
    bench.now = at('2026-11-27T10:00:00');
    expect(watch()).toEqual({ stalled: false, alarmAt: '2026-12-02T17:30:00+08:00' });
    set('paused_at = null');
    const resumed = { kind: 'resume', reason: '', dueBefore: 0, dueAfter: 0, at: bench.now } as const;
    bench.db
      .insert(dutyChanges)
      .values({ dutyId, ...resumed })
      .run();
    expect(watch()).toEqual({ stalled: false, alarmAt: '2026-12-02T17:30:00+08:00' });
  });

  it('has nothing to say of a department that has handed in', () => {
    const bench = new Bench();
    const { watch, set } = arrange(bench);
    set("status = 'done'");
    bench.now = at('2026-12-07T10:00:00');
    expect(watch()).toEqual({ stalled: false, alarmAt: '2026-12-10T17:30:00+08:00' });
  });

  it('supervises again only after as long once more', () => {
    const bench = new Bench();
    const { watch, supervise } = arrange(bench);
    bench.now = at('2026-11-26T18:00:00');
    expect(watch().stalled).toBe(true);
    supervise();
    expect(watch()).toEqual({ stalled: false, alarmAt: '2026-12-02T17:30:00+08:00' });
  });
});
