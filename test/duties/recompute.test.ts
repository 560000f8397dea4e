import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import { recomputeDeadlines } from '../../src/duties/recompute.ts';
import { duties } from '../../src/duties/table.ts';
import { createWorld, OPERATOR, type World } from '../http/fixture.ts';

const NOTICE = { notice: '2027年通知', days: [{ date: '2027-01-01', working: false, name: '元旦' }] };

let world: World;
let caseId: string;
beforeEach(async () => {
  world = createWorld();
  caseId = await world.complain();
  world.addDepartment(caseId, 'dept-water');
});
const at = (local: string) => {
  world.now = Date.parse(`${local}:00+08:00`);
};
/** A duty that begins on Wednesday 30 December 2026: the first working day of 2027 counts, if it is one. */
const overNewYear = (unit: 'working-day' | 'day' = 'working-day') => {
  at('2026-12-30T10:00');
  return world.duty(caseId, 'report', 'dept-water', 2, unit);
};
const importYear = (body: object = NOTICE) => world.post('system.administrator', '/calendar/2027', body);
const view = async (id: string) => (await world.get('water.handler', `/duties/${id}`)).body;
const messages = () => world.outbox().filter((row) => row.kind === 'message' && row.name === 'deadline-changed');
const events = async () =>
  (await world.get(OPERATOR, `/cases/${caseId}/timeline`)).body.items.filter(
    ({ type }: { type: string }) => type === 'deadline-recomputed',
  );

describe('the import of a year', () => {
  test('moves a provisional deadline, its task, tells the timeline and the clock of the process', async () => {
    const id = overNewYear();
    const taskId = world.task(caseId, 'report', 'dept-water:handler', { dutyId: id });
    expect(await view(id)).toMatchObject({ provisional: true, dueAt: '2027-01-01T09:30:00.000Z' });
    expect((await importYear()).body.movedDeadlines).toBe(1);
    const moved = await view(id);
    expect(moved).toMatchObject({ provisional: false, dueAt: '2027-01-04T09:30:00.000Z' });
    expect(moved.changes).toMatchObject([
      {
        kind: 'recomputed',
        by: null,
        reason: '2027年节假日安排公布后重新计算',
        dueBefore: '2027-01-01T09:30:00.000Z',
        dueAfter: '2027-01-04T09:30:00.000Z',
      },
    ]);
    expect(moved.explanation).toMatchObject([
      { kind: 'rule', dueAt: '2027-01-04T09:30:00.000Z' },
      {
        kind: 'recomputed',
        text: '2026-12-30 10:00，2027年节假日安排公布后重新计算，由2027-01-01 17:30改为2027-01-04 17:30。',
      },
    ]);
    expect((await world.get('water.handler', `/tasks/${taskId}`)).body.task.dueAt).toBe(moved.dueAt);
    expect(await events()).toMatchObject([{ person: null, data: { dutyId: id, year: 2027 } }]);
    expect(messages()).toMatchObject([{ correlationKey: id }]);
  });

  test('leaves a deadline that it does not move, and says that it is certain now', async () => {
    const id = overNewYear();
    const other = { ...NOTICE, days: [{ date: '2027-10-01', working: false, name: '国庆节' }] };
    expect((await importYear(other)).body.movedDeadlines).toBe(0);
    expect(await view(id)).toMatchObject({ provisional: false, dueAt: '2027-01-01T09:30:00.000Z', changes: [] });
    expect(await events()).toEqual([]);
    expect(messages()).toEqual([]);
  });

  test('goes through all changes again: a pause and an extension', async () => {
    const id = overNewYear();
    at('2026-12-30T11:00');
    await world.post(OPERATOR, `/duties/${id}/pause`, { ground: 'material', reason: '等鉴定' });
    at('2026-12-31T11:00');
    await world.post(OPERATOR, `/duties/${id}/resume`, {});
    expect(await view(id)).toMatchObject({ dueAt: '2027-01-04T09:30:00.000Z', provisional: true });
    await importYear();
    expect(await view(id)).toMatchObject({ dueAt: '2027-01-05T09:30:00.000Z', provisional: false });
    const kinds = (await view(id)).explanation.map(({ kind }: { kind: string }) => kind);
    expect(kinds).toEqual(['rule', 'pause', 'resume', 'recomputed']);
  });

  test('leaves a stopped clock stopped', async () => {
    const id = overNewYear();
    await world.post(OPERATOR, `/duties/${id}/pause`, { ground: 'court', reason: '等判决' });
    await importYear();
    expect(await view(id)).toMatchObject({ pausedAt: '2026-12-30T02:00:00.000Z', dueAt: '2027-01-04T09:30:00.000Z' });
  });

  test('moves a certain deadline when a notice is put right', async () => {
    await importYear();
    const id = overNewYear();
    expect(await view(id)).toMatchObject({ provisional: false, dueAt: '2027-01-04T09:30:00.000Z' });
    const right = { ...NOTICE, days: [...NOTICE.days, { date: '2027-01-04', working: false, name: '元旦' }] };
    expect((await importYear(right)).body.movedDeadlines).toBe(1);
    expect(await view(id)).toMatchObject({ dueAt: '2027-01-05T09:30:00.000Z' });
  });

  test('does not touch what is over, nor natural time; what is over is explained as it was', async () => {
    const [done, natural] = [overNewYear(), overNewYear('day')];
    world.db.update(duties).set({ status: 'done', finishedAt: world.now }).where(eq(duties.id, done)).run();
    at('2026-12-31T09:00');
    expect((await importYear()).body.movedDeadlines).toBe(0);
    const finished = await view(done);
    expect(finished).toMatchObject({ dueAt: '2027-01-01T09:30:00.000Z', provisional: true });
    expect(finished.explanation[0].dueAt).toBe(finished.dueAt);
    expect((await view(natural)).changes).toEqual([]);
  });
});

test('without a year, provisional deadlines alone are looked at again', async () => {
  const id = overNewYear();
  const deps = { db: world.db, clock: { now: () => world.now }, timeZone: 'Asia/Shanghai' };
  expect(recomputeDeadlines(deps)).toBe(0);
  world.db.update(duties).set({ dueAt: world.now }).where(eq(duties.id, id)).run();
  expect(recomputeDeadlines(deps)).toBe(1);
  expect(await view(id)).toMatchObject({ provisional: true, dueAt: '2027-01-01T09:30:00.000Z' });
  world.db.update(duties).set({ provisional: false, dueAt: world.now }).where(eq(duties.id, id)).run();
  expect(recomputeDeadlines(deps)).toBe(0);
});
