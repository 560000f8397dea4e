import { describe, expect, it } from 'vitest';
import { notifyWorker } from '../../workers/notify.ts';
import { recordResultWorker } from '../../workers/record-result.ts';
import { Bench, itSettlesItsJobs } from '../support/worker.ts';

describe('notify', () => {
  itSettlesItsJobs(notifyWorker, (bench) => {
    const caseId = bench.addCase();
    const dutyId = bench.addDuty(caseId, 'report');
    const headers = { template: 'duty-reminder', recipients: 'duty' };
    return { variables: { caseId, dutyId }, headers, wrong: { dutyId: 'nowhere' }, code: 'duty-not-found' };
  });

  it.each([
    ['duty-reminder', 'remind', '即将到期'],
    ['duty-urge', 'urge', '催办'],
  ])('%s tells those who have to act and notes the rung', async (template, level, words) => {
    const bench = new Bench();
    const caseId = bench.addCase();
    const dutyId = bench.addDuty(caseId, 'report');
    bench.complete(notifyWorker, { variables: { caseId, dutyId }, headers: { template, recipients: 'duty' } });
    expect(bench.db.query.notifications.findMany().sync()).toMatchObject([
      { caseId, dutyId, recipient: 'dept-housing:handler', template, text: expect.stringContaining(words) },
    ]);
    expect(bench.duty(dutyId).level).toBe(level);
    expect(bench.lastEvent(caseId)?.type).toBe(`duty-${level}`);
  });

  it('tells the complainants the result, and the case waits for their answer', () => {
    const bench = new Bench();
    const caseId = bench.addCase();
    const dutyId = bench.submit(
      caseId,
      'hand-in-result',
      { outcome: 'handed-in', summary: '垃圾已清运' },
      'dept-housing',
    );
    bench.complete(recordResultWorker, { variables: { caseId, dutyId }, key: '1' });
    const headers = { template: 'case-result', recipients: 'complainants' };
    bench.complete(notifyWorker, { variables: { caseId, dutyId: null }, headers, key: '2' });
    expect(bench.db.query.notifications.findMany().sync()).toMatchObject([
      { recipient: 'complainants', dutyId: null, text: expect.stringContaining('垃圾已清运') },
    ]);
    expect(bench.case(caseId).stage).toBe('feedback');
  });

  it('makes an incident of a text that does not exist', () => {
    const bench = new Bench();
    const headers = { template: 'birthday', recipients: 'complainants' };
    expect(bench.run(notifyWorker, { variables: { caseId: bench.addCase() }, headers })).toMatchObject({
      kind: 'fail',
      retries: 0,
      message: expect.stringContaining('[unknown-template]'),
    });
  });
});
