import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import { addEvent } from '../../src/cases/events.ts';
import { caseDepartments } from '../../src/cases/table.ts';
import { duties } from '../../src/duties/table.ts';
import { meetings } from '../../src/meetings/table.ts';
import { checkAnswer } from '../../src/tasks/checks.ts';
import { taskById } from '../../src/tasks/store.ts';
import { createWorld, OPERATOR, START, type World } from '../http/fixture.ts';

let world: World;
let caseId: string;
beforeEach(async () => {
  world = createWorld();
  caseId = await world.complain();
  world.addDepartment(caseId, 'dept-water');
});
const set = (change: Partial<typeof caseDepartments.$inferInsert>) =>
  world.db.update(caseDepartments).set(change).where(eq(caseDepartments.departmentId, 'dept-water')).run();
const lastType = async () => (await world.get(OPERATOR, `/cases/${caseId}/timeline`)).body.items.at(-1).type;

describe('an objection', () => {
  const object = () => {
    const taskId = world.task(caseId, 'report', 'dept-water:handler');
    const data = { outcome: 'objection', opinion: '属自来水公司职责' };
    return world.post('water.handler', `/tasks/${taskId}/complete`, { data });
  };

  test('is taken within two working days', async () => {
    world.now = Date.parse('2026-11-25T17:30:00+08:00');
    expect((await object()).status).toBe(200);
  });

  test('comes too late after them, and nothing is handed in', async () => {
    world.now = Date.parse('2026-11-25T17:30:01+08:00');
    expect(await object()).toMatchObject({ status: 409, body: { code: 'objection-too-late' } });
    expect(await lastType()).toBe('case-registered');
  });

  test('is not taken from a department that the platform has decided for', async () => {
    set({ mayObject: false });
    expect(await object()).toMatchObject({ status: 409, body: { code: 'objection-after-decision' } });
  });

  test('counts from when a department was called back, and a report is taken at any time', async () => {
    world.now = Date.parse('2026-12-07T10:00:00+08:00');
    set({ dispatchedAt: world.now });
    expect((await object()).status).toBe(200);
    set({ dispatchedAt: START, mayObject: false });
    const taskId = world.task(caseId, 'report', 'dept-water:handler');
    const data = { outcome: 'reported', opinion: '已到场', handlerId: 'person-water-handler' };
    expect((await world.post('water.handler', `/tasks/${taskId}/complete`, { data })).status).toBe(200);
  });
});

describe('an answer of the platform', () => {
  /** Checks an answer of a duty in a part of the case. */
  const check = (step: string, data: object, scope: string, change: Partial<typeof duties.$inferInsert> = {}) => {
    const dutyId = world.duty(caseId, step, 'platform-city', 1, 'working-day');
    world.db
      .update(duties)
      .set({ scope, ...change })
      .where(eq(duties.id, dutyId))
      .run();
    const task = taskById(world.db, world.task(caseId, step, 'platform-city:operator', { dutyId }));
    if (!task) throw new Error('no task');
    return () => checkAnswer(world.db, {}, task.row, { ...data }, world.now);
  };

  test.each(['joint/dept-water', 'joint/dept-housing/dept-water'])(
    'does not hand the matter back to whoever objected (%s)',
    (scope) => {
      const ruling = { outcome: 'upheld', transferToId: 'dept-water' };
      const refusal = { status: 400, code: 'transfer-to-objector', field: 'transferToId' };
      expect(check('rule-objection', ruling, scope)).toThrow(expect.objectContaining(refusal));
      expect(check('rule-objection', { ...ruling, transferToId: 'dept-housing' }, scope)).not.toThrow();
      expect(check('rule-objection', { outcome: 'upheld' }, scope)).not.toThrow();
    },
  );

  test('decides between those concerned and nobody else', () => {
    addEvent(
      world.db,
      { personId: null, origin: 'test' },
      {
        caseId,
        at: START,
        type: 'ping-pong-noticed',
        stage: 'report',
        data: { departmentId: 'dept-water', transferToId: 'dept-housing' },
      },
    );
    const decide = (departmentId: string) => check('decide-jointly', { departmentId }, 'joint/dept-water');
    expect(decide('dept-water')).not.toThrow();
    expect(decide('dept-housing')).not.toThrow();
    const refusal = { status: 400, code: 'not-concerned', field: 'departmentId' };
    expect(decide('dept-market')).toThrow(expect.objectContaining(refusal));
  });

  test('sets no date that is over, and keeps no minutes before the meeting', () => {
    const items = [{ description: '清运', ownerOrganisationId: 'dept-water', dueOn: '2026-11-22' }];
    const over = { status: 400, code: 'date-in-past', field: 'items.0.dueOn' };
    expect(check('leader-decision', { outcome: 'instruct', items }, 'leadership')).toThrow(
      expect.objectContaining(over),
    );
    world.db
      .insert(meetings)
      .values({
        id: 'meeting',
        caseId,
        kind: 'table',
        hostOrganisationId: 'town-liuying',
        calledAt: START,
        heldAt: START + 3_600_000,
        place: '街道',
        agenda: '议题',
        status: 'called',
      })
      .run();
    const minutes = () => check('hold-meeting', { outcome: 'held' }, 'meeting/meeting', { reference: 'meeting' });
    expect(minutes()).toThrow(expect.objectContaining({ status: 409, code: 'meeting-not-held-yet' }));
    world.now = START + 3_600_000;
    expect(minutes()).not.toThrow();
  });
});
