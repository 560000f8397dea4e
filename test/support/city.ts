import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { type Account, Desk } from '../../scripts/demo/desk.ts';
import { type Config, loadConfig } from '../../src/config.ts';
import { type EmbeddedEngine, startEmbeddedEngine } from '../../src/embedded/embedded.ts';
import { createLog } from '../../src/log.ts';
import { type Service, startService } from '../../src/service.ts';
import { workers } from '../../workers/index.ts';
import { MovableClock } from './clock.ts';
import { freePorts } from './ports.ts';
import { receiveRecords } from './records.ts';

/**
 * Longest wait for a state, ms. A clock that jumps ends polls that are under way, and a job that such a poll had taken comes
 * again only after its lease; several may be lost in a row.
 */
const PATIENCE_MS = 240_000;

/** A whole city in a temporary folder: a real broker, the service in this process, and its people. */
export interface City {
  readonly desk: Desk;
  readonly engine: EmbeddedEngine;
  readonly config: Config;
  readonly clock: MovableClock;
  /** The running service; changes with `restart`. */
  service(): Service;
  /** Moves the time of broker and service forward, ms. */
  advance(ms: number): Promise<void>;
  close(): Promise<void>;
}

/** What a test wants to hear of its engine: only what is wrong. */
export const quiet = { info: () => undefined, warn: console.warn, error: console.error };

/** Settings of an engine and a service of their own: temporary data, free ports. */
export async function cityConfig(env: Record<string, string> = {}, args: readonly string[] = []): Promise<Config> {
  const dataDir = await mkdtemp(join(tmpdir(), 'yishao-test-'));
  const ports = (await freePorts(8)).map(String);
  const [api, gateway, command, internal, web, management, search, transport] = ports;
  const records = inject('elementRecords');
  return loadConfig(
    {
      ...process.env,
      YISHAO_DATA_DIR: dataDir,
      YISHAO_ENGINE_DISTRIBUTION: loadConfig(process.env, []).embedded.distributionDir,
      YISHAO_PORT: api,
      YISHAO_GATEWAY_PORT: gateway,
      YISHAO_COMMAND_PORT: command,
      YISHAO_INTERNAL_PORT: internal,
      YISHAO_OPERATE_PORT: web,
      YISHAO_MANAGEMENT_PORT: management,
      YISHAO_OPENSEARCH_PORT: search,
      YISHAO_OPENSEARCH_TRANSPORT_PORT: transport,
      YISHAO_ENGINE_CLOCK_CONTROLLED: 'true',
      ...(records === undefined ? {} : { YISHAO_ENGINE_RECORDS_URL: await receiveRecords(records) }),
      YISHAO_LOG_LEVEL: process.env.YISHAO_TEST_LOG ?? 'silent',
      ...env,
    },
    args,
  );
}

/** Starts a city without Operate (with it: `args: []`). The caller closes it. */
export async function startCity({
  env = {},
  args = ['--without-operate'],
}: {
  env?: Record<string, string>;
  args?: readonly string[];
} = {}): Promise<City> {
  const config = await cityConfig(env, args);
  const engine = await startEmbeddedEngine(config.embedded, quiet);
  const clock = new MovableClock();
  const service = await startService({
    config,
    clock,
    log: createLog(config.logLevel),
    gatewayAddress: engine.gatewayAddress,
    operateUrl: engine.operateUrl,
    workers,
  });
  await service.room.joined;
  return {
    desk: await deskOf(config),
    engine,
    config,
    clock,
    service: () => service,
    advance: (ms) => clock.advance(engine.managementUrl, ms),
    async close() {
      await service.close();
      await engine.stop();
      await rm(config.dataDir, { recursive: true, force: true });
    },
  };
}

/** The people of a city whose service has written its token file. */
export async function deskOf(config: Config): Promise<Desk> {
  const accounts = JSON.parse(await readFile(join(config.dataDir, 'sample-accounts.json'), 'utf8')) as Account[];
  return new Desk(`http://${config.http.host}:${config.http.port}`, accounts, PATIENCE_MS);
}
