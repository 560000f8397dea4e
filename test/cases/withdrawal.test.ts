import { beforeEach, describe, expect, test } from 'vitest';
import { callbackTargets } from '../../src/cases/table.ts';
import { prepareCallback } from '../../src/handling/callback-store.ts';
import { createWorld, OPERATOR, type World } from '../http/fixture.ts';

const EVERYONE = { share: 1, minimum: 1, amount: 1, unit: 'hour' } as const;

let world: World;
let caseId: string;
beforeEach(async () => {
  world = createWorld();
  caseId = await world.complain();
});

const idsOf = async (id: string): Promise<string[]> =>
  (await world.get(OPERATOR, `/cases/${id}`)).body.complaints.map((complaint: { id: string }) => complaint.id);
const withdraw = (id: string | undefined, account = OPERATOR) =>
  world.post(account, `/complaints/${id}/withdrawal`, { reason: '已经自行解决' });
const types = async () =>
  (await world.get(OPERATOR, `/cases/${caseId}/timeline`)).body.items.map(({ type }: { type: string }) => type);
const set = (change: string) => world.db.$client.prepare(`update cases set ${change} where id = ?`).run(caseId);

describe('POST /api/complaints/:id/withdrawal', () => {
  test('ends the case with its last complaint, whoever is in the middle of something', async () => {
    const [id] = await idsOf(caseId);
    expect(await withdraw(id)).toMatchObject({ status: 200, body: { caseId, remaining: 0, caseWithdrawn: true } });
    expect((await world.get(OPERATOR, `/cases/${caseId}`)).body).toMatchObject({
      status: 'open',
      outcome: 'withdrawn',
    });
    expect((await types()).slice(-2)).toEqual(['complaint-withdrawn', 'case-withdrawn']);
    expect(world.outbox().at(-1)).toEqual({
      kind: 'message',
      name: 'case-withdrawn',
      correlationKey: caseId,
      variables: {},
    });
  });

  test('goes on for those who still complain, and nobody calls who does not', async () => {
    await world.complain({ text: '同一件事', attachTo: caseId });
    prepareCallback(world.db, caseId, EVERYONE, world.now);
    const [first, second] = await idsOf(caseId);
    expect((await withdraw(first)).body).toEqual({ caseId, remaining: 1, caseWithdrawn: false });
    expect(world.outbox().at(-1)).not.toMatchObject({ name: 'case-withdrawn' });
    const targets = world.db.select().from(callbackTargets).all();
    expect(Object.fromEntries(targets.map((target) => [target.complaintId, target.status]))).toEqual({
      [first ?? '']: 'withdrawn',
      [second ?? '']: 'open',
    });
    expect((await withdraw(second)).body.caseWithdrawn).toBe(true);
  });

  test('leaves a town its own case, which somebody only joined', async () => {
    const whistle = { subject: '河堤塌陷', text: '河堤塌陷二十米', place: '东河' };
    const { body } = await world.post('liuying.officer1', '/whistles', whistle);
    await world.complain({ text: '河堤塌了', attachTo: body.caseId });
    const [id] = await idsOf(body.caseId);
    expect((await withdraw(id)).body).toEqual({ caseId: body.caseId, remaining: 0, caseWithdrawn: false });
    expect((await world.get(OPERATOR, `/cases/${body.caseId}`)).body.outcome).toBeNull();
  });

  test('is refused twice, and when the case is closed or its end decided', async () => {
    await world.complain({ text: '同一件事', attachTo: caseId });
    const [first, second] = await idsOf(caseId);
    await withdraw(first);
    expect(await withdraw(first)).toMatchObject({ status: 409, body: { code: 'already-withdrawn' } });
    for (const state of ["outcome = 'refused'", "status = 'closed'"]) {
      set(state);
      expect(await withdraw(second)).toMatchObject({ status: 409, body: { code: 'case-closed' } });
    }
  });

  test('is for operators who may know of the case, and wants a reason', async () => {
    const [id] = await idsOf(caseId);
    world.addDepartment(caseId, 'dept-housing');
    expect((await withdraw(id, 'housing.handler')).body.code).toBe('wrong-role');
    expect(await withdraw(id, 'heming.operator1')).toMatchObject({
      status: 404,
      body: { code: 'complaint-not-found' },
    });
    expect((await withdraw('nothing')).status).toBe(404);
    expect((await world.post(OPERATOR, `/complaints/${id}/withdrawal`, { reason: ' ' })).body.field).toBe('reason');
    expect(await types()).toEqual(['case-registered']);
  });
});
