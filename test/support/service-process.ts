import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Config } from '../../src/config.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const START_MS = 200_000;

/** The service as a process of its own, so that it can be killed. */
export interface ServiceProcess {
  readonly pid: number;
  /** kill -9, and waits until it is dead. */
  kill(): Promise<void>;
  /** SIGTERM, and waits for the orderly end. @returns its exit code */
  stop(): Promise<number | null>;
}

/**
 * Starts `src/main.ts` on a city's data and waits until it is ready.
 * @param gatewayAddress of an engine that runs already; without it the service brings up its own
 */
export async function startServiceProcess(config: Config, gatewayAddress?: string): Promise<ServiceProcess> {
  const child = spawn(process.execPath, ['src/main.ts', '--without-operate'], {
    cwd: ROOT,
    env: {
      ...process.env,
      ...environmentOf(config),
      ...(gatewayAddress === undefined ? {} : { ZEEBE_ADDRESS: gatewayAddress }),
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

/** The variables that make another process read the same configuration. */
export function environmentOf({ dataDir, http, embedded }: Config): Record<string, string> {
  const { ports } = embedded;
  return {
    YISHAO_DATA_DIR: dataDir,
    YISHAO_ENGINE_DISTRIBUTION: embedded.distributionDir,
    YISHAO_LOG_LEVEL: 'silent',
    YISHAO_PORT: String(http.port),
    YISHAO_GATEWAY_PORT: String(ports.gateway),
    YISHAO_COMMAND_PORT: String(ports.command),
    YISHAO_INTERNAL_PORT: String(ports.internal),
    YISHAO_OPERATE_PORT: String(ports.web),
    YISHAO_MANAGEMENT_PORT: String(ports.management),
    ...(embedded.recordsUrl === undefined ? {} : { YISHAO_ENGINE_RECORDS_URL: embedded.recordsUrl }),
  };
}
