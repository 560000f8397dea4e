import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { awaitDelivery, enqueue } from '../../src/db/outbox.ts';
import { engineEpochs, type OutboxPayload } from '../../src/db/table.ts';
import { type Dispatcher, startDispatcher } from '../../src/engine/dispatcher.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { createLog } from '../../src/log.ts';
import { tasks } from '../../src/tasks/table.ts';
import { Bench, START } from '../support/worker.ts';
import { fakeEngine } from './fake-engine.ts';

const PATIENCE_MS = 5_000;

describe('the dispatcher', () => {
  let bench: Bench;
  let dispatcher: Dispatcher | undefined;
  let published: Parameters<Engine['publishMessage']>[0][];
  let completed: string[];

  beforeEach(() => {
    bench = new Bench();
    published = [];
    completed = [];
    bench.db.insert(engineEpochs).values({ id: 'epoch', beganAt: START }).run();
    const engine = fakeEngine({
      publishMessage: async (message) => {
        published.push(message);
        return 'published';
      },
      completeJob: async (key) => {
        completed.push(key);
        return 'completed';
      },
    });
    dispatcher = startDispatcher({ db: bench.db, clock: { now: () => bench.now }, engine, log: createLog('silent') });
  });
  afterEach(() => dispatcher?.stop());

  const deliver = (payload: OutboxPayload) =>
    awaitDelivery(bench.db, enqueue(bench.db, { now: () => bench.now }, payload), PATIENCE_MS);

  it('lets the engine keep a message as long as its name asks for, or as the message itself does', async () => {
    const message = { kind: 'message', name: 'sub-task-given', correlationKey: 'c', variables: {} } as const;
    expect(await deliver(message)).toBe('delivered');
    expect(await deliver({ ...message, lifetimeMs: 7 })).toBe('delivered');
    expect(published.map(({ lifetimeMs }) => lifetimeMs)).toEqual([60_000, 7]);
  });

  it('completes a task of this engine, and none whose key may by now be another job’s', async () => {
    const taskOf = (engineEpoch: string) => {
      const dutyId = bench.submit(bench.addCase(), 'handle', {});
      bench.db.update(tasks).set({ engineEpoch }).where(eq(tasks.dutyId, dutyId)).run();
      return bench.db.select().from(tasks).where(eq(tasks.dutyId, dutyId)).get()?.id ?? '';
    };
    const completion = (taskId: string, jobKey: string) =>
      ({ kind: 'complete-task', taskId, jobKey, variables: {} }) as const;
    expect(await deliver(completion(taskOf('epoch'), '1'))).toBe('delivered');
    expect(await deliver(completion(taskOf('lost'), '1'))).toBe('delivered');
    expect(completed).toEqual(['1']);
  });
});
