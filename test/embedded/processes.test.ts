import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { endProcess, findMarked, marker, residentBytes, startMark } from '../../src/embedded/processes.ts';

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

/** Starts a program that prints a line when it is up and then stays. */
async function dummy(code: string, ...args: string[]): Promise<number> {
  const child = spawn(process.execPath, ['-e', `${code};setInterval(() => {}, 1e6);console.log('up')`, '--', ...args]);
  started.push(child);
  await once(child.stdout, 'data');
  return child.pid as number;
}

test("finds a data folder's processes and not those of a folder with a longer name", async () => {
  const mine = await dummy('', marker('/data/engine'), 'more');
  const last = await dummy('', 'more', marker('/data/engine'));
  await dummy('', marker('/data/engine2'));
  expect((await findMarked('/data/engine')).sort()).toEqual([mine, last].sort());
});

test('a process that ends on SIGTERM is not killed', async () => {
  const pid = await dummy(`process.on('SIGTERM', () => process.exit(7))`);
  const ended = once(started[0] as ChildProcess, 'exit');
  await endProcess(pid, 10_000);
  expect(await ended).toEqual([7, null]);
});

test('a process that ignores SIGTERM is killed after the grace', async () => {
  const pid = await dummy(`process.on('SIGTERM', () => {})`);
  const ended = once(started[0] as ChildProcess, 'exit');
  await endProcess(pid, 100);
  expect(await ended).toEqual([null, 'SIGKILL']);
  expect(await startMark(pid)).toBeUndefined();
});

test('a start mark belongs to one process and stays the same', async () => {
  const pid = await dummy('');
  expect(await startMark(pid)).toBe(await startMark(pid));
  expect(await startMark(pid)).not.toBe(await startMark(process.pid));
});

test('a pid that no process has is not measured, and ending it is no error', async () => {
  const pid = await dummy('');
  await endProcess(pid, 5_000);
  expect(await residentBytes(pid)).toBeUndefined();
  await expect(endProcess(pid, 0)).resolves.toBeUndefined();
});

test('memory is measured in bytes', async () => {
  expect(await residentBytes(process.pid)).toBeGreaterThan(10_000_000);
});
