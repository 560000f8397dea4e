import { describe, expect, it } from 'vitest';
import { insertDirection } from '../../src/handling/direction-store.ts';
import { meetingParticipants, meetings } from '../../src/meetings/table.ts';
import { notifyWorker } from '../../workers/notify.ts';
import { recordResultWorker } from '../../workers/record-result.ts';
import { Bench, itSettlesItsJobs, START } from '../support/worker.ts';

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

  /** Everything that was sent, as `recipient text`. */
  const sent = (bench: Bench) =>
    bench.db.query.notifications
      .findMany()
      .sync()
      .map(({ recipient, text }) => `${recipient} ${text}`);

  it('invites the units of a meeting, each to the people whom it concerns, but not its host', () => {
    const bench = new Bench();
    const caseId = bench.addCase();
    const meeting = { id: 'meeting', caseId, kind: 'on-spot', hostOrganisationId: 'town-liuying' } as const;
    const when = { calledAt: START, heldAt: Date.parse('2026-11-24T14:30:00+08:00'), status: 'called' } as const;
    bench.db
      .insert(meetings)
      .values({ ...meeting, ...when, place: '东河岸', agenda: '认定责任' })
      .run();
    const units = ['town-liuying', 'dept-housing', 'town-tongyin', 'platform-lanting', 'leading-city', 'city'];
    bench.db
      .insert(meetingParticipants)
      .values([
        ...units.map((participantId) => ({ meetingId: 'meeting', kind: 'organisation' as const, participantId })),
        { meetingId: 'meeting', kind: 'party' as const, participantId: 'party-1' },
      ])
      .run();
    const job = {
      variables: { caseId, meetingId: 'meeting' },
      headers: { template: 'meeting-invitation', recipients: 'meeting' },
    };
    // A rebuilt engine asks again, with another job.
    for (const key of ['1', '2']) bench.complete(notifyWorker, { ...job, key });
    const text = `案件 ${caseId}：请于 2026年11月24日 14:30 到东河岸参加会议。议题：认定责任`;
    expect(sent(bench).sort()).toEqual(
      [
        'dept-housing:handler',
        'dept-housing:head',
        'leading-city:leader',
        'platform-lanting:operator',
        'town-tongyin:town-officer',
      ].map((recipient) => `${recipient} ${text}`),
    );
    const nowhere = { ...job, variables: { caseId, meetingId: 'nowhere' }, key: '3' };
    expect(bench.run(notifyWorker, nowhere)).toMatchObject({
      kind: 'fail',
      message: expect.stringContaining('[meeting-not-found]'),
    });
  });

  it('tells a department the town’s words once, and each rating', () => {
    const bench = new Bench();
    const caseId = bench.addCase();
    const words = { kind: 'urging', townId: 'town-liuying', departmentId: 'dept-housing', text: '请尽快到场' } as const;
    insertDirection(bench.db, { id: 'd', caseId, ...words, givenBy: '', givenAt: START, dueAt: null });
    const tell = (template: string, variables: object, key: string) =>
      bench.complete(notifyWorker, {
        variables: { caseId, departmentId: 'dept-housing', ...variables },
        headers: { template, recipients: 'department' },
        key,
      });
    for (const key of ['1', '2']) tell('direction-given', { directionId: 'd' }, key);
    expect(sent(bench)).toEqual([
      `dept-housing:handler 案件 ${caseId}：属地镇街提出：请尽快到场`,
      `dept-housing:head 案件 ${caseId}：属地镇街提出：请尽快到场`,
    ]);
    for (const key of ['3', '4']) tell('department-evaluated', {}, key);
    expect(sent(bench)).toHaveLength(6);
  });

  it('tells the whole team and its town that the complaint was withdrawn', () => {
    const bench = new Bench();
    const caseId = bench.addCase();
    bench.addDepartment(caseId, 'dept-housing');
    bench.addDepartment(caseId, 'dept-fire', { status: 'released' });
    const headers = { template: 'case-withdrawn', recipients: 'team' };
    for (const key of ['1', '2']) bench.complete(notifyWorker, { variables: { caseId }, headers, key });
    const recipients = bench.db.query.notifications.findMany().sync();
    expect(recipients.map(({ recipient }) => recipient)).toEqual([
      'dept-housing:handler',
      'dept-housing:head',
      'town-liuying:town-officer',
    ]);
  });

  it('reminds once of a deadline, and again when it has moved', () => {
    const bench = new Bench();
    const caseId = bench.addCase();
    const dutyId = bench.addDuty(caseId, 'report');
    const headers = { template: 'duty-reminder', recipients: 'duty' };
    for (const key of ['1', '2']) bench.complete(notifyWorker, { variables: { caseId, dutyId }, headers, key });
    expect(sent(bench)).toHaveLength(1);
    bench.db.$client.prepare('update duties set due_at = due_at + 1').run();
    bench.complete(notifyWorker, { variables: { caseId, dutyId }, headers, key: '3' });
    expect(sent(bench)).toHaveLength(2);
  });

  it.each([
    ['recipients that do not exist', { template: 'case-withdrawn', recipients: 'neighbours' }, 'unknown-recipients'],
    ['a department that is not named', { template: 'direction-given', recipients: 'department' }, 'department-missing'],
  ])('makes an incident of %s', (_what, headers, code) => {
    const bench = new Bench();
    expect(bench.run(notifyWorker, { variables: { caseId: bench.addCase() }, headers })).toMatchObject({
      kind: 'fail',
      retries: 0,
      message: expect.stringContaining(`[${code}]`),
    });
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
