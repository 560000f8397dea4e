import { mkdir, readFile, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startMark } from './processes.ts';

const POLL_MS = 200;
/** A lock folder without an owner file is younger than this while its owner is still writing the file. */
const NEWBORN_MS = 5_000;

interface Owner {
  readonly pid: number;
  readonly mark: string | undefined;
}

/**
 * Runs `work` while holding a lock that excludes every other process of this machine; waits for the lock if need be.
 * The lock is a folder (making one is atomic on every file system); when its owner has died, it is taken over.
 * @param path the lock folder; it exists only while the lock is held.
 * @param onWait called once, with the owner's pid, when someone else holds the lock.
 */
export async function withLock<T>(path: string, work: () => Promise<T>, onWait?: (pid: number) => void): Promise<T> {
  await mkdir(dirname(path), { recursive: true });
  let told = false;
  while (!(await tryMake(path))) {
    const owner = await readOwner(path);
    if (owner && !told) {
      told = true;
      onWait?.(owner.pid);
    }
    if (await isStale(path)) await breakStale(path);
    else await delay(POLL_MS);
  }
  try {
    return await work();
  } finally {
    await rm(path, { recursive: true, force: true });
  }
}

async function tryMake(path: string): Promise<boolean> {
  try {
    await mkdir(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  const owner: Owner = { pid: process.pid, mark: await startMark(process.pid) };
  await writeFile(join(path, 'owner.json'), JSON.stringify(owner));
  return true;
}

async function readOwner(path: string): Promise<Owner | undefined> {
  try {
    return JSON.parse(await readFile(join(path, 'owner.json'), 'utf8')) as Owner;
  } catch {
    return undefined;
  }
}

async function isStale(path: string): Promise<boolean> {
  const owner = await readOwner(path);
  if (owner) return (await startMark(owner.pid)) !== owner.mark;
  return await isOlder(path, NEWBORN_MS);
}

/** Only one process may judge and remove a dead owner's lock, or the second would remove the first one's new lock. */
async function breakStale(path: string): Promise<void> {
  const breaker = `${path}.breaker`;
  try {
    await mkdir(breaker);
  } catch {
    if (await isOlder(breaker, NEWBORN_MS)) await rmdir(breaker).catch(() => undefined);
    await delay(POLL_MS);
    return;
  }
  try {
    if (await isStale(path)) await rm(path, { recursive: true, force: true });
  } finally {
    await rmdir(breaker).catch(() => undefined);
  }
}

async function isOlder(path: string, ms: number): Promise<boolean> {
  const made = await stat(path).catch(() => undefined);
  return made !== undefined && Date.now() - made.mtimeMs > ms;
}
