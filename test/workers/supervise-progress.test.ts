import { describe, expect, it } from 'vitest';
import { superviseProgressWorker } from '../../workers/supervise-progress.ts';
import { Bench, DAY, itSettlesItsJobs, START } from '../support/worker.ts';

/** A department that has reported, with its share to do. */
function arrange(bench: Bench) {
  const caseId = bench.addCase({ stage: 'report' });
  bench.addDepartment(caseId, 'dept-housing', { status: 'reported', reportedAt: START });
  bench.addDuty(caseId, 'handle', 'dept-housing');
  return { caseId, departmentId: 'dept-housing' };
}

describe('supervise-progress', () => {
  itSettlesItsJobs(superviseProgressWorker, (bench) => {
    return { variables: arrange(bench), wrong: { caseId: 'nowhere' }, code: 'case-not-found' };
  });

  it('tells department, head and town, and notes for how long nothing was heard', () => {
    const bench = new Bench();
    const variables = arrange(bench);
    bench.now = START + 4 * DAY;
    bench.complete(superviseProgressWorker, { variables });
    expect(bench.lastEvent(variables.caseId)).toMatchObject({
      type: 'progress-stalled',
      organisationId: 'dept-housing',
      data: { departmentId: 'dept-housing', days: 4 },
    });
    const sent = bench.db.query.notifications.findMany().sync();
    expect(sent.map(({ recipient }) => recipient)).toEqual([
      'dept-housing:handler',
      'dept-housing:head',
      'town-liuying:town-officer',
    ]);
    expect(sent[0]).toMatchObject({
      template: 'progress-stalled',
      text: expect.stringContaining('云渚市住房和城乡建设局报到后迟迟没有进展'),
    });
  });
});
