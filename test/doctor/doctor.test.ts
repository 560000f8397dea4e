import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { cases } from '../../src/cases/table.ts';
import { enqueue, finish, outboxStatus } from '../../src/db/outbox.ts';
import { engineEpochs, type OutboxPayload, outbox } from '../../src/db/table.ts';
import { findDifferences, mend } from '../../src/doctor/doctor.ts';
import { joinedEngine } from '../../src/doctor/store.ts';
import { beginEpoch, strandedCases } from '../../src/engine/store.ts';
import { directions } from '../../src/handling/table.ts';
import { consultations, meetings, resolutionItems } from '../../src/meetings/table.ts';
import { tasks } from '../../src/tasks/table.ts';
import { Bench, START } from '../support/worker.ts';

const HOUR = 3_600_000;

describe('the doctor', () => {
  let bench: Bench;
  let clock: { now: () => number };

  beforeEach(() => {
    bench = new Bench();
    clock = { now: () => bench.now };
    bench.db.insert(engineEpochs).values({ id: 'first', beganAt: START }).run();
  });

  /** A message that the engine of its time took. @returns the outbox row's id */
  const tell = (name: string, correlationKey: string, variables: Record<string, unknown> = {}): string => {
    const id = enqueue(bench.db, clock, { kind: 'message', name, correlationKey, variables });
    finish(bench.db, id, 'delivered', bench.now);
    return id;
  };

  /** An open case that the present engine works on. */
  const runningCase = (change: Parameters<Bench['addCase']>[0] = {}): string => {
    const caseId = bench.addCase({ engineEpoch: 'first', processInstanceKey: randomUUID(), ...change });
    tell('case-registered', caseId, { caseId });
    return caseId;
  };

  /** The engine comes back empty an hour later, and the service joins it. */
  const empty = () => {
    bench.now += HOUR;
    beginEpoch(bench.db, 'second', bench.now);
    bench.now += HOUR;
  };

  const look = () => {
    const engine = joinedEngine(bench.db);
    if (!engine) throw new Error('no engine');
    return findDifferences(bench.db, engine, bench.now);
  };
  const seen = () => look().map(({ caseId, missing }) => [caseId, missing]);

  const pending = (): OutboxPayload[] =>
    bench.db
      .select()
      .from(outbox)
      .where(eq(outbox.status, 'pending'))
      .all()
      .map(({ payload }) => payload);

  /** The case's instance begins in the present engine. */
  const screened = (caseId: string) =>
    bench.db.update(cases).set({ engineEpoch: 'second' }).where(eq(cases.id, caseId)).run();

  it('finds nothing to mend where every open case has its instance', () => {
    runningCase();
    bench.addCase({ status: 'closed', engineEpoch: 'long ago' });
    expect(look()).toEqual([]);
  });

  it('finds nothing wrong with a case whose start message is still on its way', () => {
    const caseId = bench.addCase();
    enqueue(bench.db, clock, {
      kind: 'message',
      name: 'case-registered',
      correlationKey: caseId,
      variables: { caseId },
    });
    tell('case-registered', bench.addCase());
    expect(look()).toEqual([]);
  });

  it('names a case that an engine took and that has no instance ten minutes later', () => {
    const caseId = bench.addCase();
    tell('case-registered', caseId);
    bench.now += 600_000;
    expect(seen()).toEqual([[caseId, expect.stringContaining('没有它的流程实例')]]);
  });

  it('starts the process of every open case of an emptied engine anew, once', () => {
    const open = [runningCase({ stage: 'report' }), bench.addCase(), runningCase({ stage: 'feedback' })];
    tell('case-registered', open[1] ?? '');
    runningCase({ status: 'closed' });
    empty();
    expect(strandedCases(bench.db, 'second')).toBe(2);
    expect(seen().map(([caseId]) => caseId)).toEqual([...open].sort());
    expect(pending()).toEqual([]);
    mend(bench.db, clock, look());
    expect(pending().map((message) => ('correlationKey' in message ? message.correlationKey : ''))).toEqual(
      [...open].sort(),
    );
    expect(pending()[0]).toMatchObject({ name: 'case-registered', lifetimeMs: 86_400_000 });
    expect(look()).toEqual([]);
    for (const caseId of open) screened(caseId);
    bench.now += 24 * HOUR;
    expect(look()).toEqual([]);
  });

  describe('tells an emptied engine again what is under way beside a case', () => {
    const row = (caseId: string) => ({ id: randomUUID(), caseId });
    const place = { hostOrganisationId: 'town-liuying', calledAt: START, heldAt: START, place: '', agenda: '' };
    const item = { ownerOrganisationId: 'dept-housing', description: '', decidedAt: START };

    const addMeeting = (caseId: string, status: 'called' | 'held' | 'cancelled'): string => {
      const meeting = { ...row(caseId), ...place, kind: 'table', status } as const;
      bench.db.insert(meetings).values(meeting).run();
      return meeting.id;
    };
    const addItem = (caseId: string, change: Partial<typeof resolutionItems.$inferInsert>): string => {
      const added = { ...row(caseId), ...item, kind: 'meeting-decision', status: 'open', ...change } as const;
      bench.db.insert(resolutionItems).values(added).run();
      return added.id;
    };
    const addDirection = (caseId: string, change: Partial<typeof directions.$inferInsert> = {}): string => {
      const given = { townId: 'town-liuying', departmentId: 'dept-housing', text: '', givenBy: '', givenAt: START };
      const added = { ...row(caseId), ...given, kind: 'opinion', status: 'given', ...change } as const;
      bench.db.insert(directions).values(added).run();
      return added.id;
    };
    const addConsultation = (caseId: string, status: 'open' | 'summarised'): string => {
      const opened = { organisationId: 'dept-housing', openedBy: '', openedAt: START, question: '', place: '' };
      const added = { ...row(caseId), ...opened, kind: 'council', closesAt: START, status } as const;
      bench.db.insert(consultations).values(added).run();
      return added.id;
    };

    it.each<[string, string, (caseId: string) => [string, Record<string, unknown>]]>([
      ['a meeting that was called', '会议', (id) => [id, { meetingId: addMeeting(id, 'called') }]],
      [
        'a meeting whose decisions are being carried out',
        '会议',
        (id) => {
          const meetingId = addMeeting(id, 'held');
          addItem(id, { meetingId });
          return [id, { meetingId }];
        },
      ],
      ['a direction to be answered', '镇街指挥意见', (id) => [id, { directionId: addDirection(id), mustAnswer: true }]],
      ['a sub-task', '分办事项', (id) => [id, { itemId: addItem(id, { kind: 'sub-task' }) }]],
      ['a consultation', '征求民意', (id) => [id, { consultationId: addConsultation(id, 'open') }]],
      ['the complaint’s withdrawal', '撤诉', (id) => [id, {}]],
    ])('%s', (_, name, arrange) => {
      const caseId = runningCase();
      const [correlationKey, variables] = arrange(caseId);
      const message = NAMES[name] as string;
      tell(message, correlationKey, { ...variables, outdated: true });
      tell(message, correlationKey, variables);
      expect(look()).toEqual([]);
      empty();
      screened(caseId);
      expect(seen()).toEqual([[caseId, `现在的引擎不知道尚未办完的${name}`]]);
      mend(bench.db, clock, look());
      expect(pending()).toMatchObject([{ kind: 'message', name: message, correlationKey, variables }]);
      expect(look()).toEqual([]);
    });

    it('also what the engine before was never told', () => {
      const caseId = runningCase();
      const variables = { directionId: addDirection(caseId) };
      const message = { kind: 'message', name: 'direction-given', correlationKey: caseId, variables } as const;
      const untold = enqueue(bench.db, clock, message);
      empty();
      screened(caseId);
      expect(outboxStatus(bench.db, untold)).toBe('gone');
      mend(bench.db, clock, look());
      expect(pending()).toMatchObject([message]);
    });

    it('but not what is finished, is only told, or belongs to a closed case', () => {
      const caseId = runningCase();
      const held = addMeeting(caseId, 'held');
      addItem(caseId, { meetingId: held, status: 'carried-out' });
      tell('meeting-called', caseId, { meetingId: held });
      tell('meeting-called', caseId, { meetingId: addMeeting(caseId, 'cancelled') });
      tell('direction-given', caseId, { directionId: addDirection(caseId, { kind: 'urging' }) });
      tell('direction-given', caseId, { directionId: addDirection(caseId, { status: 'answered' }) });
      tell('sub-task-given', caseId, { itemId: addItem(caseId, { kind: 'sub-task', status: 'withdrawn' }) });
      tell('consultation-opened', caseId, { consultationId: addConsultation(caseId, 'summarised') });
      // The leading group's own meeting: the process called it, nobody told it of one.
      addMeeting(caseId, 'called');
      const closed = runningCase({ status: 'closed' });
      tell('meeting-called', closed, { meetingId: addMeeting(closed, 'called') });
      tell('case-withdrawn', closed);
      empty();
      screened(caseId);
      expect(look()).toEqual([]);
    });
  });

  describe('of tasks of an emptied engine', () => {
    const addTask = (caseId: string, status: 'open' | 'submitted', engineEpoch = 'first'): string => {
      const dutyId = bench.submit(caseId, 'handle', { outcome: 'handed-in' }, 'dept-housing');
      bench.db.update(tasks).set({ status, engineEpoch }).where(eq(tasks.dutyId, dutyId)).run();
      return bench.db.select().from(tasks).where(eq(tasks.dutyId, dutyId)).get()?.id ?? '';
    };
    const complete = (taskId: string) =>
      enqueue(bench.db, clock, { kind: 'complete-task', taskId, jobKey: '7', variables: {} });
    const taskOf = (id: string) => bench.db.select().from(tasks).where(eq(tasks.id, id)).get();

    it('nothing is left when the service joins: forms that were handed in stay with their duties', () => {
      const caseId = runningCase();
      const submitted = addTask(caseId, 'submitted');
      const outboxId = complete(submitted);
      const open = addTask(caseId, 'open');
      empty();
      expect(outboxStatus(bench.db, outboxId)).toBe('delivered');
      expect(taskOf(submitted)).toMatchObject({ status: 'cancelled', formData: { outcome: 'handed-in' } });
      expect(taskOf(open)?.status).toBe('cancelled');
    });

    it('those that came in too late are taken back, and their duties stay open', () => {
      const caseId = runningCase();
      empty();
      screened(caseId);
      const open = addTask(caseId, 'open');
      const submitted = addTask(caseId, 'submitted');
      const outboxId = complete(submitted);
      const present = addTask(caseId, 'submitted', 'second');
      complete(present);
      expect(seen()).toHaveLength(3);
      mend(bench.db, clock, look());
      expect(look()).toEqual([]);
      expect(outboxStatus(bench.db, outboxId)).toBe('delivered');
      expect([open, submitted, present].map((id) => taskOf(id)?.status)).toEqual([
        'cancelled',
        'cancelled',
        'submitted',
      ]);
      expect(bench.duty(taskOf(open)?.dutyId ?? '').status).toBe('open');
    });
  });
});

const NAMES: Readonly<Record<string, string>> = {
  会议: 'meeting-called',
  镇街指挥意见: 'direction-given',
  分办事项: 'sub-task-given',
  征求民意: 'consultation-opened',
  撤诉: 'case-withdrawn',
};
