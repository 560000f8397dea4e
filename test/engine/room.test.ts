import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { engineEpochs } from '../../src/db/table.ts';
import { type EngineRoom, openEngineRoom } from '../../src/engine/room.ts';
import { currentEpoch } from '../../src/engine/store.ts';
import { createLog } from '../../src/log.ts';
import { Bench, START } from '../support/worker.ts';
import { fakeEngine } from './fake-engine.ts';

describe('the engine room', () => {
  let bench: Bench;
  let room: EngineRoom | undefined;
  /** Ids of messages that the engine still knows: its data. */
  let known: Set<string>;
  let reachable: boolean;

  beforeEach(() => {
    vi.useFakeTimers();
    bench = new Bench();
    known = new Set();
    reachable = true;
  });
  afterEach(async () => {
    await room?.close();
    vi.useRealTimers();
  });

  /** A service without workers, which deploys nothing. */
  const open = () => {
    const engine = fakeEngine({
      reachable: async () => reachable,
      publishMessage: async ({ messageId }) => {
        if (known.has(messageId)) return 'duplicate';
        known.add(messageId);
        return 'published';
      },
    });
    room = openEngineRoom({
      ...{ db: bench.db, clock: { now: () => bench.now }, log: createLog('silent'), engine, workers: [], hotlines: [] },
      ...{ timeZone: 'Asia/Shanghai', bundleDir: 'bpmn', taskLeaseMs: 1_000, alone: (work) => work() },
    });
    return room.joined;
  };
  const epochs = () => bench.db.select().from(engineEpochs).all();
  /** The engine is away for a while. */
  const outage = async (meanwhile: () => void) => {
    reachable = false;
    await vi.advanceTimersByTimeAsync(3_000);
    expect(room?.status().reachable).toBe(false);
    bench.now += 60_000;
    meanwhile();
    reachable = true;
    await vi.advanceTimersByTimeAsync(3_000);
    expect(room?.status().reachable).toBe(true);
  };

  it('says how many open cases are unknown to an engine that was emptied', async () => {
    bench.db
      .insert(engineEpochs)
      .values({ id: 'lost', beganAt: START - 1 })
      .run();
    bench.addCase({ engineEpoch: 'lost', processInstanceKey: '1' });
    bench.addCase({ engineEpoch: 'lost', processInstanceKey: '2', status: 'closed' });
    bench.addCase();
    expect(await open()).toMatchObject({ lost: true, stranded: 1 });
  });

  it('goes on with an engine that comes back with its data', async () => {
    const { epoch } = await open();
    await outage(() => undefined);
    expect(currentEpoch(bench.db)).toBe(epoch);
    expect(epochs()).toHaveLength(1);
  });

  it('joins an engine anew that comes back without its data', async () => {
    const { epoch } = await open();
    await outage(() => known.clear());
    expect(currentEpoch(bench.db)).not.toBe(epoch);
    expect(epochs()).toHaveLength(2);
    await outage(() => undefined);
    expect(epochs()).toHaveLength(2);
  });
});
