import { describe, expect, it } from 'vitest';
import { requestLeadershipWorker } from '../../workers/request-leadership.ts';
import { Bench, itSettlesItsJobs } from '../support/worker.ts';

const MANY = { required: true, reason: 'many-complainants' };
const AT_WORK = { stage: 'report', leadDepartmentId: 'dept-housing' } as const;

const messages = (bench: Bench) =>
  bench.db.query.outbox
    .findMany()
    .sync()
    .map(({ payload }) => payload);

describe('request-leadership', () => {
  itSettlesItsJobs(requestLeadershipWorker, (bench) => {
    const variables = { caseId: bench.addCase(AT_WORK), leadership: MANY };
    return { variables, wrong: { leadership: { required: true, reason: null } }, code: 'leadership-reason-missing' };
  });

  it('interrupts the team at work and says why', () => {
    const bench = new Bench();
    const caseId = bench.addCase(AT_WORK);
    const output = bench.complete(requestLeadershipWorker, { variables: { caseId, leadership: MANY } });
    expect(output).toEqual({ requested: true });
    expect(bench.lastEvent(caseId)).toMatchObject({
      type: 'leadership-proposed',
      data: { reason: 'many-complainants' },
    });
    const message = { kind: 'message', name: 'leadership-requested', correlationKey: caseId, variables: {} };
    expect(messages(bench)).toEqual([message]);
  });

  it.each([
    ['no rule requires it', {}, { required: false, reason: null }],
    ['a leading group has the case', { leadingGroupId: 'leading-city' }, MANY],
    ['one department handles the matter alone', { path: 'ordinary' }, MANY],
    ['the whistle is not blown yet', { stage: 'whistle' }, MANY],
    ['nobody leads yet', { leadDepartmentId: null }, MANY],
    ['the complainants are being called back', { stage: 'feedback' }, MANY],
    ['the case is closed', { status: 'closed' }, MANY],
  ] as const)('asks nobody while %s', (_name, change, leadership) => {
    const bench = new Bench();
    const caseId = bench.addCase({ ...AT_WORK, ...change });
    const output = bench.complete(requestLeadershipWorker, { variables: { caseId, leadership } });
    expect(output).toEqual({ requested: false });
    expect(bench.lastEvent(caseId)).toBeUndefined();
    expect(messages(bench)).toEqual([]);
  });
});
