import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { joinAlone } from './alone.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import { type Database, openDatabase, write } from './db/open.ts';
import { awaitDelivery } from './db/outbox.ts';
import { recomputeDeadlines } from './duties/recompute.ts';
import { connectEngine } from './engine/engine.ts';
import { type EngineRoom, openEngineRoom } from './engine/room.ts';
import type { WorkerDefinition } from './engine/worker.ts';
import { startDeliverer } from './hotline/deliverer.ts';
import { buildApp } from './http/app.ts';
import type { Log } from './log.ts';
import { createSampleTokens, seedSampleCity } from './sample/store.ts';
import { writeTokenFile } from './sample/token-file.ts';

export interface Service {
  readonly db: Database;
  readonly room: EngineRoom;
  /** Base URL of the API; undefined in a process without it. */
  readonly url: string | undefined;
  /** File with the sample accounts' tokens. */
  readonly tokenFile: string;
  /** Orderly: no new requests, then no new jobs, then the database. */
  close(): Promise<void>;
}

/**
 * Everything except the embedded engine, in one process: database → engine room → workers → HTTP.
 * @throws Error with a sentence that says what to do, for example when the port is taken
 */
export async function startService(deps: {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  readonly gatewayAddress: string;
  readonly operateUrl: string | undefined;
  readonly workers: readonly WorkerDefinition[];
}): Promise<Service> {
  const { config, clock, log, operateUrl } = deps;
  const tokenFile = join(config.dataDir, 'sample-accounts.json');
  const db = openDatabase(join(config.dataDir, 'yishao.db'));
  // In one write lock, because two parts of the service may start at the same moment.
  write(db, () => {
    seedSampleCity(db, clock);
    // A new version of the calendar's package may know a year that deadlines have only guessed so far.
    recomputeDeadlines({ db, clock, timeZone: config.timeZone });
    if (!existsSync(tokenFile)) writeTokenFile(tokenFile, createSampleTokens(db, clock));
  });
  const room = openEngineRoom({
    ...deps,
    db,
    engine: connectEngine(deps.gatewayAddress, log),
    timeZone: config.timeZone,
    hotlines: Object.keys(config.hotlines),
    bundleDir: config.bundleDir,
    taskLeaseMs: config.zeebe.taskLeaseMs,
    workers: config.parts.workers ? deps.workers : [],
    alone: (work) => joinAlone(config.dataDir, work),
  });
  const deliverer = startDeliverer({ db, clock, log, hotlines: config.hotlines });
  const app = config.parts.api
    ? buildApp({
        db,
        clock,
        log,
        timeZone: config.timeZone,
        operateUrl,
        engineStatus: room.status,
        probeTask: room.probeTask,
        awaitDelivery: (id, timeoutMs) => awaitDelivery(db, id, timeoutMs),
      })
    : undefined;
  const close = async () => {
    await app?.close();
    await deliverer.stop();
    await room.close();
    db.$client.close();
  };
  try {
    await app?.listen(config.http);
  } catch (error) {
    await close();
    if ((error as { code?: string }).code === 'EADDRINUSE')
      throw new Error(
        `Port ${config.http.port} (API, YISHAO_PORT) is taken by another program. Stop it or set YISHAO_PORT to a free port.`,
      );
    throw error;
  }
  const address = app?.server.address() as AddressInfo | undefined;
  return { db, room, url: address && `http://${config.http.host}:${address.port}`, tokenFile, close };
}
