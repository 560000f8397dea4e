import { describe, expect, it } from 'vitest';
import { openDutyWorker } from '../../workers/open-duty.ts';
import { Bench, itSettlesItsJobs } from '../support/worker.ts';

const STEP = { step: 'report', stage: 'report', role: 'handler', profile: 'standard', reference: null };
const variablesOf = (caseId: string) => ({
  ...STEP,
  caseId,
  organisationId: 'dept-housing',
  rule: { amount: 3, unit: 'working-day' },
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
    });
    expect(second.dutyId).toBe('epoch-42');
    expect(bench.duty('epoch-41')).toMatchObject({ status: 'open', amount: 3, unit: 'working-day', level: null });
  });

  it('counts a drill in seconds', () => {
    const bench = new Bench();
    const rule = { amount: 8, unit: 'second' };
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
});
