import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile, statfs, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { EmbeddedConfig } from '../config.ts';
import { ensureDistribution } from './distribution.ts';
import { findJava } from './java.ts';
import { withLock } from './lock.ts';
import { logFile, outputFile, writePlan } from './plan.ts';
import { checkPorts } from './ports.ts';
import { endProcess, findMarked, startMark, waitForEnd } from './processes.ts';
import { type Log, showProgress } from './progress.ts';
import { type EngineState, isRunning, readLiveState, readState } from './state.ts';

const GUARDIAN = resolve(import.meta.dirname, 'guardian.ts');
/** Above what a slow disk and a cold cache need; a crash is noticed at once and not waited for. */
const READY_MS = 300_000;
/** The guardian gives each of two children 20 s and 5 s more after SIGKILL. */
const STOP_MS = 55_000;
/** Zeebe stops processing below 2 GB (its default, kept); warn while there is time to act. */
const LOW_SPACE_BYTES = 4_000_000_000;
const LEFTOVER_GRACE_MS = 10_000;
const POLL_MS = 150;

/** A running engine on this machine. */
export interface EmbeddedEngine {
  /** gRPC gateway, `host:port`. */
  readonly gatewayAddress: string;
  /** Base URL of the REST API, no trailing slash. */
  readonly restAddress: string;
  /** Base URL of `/actuator/...`, no trailing slash. */
  readonly managementUrl: string;
  /** Operate's page; undefined when the engine runs without Operate. */
  readonly operateUrl?: string;
  /** Whether another process owns the engine; then `stop` leaves it running. */
  readonly reused: boolean;
  /** The processes as they are now; a restarted one has a new pid. */
  pids(): EnginePids;
  /** Stops the engine, orderly and in bounded time (about a minute at worst). A second call does nothing. */
  stop(): Promise<void>;
}

/** Process ids; undefined while a crashed process is not yet restarted. */
export interface EnginePids {
  readonly guardian: number;
  readonly broker: number | undefined;
  readonly openSearch?: number;
}

/**
 * Brings the embedded engine up, fetching its programs first when need be, and waits until it can be used. The engine
 * ends with this process, however that ends. An engine that another process has started on the same data folder
 * (`npm run engine -- start`, or the other half of `npm start -- --only …`) is used instead and not stopped by this one.
 * @param detached start an engine that outlives this process.
 * @throws Error with a sentence saying what to do: Java, Maven, network, disk, ports, or a start that failed.
 */
export async function startEmbeddedEngine(
  config: EmbeddedConfig,
  log: Log,
  { detached = false }: { detached?: boolean } = {},
): Promise<EmbeddedEngine> {
  const onWait = (pid: number) => log.info(`Process ${pid} is starting an engine in this data folder; waiting for it.`);
  const begun = await withLock(join(config.dir, 'starting.lock'), () => begin(config, log, detached), onWait);
  try {
    await waitUntilReady(config, begun.state, log);
  } catch (error) {
    if (!begun.reused) await stopEngine(config.dir, begun.state, begun.release);
    throw error;
  }
  return engineOf(config.dir, begun);
}

interface Begun {
  readonly state: EngineState;
  readonly reused: boolean;
  /** Tied engines only: closes the pipe that keeps the engine alive. */
  readonly release?: () => void;
}

/** Finds the running engine or starts the processes; exclusive for the data folder. */
async function begin(config: EmbeddedConfig, log: Log, detached: boolean): Promise<Begun> {
  const running = await findRunning(config.dir);
  if (running) {
    if (config.withOperate && !running.urls.operate)
      log.warn('The running engine has no Operate; to have it: npm run engine -- stop, then start again.');
    return { state: running, reused: true };
  }
  const leftovers = await endLeftovers(config.dir);
  if (leftovers.length > 0)
    log.warn(`Ended process ${leftovers.join(' and ')}, left over from an engine whose guardian was killed.`);
  const java = await findJava(config.javaHome);
  const distribution = await ensureDistribution(config.distributionDir, java, log);
  await warnOfLowSpace(config.dir, log);
  await checkPorts(config);
  await writePlan(config, java, distribution);
  return await spawnGuardian(config.dir, detached);
}

/** @returns the engine that runs on this folder, if any: detached, or tied to another part of the service. */
async function findRunning(dir: string): Promise<EngineState | undefined> {
  const state = await readLiveState(dir);
  if (!state?.parent || (await isRunning(state.parent))) return state;
  // Its parent has died a moment ago, and the guardian is ending the children.
  if (!(await waitForEnd(state.guardian.pid, STOP_MS))) await endProcess(state.guardian.pid, 0);
  return undefined;
}

async function warnOfLowSpace(dir: string, log: Log): Promise<void> {
  const { bavail, bsize } = await statfs(dir);
  if (bavail * bsize < LOW_SPACE_BYTES)
    log.warn(
      `Only ${Math.round((bavail * bsize) / 1_000_000)} MB are free for ${dir}; below 2 GB the engine stops working, so free some.`,
    );
}

async function spawnGuardian(dir: string, detached: boolean): Promise<Begun> {
  const logPath = logFile(dir, 'guardian');
  for (const path of [logPath, outputFile(dir, 'broker'), outputFile(dir, 'openSearch')]) await writeFile(path, '');
  const output = openSync(logPath, 'a');
  const args = [GUARDIAN, dir, detached ? 'detached' : 'tied', String(process.pid)];
  // In its own session in any case: Ctrl+C on the terminal must reach the parent alone, which then stops in order.
  const guardian = spawn(process.execPath, args, {
    cwd: dir,
    detached: true,
    stdio: [detached ? 'ignore' : 'pipe', output, output],
  });
  closeSync(output);
  guardian.unref();
  const pipe = guardian.stdin;
  // Neither the process nor the pipe may keep the parent's event loop alive.
  (pipe as unknown as { unref?: () => void } | null)?.unref?.();
  pipe?.on('error', () => undefined);
  const state = await firstState(dir, guardian.pid, logPath);
  return { state, reused: false, ...(pipe ? { release: () => pipe.destroy() } : {}) };
}

async function firstState(dir: string, pid: number | undefined, logPath: string): Promise<EngineState> {
  while (pid !== undefined) {
    const alive = (await startMark(pid)) !== undefined;
    const state = readState(dir);
    if (state?.guardian.pid === pid && (await isRunning(state.guardian))) return state;
    if (!alive) break;
    await delay(POLL_MS);
  }
  throw new Error(`The engine's guardian could not be started; see ${logPath}.${await tail(logPath)}`);
}

async function waitUntilReady(config: EmbeddedConfig, state: EngineState, log: Log): Promise<void> {
  const { urls } = state;
  const steps = [
    { what: 'broker', url: `${urls.management}/actuator/health/readiness` },
    ...(urls.operate ? [{ what: 'Operate', url: urls.operate }] : []),
  ];
  const until = Date.now() + READY_MS;
  let what = 'broker';
  const end = showProgress(log, () => `Starting the engine: waiting for ${what}`);
  try {
    for (const step of steps) {
      what = step.what;
      while (!(await answers(step.url))) {
        await failOnCrash(config.dir, state);
        if (Date.now() > until) throw await startFailure(config.dir, 'broker', `${what} did not answer in time`);
        await delay(POLL_MS);
      }
    }
  } finally {
    end();
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

/** A child that dies during the start would die again: better tell at once what it said. */
async function failOnCrash(dir: string, begun: EngineState): Promise<void> {
  const state = await readLiveState(dir);
  if (!state) throw await startFailure(dir, 'guardian', 'its guardian has ended');
  if (state.crashes === begun.crashes) return;
  const crashed = state.children.broker === begun.children.broker ? 'openSearch' : 'broker';
  throw await startFailure(dir, crashed, `${crashed} has ended`);
}

async function startFailure(dir: string, name: 'broker' | 'openSearch' | 'guardian', why: string): Promise<Error> {
  const path = logFile(dir, name);
  const printed = name === 'guardian' ? '' : await tail(outputFile(dir, name), 5);
  return new Error(`The engine could not be started: ${why}; see ${path}.${await tail(path)}${printed}`);
}

async function tail(path: string, lines = 15): Promise<string> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const last = text.trimEnd().split('\n').slice(-lines).join('\n');
  return last === '' ? '' : `\n${last}`;
}

function engineOf(dir: string, { state, reused, release }: Begun): EmbeddedEngine {
  const { urls } = state;
  let stopping: Promise<void> | undefined;
  return {
    gatewayAddress: urls.gateway,
    restAddress: urls.rest,
    managementUrl: urls.management,
    ...(urls.operate ? { operateUrl: urls.operate } : {}),
    reused,
    pids() {
      const { broker, openSearch } = readState(dir)?.children ?? {};
      return { guardian: state.guardian.pid, broker, ...(openSearch ? { openSearch } : {}) };
    },
    stop() {
      stopping ??= reused ? Promise.resolve() : stopEngine(dir, state, release);
      return stopping;
    },
  };
}

/**
 * Stops an engine through its guardian, in bounded time; what a killed guardian has left behind is ended too.
 * @param dir the engine's data folder.
 */
export async function stopEngine(dir: string, { guardian }: EngineState, release?: () => void): Promise<void> {
  release?.();
  if (await isRunning(guardian)) await endProcess(guardian.pid, STOP_MS);
  await endLeftovers(dir);
}

/**
 * Ends the Java processes of the data folder that no guardian looks after any more.
 * @returns their pids.
 */
export async function endLeftovers(dir: string): Promise<number[]> {
  const pids = await findMarked(dir);
  await Promise.all(pids.map((pid) => endProcess(pid, LEFTOVER_GRACE_MS)));
  return pids;
}
