import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Config } from '../../src/config.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const START_MS = 90_000;

/** The service as a process of its own, so that it can be killed. */
export interface ServiceProcess {
  readonly pid: number;
  /** kill -9, and waits until it is dead. */
  kill(): Promise<void>;
  /** SIGTERM, and waits for the orderly end. @returns its exit code */
  stop(): Promise<number | null>;
}

/** Starts `src/main.ts` on a city's data against an engine that runs already, and waits until it is ready. */
export async function startServiceProcess(config: Config, gatewayAddress: string): Promise<ServiceProcess> {
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: ROOT,
    env: {
      ...process.env,
      ZEEBE_ADDRESS: gatewayAddress,
      YISHAO_DATA_DIR: config.dataDir,
      YISHAO_PORT: String(config.http.port),
      YISHAO_LOG_LEVEL: 'silent',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await ready(config, child);
  return {
    pid: child.pid as number,
    async kill() {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      return child.exitCode;
    },
  };
}

async function ready(config: Config, child: ChildProcess): Promise<void> {
  const until = Date.now() + START_MS;
  while (Date.now() < until) {
    if (child.exitCode !== null) throw new Error(`The service ended at once with code ${child.exitCode}.`);
    const answer = await fetch(`http://${config.http.host}:${config.http.port}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await pause(100);
  }
  throw new Error('The service was not ready in time.');
}
