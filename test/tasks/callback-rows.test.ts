import { beforeEach, describe, expect, test } from 'vitest';
import { MOST_TARGETS, prepareCallback } from '../../src/handling/callback-store.ts';
import { createWorld, OPERATOR, type World } from '../http/fixture.ts';

const EVERYONE = { share: 1, minimum: 1, amount: 1, unit: 'hour' } as const;
const OPERATORS = 'platform-city:operator';

let world: World;
let caseId: string;
beforeEach(async () => {
  world = createWorld();
  caseId = await world.complain({ subject: '停水', complainant: { name: '张小明' } });
  await attach('水还是没有', '李四');
});

const attach = async (text: string, name: string) => {
  world.now += 1;
  return world.complain({ subject: text, text, complainant: { name }, attachTo: caseId });
};
const rowsOf = async (taskId: string) => (await world.get(OPERATOR, `/tasks/${taskId}`)).body.data.callbacks;
const labelsOf = async (taskId: string) => (await rowsOf(taskId)).map(({ label }: { label: string }) => label);
const callbackTask = () => {
  world.now += 1;
  return world.task(caseId, 'callback', OPERATORS);
};

describe('the callback form starts with', () => {
  test('everyone who is to be called, masked', async () => {
    prepareCallback(world.db, caseId, EVERYONE, world.now);
    expect(await labelsOf(callbackTask())).toEqual(['1 · 停水 · 张**', '2 · 水还是没有 · 李**']);
  });

  test('the same rows as long as it is open, whoever joins or withdraws meanwhile', async () => {
    prepareCallback(world.db, caseId, EVERYONE, world.now);
    const task = callbackTask();
    const before = await rowsOf(task);
    await attach('我也停水', '王五');
    world.now += 1;
    await world.post(OPERATOR, `/complaints/${before[0].complaintId}/withdrawal`, { reason: '来水了' });
    const after = await rowsOf(task);
    expect(after.map(({ complaintId }: { complaintId: string }) => complaintId)).toEqual(
      before.map(({ complaintId }: { complaintId: string }) => complaintId),
    );
    expect(after[0].label).toContain('已撤回');
    expect(await labelsOf(callbackTask())).toEqual(['1 · 水还是没有 · 李**', '2 · 我也停水 · 王**']);
  });

  test('no more rows than a form takes, and all of them can be handed in', async () => {
    const one = world.db.$client.prepare('select * from complaints limit 1').get() as Record<string, unknown>;
    const insert = world.db.$client.prepare(
      `insert into complaints (${Object.keys(one).join()}) values (${Object.keys(one)
        .map((key) => `@${key}`)
        .join()})`,
    );
    for (let i = 0; i < MOST_TARGETS; i++) insert.run({ ...one, id: `c${i}`, order_number: `c${i}` });
    prepareCallback(world.db, caseId, EVERYONE, world.now);
    const task = callbackTask();
    const rows = await rowsOf(task);
    expect(rows).toHaveLength(MOST_TARGETS);
    const callbacks = rows.map((row: object) => ({ ...row, result: 'satisfied', solved: true }));
    const data = { outcome: 'called-back', callbacks };
    expect((await world.post(OPERATOR, `/tasks/${task}/complete`, { data })).body).toEqual({ status: 'completed' });
  });
});
