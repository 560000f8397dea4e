import { describe, expect, it } from 'vitest';
import { proposeLeadershipWorker } from '../../workers/propose-leadership.ts';
import { Bench, itSettlesItsJobs } from '../support/worker.ts';

const OBJECTIONS = { required: true, reason: 'objections-unresolved' };

describe('propose-leadership', () => {
  itSettlesItsJobs(proposeLeadershipWorker, (bench) => {
    const variables = { caseId: bench.addCase(), leadership: OBJECTIONS };
    const wrong = { leadership: { required: true, reason: null } };
    return { variables, wrong, code: 'leadership-reason-missing' };
  });

  it('keeps the reason, once a round also when the engine is rebuilt', () => {
    const bench = new Bench();
    const variables = { caseId: bench.addCase(), leadership: OBJECTIONS };
    bench.complete(proposeLeadershipWorker, { variables });
    bench.complete(proposeLeadershipWorker, { variables, key: '2' });
    const events = bench.db.query.events.findMany().sync();
    expect(events).toMatchObject([
      { type: 'leadership-proposed', data: { reason: 'objections-unresolved', round: 1 } },
    ]);
  });

  it('leaves nothing when no rule requires the leaders', () => {
    const bench = new Bench();
    const variables = { caseId: bench.addCase(), leadership: { required: false, reason: null } };
    const before = bench.everything().events;
    bench.complete(proposeLeadershipWorker, { variables });
    expect(bench.everything().events).toEqual(before);
  });
});
