import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { type Database, write } from '../db/open.ts';
import type { Engine } from './engine.ts';
import { beginEpoch, currentEpoch } from './store.ts';

/** Far longer than any engine's data live, ms. */
const FOR_EVER = 50 * 365 * 86_400_000;

/**
 * Finds out whether the engine still has the data that our database speaks of. Keys of jobs and process instances start
 * anew in an emptied engine and would be taken for the old ones, so everything that carries a key carries the epoch too.
 * The engine is asked through a message that it keeps for ever: if it still knows the message's id, it is the same one.
 * @returns the epoch, and whether the engine had lost an earlier one
 */
export async function joinEpoch(db: Database, engine: Engine, clock: Clock): Promise<{ epoch: string; lost: boolean }> {
  const known = currentEpoch(db);
  if (known && (await markEpoch(engine, known)) === 'duplicate') return { epoch: known, lost: false };
  const epoch = randomUUID();
  await markEpoch(engine, epoch);
  write(db, () => beginEpoch(db, epoch, clock.now()));
  return { epoch, lost: known !== undefined };
}

const markEpoch = (engine: Engine, epoch: string) =>
  engine.publishMessage({
    name: 'yishao-engine-epoch',
    correlationKey: 'yishao',
    messageId: epoch,
    lifetimeMs: FOR_EVER,
    variables: {},
  });
