import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { insertRequest } from '../../src/duties/extension-store.ts';
import { type Duty, duties } from '../../src/duties/table.ts';
import { mirrorTask } from '../../src/tasks/mirror-store.ts';
import { tasks } from '../../src/tasks/table.ts';
import { openDutyWorker } from '../../workers/open-duty.ts';
import { Bench, DAY, itSettlesItsJobs, START } from '../support/worker.ts';

const STEP = { step: 'report', stage: 'report', role: 'handler', profile: 'standard', reference: null, scope: 'joint' };
const variablesOf = (caseId: string) => ({
  ...STEP,
  caseId,
  organisationId: 'dept-housing',
  rule: { amount: 3, unit: 'working-day', limit: 13 },
});

describe('open-duty', () => {
  itSettlesItsJobs(openDutyWorker, (bench) => {
    const variables = variablesOf(bench.addCase());
    return { variables, wrong: { organisationId: 'dept-nowhere' }, code: 'no-one-in-group' };
  });

  it('starts the clock with an id of its own for each process instance', () => {
    const bench = new Bench();
    const caseId = bench.addCase();
    const first = bench.complete(openDutyWorker, { variables: variablesOf(caseId), processInstanceKey: '41' });
    const second = bench.complete(openDutyWorker, {
      variables: variablesOf(caseId),
      processInstanceKey: '42',
      key: '2',
    });
    expect(first).toEqual({
      dutyId: 'epoch-41',
      dueAt: '2026-11-26T17:30:00+08:00',
      candidateGroups: ['dept-housing:handler'],
      rung: 0,
      skip: false,
      outcome: null,
    });
    expect(second.dutyId).toBe('epoch-42');
    expect(bench.duty('epoch-41')).toMatchObject({
      ...{ status: 'open', amount: 3, unit: 'working-day', limit: 13, level: null },
      ...{ scope: 'joint', round: 1, engineEpoch: 'epoch', setDueAt: null },
    });
  });

  it('counts a drill in seconds', () => {
    const bench = new Bench();
    const rule = { amount: 8, unit: 'second', limit: 60 };
    const variables = { ...variablesOf(bench.addCase()), profile: 'drill', rule };
    expect(bench.complete(openDutyWorker, { variables })).toMatchObject({ dueAt: '2026-11-23T09:00:08+08:00' });
  });

  it('names the variable that a diagram hands over wrongly', () => {
    const bench = new Bench();
    const variables = { ...variablesOf(bench.addCase()), stage: 'party' };
    expect(bench.run(openDutyWorker, { variables })).toMatchObject({
      kind: 'fail',
      retries: 0,
      message: expect.stringMatching(/^\[job-variables-invalid\] .*\/stage/),
    });
  });

  it.each([
    ['a date is due when its offices close', '2026-11-30T00:00:00+08:00', '2026-11-30T17:30:00+08:00'],
    ['an instant is due then', '2026-11-30T10:15:00+08:00[Asia/Shanghai]', '2026-11-30T10:15:00+08:00'],
  ])('takes the date that a person set: %s', (_name, dueBy, dueAt) => {
    const bench = new Bench();
    const variables = { ...variablesOf(bench.addCase()), dueBy };
    const { dutyId } = bench.complete(openDutyWorker, { variables });
    const at = Date.parse(dueAt);
    expect(bench.duty(String(dutyId))).toMatchObject({ dueAt: at, setDueAt: at, provisional: false });
  });

  it('says when what a person set is no date', () => {
    const bench = new Bench();
    const variables = { ...variablesOf(bench.addCase()), dueBy: 'soon' };
    expect(bench.run(openDutyWorker, { variables })).toMatchObject({
      kind: 'fail',
      retries: 0,
      message: expect.stringContaining('[invalid-due-date]'),
    });
  });

  it.each([
    ['of no days', { amount: 0 }],
    ['of less than none', { amount: -3 }],
    ['of half a day', { amount: 2.5 }],
    ['whose limit is below its amount', { limit: 2 }],
    ['whose limit is not whole', { limit: 3.5 }],
    ['whose limit is beyond all measure', { limit: 5_000 }],
    ['in a unit that nobody knows', { unit: 'moon' }],
  ])('makes an incident of a rule %s', (_name, change) => {
    const bench = new Bench();
    const variables = variablesOf(bench.addCase());
    const rule = { ...variables.rule, ...change };
    expect(bench.run(openDutyWorker, { variables: { ...variables, rule } })).toMatchObject({
      kind: 'fail',
      retries: 0,
      message: expect.stringMatching(/^\[invalid-deadline-rule\] .*处理办法：.*时限规则/),
    });
    expect(bench.db.query.duties.findMany().sync()).toEqual([]);
  });
});

describe('open-duty in a rebuilt engine', () => {
  const OLD = { engineEpoch: 'lost-engine', scope: 'joint', limit: 13 };
  const again = (bench: Bench, caseId: string, change: object = {}, key = '1') =>
    bench.complete(openDutyWorker, {
      variables: { ...variablesOf(caseId), ...change },
      key,
      processInstanceKey: `7${key}`,
    });

  it('goes on with a duty that is open: its clock, extensions and level, and whoever had claimed it', () => {
    const bench = new Bench();
    const caseId = bench.addCase();
    const dueAt = START + 10 * DAY;
    const kept = { dueAt, level: 'urge', pausedAt: START + DAY };
    const dutyId = bench.addDuty(caseId, 'report', 'dept-housing', { ...OLD, ...kept });
    const job = { engineEpoch: 'lost-engine', processInstanceKey: '1', processDefinitionKey: '1', processId: 'duty' };
    const step = { elementId: 'human-step', step: 'report', form: 'report', stage: 'report' } as const;
    const place = { caseId, dutyId, organisationId: 'dept-housing', candidateGroups: ['dept-housing:handler'] };
    mirrorTask(bench.db, { ...job, ...step, ...place, jobKey: '5', dueAt: null }, START);
    bench.db.update(tasks).set({ assigneeId: 'person-housing-handler' }).run();
    expect(again(bench, caseId)).toMatchObject({
      dutyId,
      dueAt: '2026-12-03T09:00:00+08:00',
      skip: false,
      outcome: null,
    });
    expect(bench.duty(dutyId)).toMatchObject({ ...kept, engineEpoch: 'epoch', processInstanceKey: '71' });
    mirrorTask(bench.db, { ...job, ...step, ...place, engineEpoch: 'epoch', jobKey: '5', dueAt: 0 }, START);
    expect(bench.db.query.tasks.findMany().sync()).toMatchObject([
      { status: 'cancelled', engineEpoch: 'lost-engine' },
      { status: 'open', engineEpoch: 'epoch', assigneeId: 'person-housing-handler', dueAt },
    ]);
  });

  it('asks the platform again for its decision on more time', () => {
    const bench = new Bench();
    const caseId = bench.addCase();
    const dutyId = bench.addDuty(caseId, 'report', 'dept-housing', OLD);
    const request = { id: 'r1', dutyId, amount: 2, reason: '因', requestedBy: 'p', requestedAt: START };
    insertRequest(bench.db, request);
    again(bench, caseId);
    expect(bench.db.query.outbox.findMany().sync()).toMatchObject([
      {
        payload: {
          name: 'extension-requested',
          correlationKey: dutyId,
          variables: { requestId: 'r1', approverId: 'platform-city' },
        },
      },
    ]);
  });

  it.each(['submitted', 'completed', 'cancelled'] as const)('skips what was handed in (task %s)', (status) => {
    const bench = new Bench();
    const caseId = bench.addCase();
    const dutyId = bench.submit(caseId, 'report', { outcome: 'reported' }, 'dept-housing');
    bench.db.update(duties).set(OLD).run();
    bench.db.update(tasks).set({ status }).run();
    expect(again(bench, caseId)).toMatchObject({ dutyId, skip: true, outcome: 'reported' });
    expect(bench.duty(dutyId)).toMatchObject({ status: 'done', outcome: 'reported', engineEpoch: 'epoch' });
    expect(bench.lastEvent(caseId)).toMatchObject({ type: 'duty-done', data: { dutyId } });
  });

  it('takes several of the same step over in their order, then begins a new one', () => {
    const bench = new Bench();
    const caseId = bench.addCase();
    const first = bench.submit(caseId, 'report', { outcome: 'objected' }, 'dept-housing');
    const second = bench.submit(caseId, 'report', { outcome: 'reported' }, 'dept-housing');
    bench.db.update(duties).set(OLD).run();
    bench.db
      .update(duties)
      .set({ startedAt: START + 1 })
      .where(eq(duties.id, second))
      .run();
    expect(again(bench, caseId, {}, '1')).toMatchObject({ dutyId: first, skip: true, outcome: 'objected' });
    expect(again(bench, caseId, {}, '2')).toMatchObject({ dutyId: second, skip: true, outcome: 'reported' });
    expect(again(bench, caseId, {}, '3')).toMatchObject({ dutyId: 'epoch-73', skip: false });
  });

  it.each<[string, Partial<Duty>]>([
    ['was withdrawn', { status: 'cancelled' }],
    ['lapsed', { status: 'lapsed' }],
    ['is of an earlier round', { round: 0 }],
    ['is about something else', { reference: 'item-1' }],
    ['is of this engine', { engineEpoch: 'epoch' }],
    ['is of this engine, from before duties knew their engine', { engineEpoch: '', id: 'epoch-1' }],
    ['is another organisation’s', { organisationId: 'dept-water' }],
    ['is another step', { step: 'handle' }],
    ['was done without a form', { status: 'done' }],
  ])('begins anew when the earlier duty %s', (_name, change) => {
    const bench = new Bench();
    const caseId = bench.addCase();
    bench.addDuty(caseId, 'report', 'dept-housing', { ...OLD, ...change });
    expect(again(bench, caseId)).toMatchObject({ dutyId: 'epoch-71', skip: false });
  });
});
