import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withLock } from '../../src/embedded/lock.ts';
import { startMark } from '../../src/embedded/processes.ts';

let dir: string;
let path: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'yishao-lock-'));
  path = join(dir, 'the.lock');
});
afterEach(() => rm(dir, { recursive: true }));

test('holders follow one another and leave nothing behind', async () => {
  let inside = 0;
  const work = async () => {
    inside++;
    expect(inside).toBe(1);
    await readdir(dir);
    inside--;
  };
  await Promise.all(Array.from({ length: 5 }, () => withLock(path, work)));
  expect(await readdir(dir)).toEqual([]);
});

test('a failing holder gives the lock back', async () => {
  const failing = withLock(path, () => Promise.reject(new Error('broken')));
  await expect(failing).rejects.toThrow('broken');
  await expect(withLock(path, async () => 'mine')).resolves.toBe('mine');
});

test('the lock of a dead process is taken over, even when its pid lives again', async () => {
  await mkdir(path);
  await writeFile(join(path, 'owner.json'), JSON.stringify({ pid: process.pid, mark: 'an earlier start' }));
  let inside = 0;
  const most: number[] = [];
  const work = async () => {
    most.push(++inside);
    await readdir(dir);
    inside--;
  };
  await Promise.all([withLock(path, work), withLock(path, work), withLock(path, work)]);
  expect(most).toEqual([1, 1, 1]);
});

test('the lock of a living process is waited for, and its pid is told once', async () => {
  await mkdir(path);
  const owner = { pid: process.pid, mark: await startMark(process.pid) };
  await writeFile(join(path, 'owner.json'), JSON.stringify(owner));
  const told: number[] = [];
  let entered = false;
  const waiting = withLock(
    path,
    async () => {
      entered = true;
    },
    (pid) => {
      told.push(pid);
      expect(entered).toBe(false);
      void rm(path, { recursive: true });
    },
  );
  await waiting;
  expect(told).toEqual([process.pid]);
});
