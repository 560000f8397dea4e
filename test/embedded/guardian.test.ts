import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ChildPlan, Plan } from '../../src/embedded/plan.ts';
import { endProcess, findMarked, marker, startMark } from '../../src/embedded/processes.ts';
import { type EngineState, readLiveState, readState } from '../../src/embedded/state.ts';

const GUARDIAN = resolve(import.meta.dirname, '../../src/embedded/guardian.ts');
const PATIENCE = { timeout: 10_000, interval: 50 };

let dir: string;
let guardian: ChildProcess;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'yishao-guardian-'));
});
afterEach(async () => {
  guardian.kill('SIGKILL');
  await Promise.all((await findMarked(dir)).map((pid) => endProcess(pid, 0)));
  await rm(dir, { recursive: true });
});

/** Starts a guardian over stand-ins for the Java processes and waits until it has written its state. */
async function guard(mode: 'tied' | 'detached', code = 'setInterval(() => {}, 1e6)'): Promise<EngineState> {
  const child = (name: 'openSearch' | 'broker'): ChildPlan => {
    const output = join(dir, `${name}.out`);
    return { name, program: process.execPath, args: ['-e', code, '--', marker(dir)], env: {}, cwd: dir, output };
  };
  const { ports, urls } = { ports: {} as Plan['ports'], urls: { gateway: 'g', rest: 'r', management: 'm' } };
  const plan: Plan = { host: '127.0.0.1', ports, urls, children: [child('openSearch'), child('broker')] };
  await writeFile(join(dir, 'plan.json'), JSON.stringify(plan));
  const args = [GUARDIAN, dir, mode, String(process.pid)];
  guardian = spawn(process.execPath, args, { stdio: [mode === 'tied' ? 'pipe' : 'ignore', 'ignore', 'inherit'] });
  return await vi.waitFor(async () => {
    const state = await readLiveState(dir);
    if (!state) throw new Error('no state yet');
    return state;
  }, PATIENCE);
}

const allGone = () =>
  vi.waitFor(async () => {
    expect(await findMarked(dir)).toEqual([]);
    expect(readState(dir)).toBeUndefined();
  }, PATIENCE);

test("the end of the parent's pipe ends every process and removes the state file", async () => {
  const { children, parent } = await guard('tied');
  expect((await findMarked(dir)).sort()).toEqual([children.broker, children.openSearch].sort());
  expect(parent?.pid).toBe(process.pid);
  guardian.stdin?.destroy();
  await allGone();
});

test('a detached guardian ends everything on SIGTERM and names no parent', async () => {
  const { parent } = await guard('detached');
  expect(parent).toBeUndefined();
  guardian.kill('SIGTERM');
  await allGone();
});

test('a killed child is started again, under another pid and counted', async () => {
  const before = await guard('tied');
  process.kill(before.children.broker as number, 'SIGKILL');
  await vi.waitFor(() => {
    const now = readState(dir);
    expect(now?.children.broker).toEqual(expect.any(Number));
    expect(now?.children.broker).not.toBe(before.children.broker);
    expect(now?.crashes).toBe(1);
    expect(now?.children.openSearch).toBe(before.children.openSearch);
  }, PATIENCE);
});

test('a stop during the pause before a restart starts nothing more', async () => {
  await guard('tied', 'process.exit(1)');
  await vi.waitFor(() => expect(readState(dir)?.crashes).toBeGreaterThan(0), PATIENCE);
  guardian.kill('SIGTERM');
  await allGone();
});

test('the state of a killed guardian is not taken for a running engine, and its children are found', async () => {
  const { guardian: name, children } = await guard('tied');
  guardian.kill('SIGKILL');
  await vi.waitFor(async () => expect(await startMark(name.pid)).toBeUndefined(), PATIENCE);
  expect(await readLiveState(dir)).toBeUndefined();
  expect(readState(dir)?.guardian.pid).toBe(name.pid);
  expect((await findMarked(dir)).sort()).toEqual([children.broker, children.openSearch].sort());
});
