import { join } from 'node:path';
import { withLock } from './embedded/lock.ts';

/**
 * Runs work that joins an engine or deploys while no other process on the same data folder does: `npm run deploy` and
 * parts of the service that start together must not make an epoch or a bundle each.
 */
export const joinAlone = <T>(dataDir: string, work: () => Promise<T>): Promise<T> =>
  withLock(join(dataDir, 'joining.lock'), work);
