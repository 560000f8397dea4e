import { existsSync } from 'node:fs';
import { workers } from '../workers/index.ts';
import { systemClock } from './clock.ts';
import { type Config, loadConfig } from './config.ts';
import { type EmbeddedEngine, startEmbeddedEngine } from './embedded/embedded.ts';
import type { Joined } from './engine/room.ts';
import { createLog } from './log.ts';
import { type Service, startService } from './service.ts';

/** Longest wait for an outside engine before the service says that it goes on without it, ms. */
const OUTSIDE_ENGINE_MS = 10_000;
/** Longest orderly stop; what is still there then is left to the guardian, ms. */
const STOP_MS = 70_000;

/** `npm start`: embedded engine (unless ZEEBE_ADDRESS is set) → service → addresses on the screen → until a signal. */
async function main(): Promise<void> {
  const began = Date.now();
  const config = loadConfig();
  const log = createLog(config.logLevel);
  const stopping = new AbortController();
  const parts: { engine?: EmbeddedEngine; service?: Service } = {};

  const stop = async (why: string, code: number) => {
    if (stopping.signal.aborted) return;
    stopping.abort();
    setTimeout(() => process.exit(1), STOP_MS).unref();
    console.log(`\n${why} – stopping in order: API, workers, database, engine …`);
    await parts.service?.close();
    await parts.engine?.stop();
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(signal, 0));
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'unexpected error');
    void stop('Unexpected error', 1);
  });

  try {
    if (!config.zeebe.address) parts.engine = await startEmbeddedEngine(config.embedded, console);
    const operateUrl = config.zeebe.operateUrl ?? parts.engine?.operateUrl;
    const gatewayAddress = config.zeebe.address ?? parts.engine?.gatewayAddress ?? '';
    const service = await startService({ config, clock: systemClock, log, gatewayAddress, operateUrl, workers });
    parts.service = service;
    // A refused bundle or an unsupported engine ends the start, also when it is found out later.
    service.room.joined.catch((error: Error) => stop(error.message, 1));
    const joined = await Promise.race([service.room.joined, waited(config)]);
    announce(service, operateUrl, gatewayAddress, joined, Date.now() - began);
  } catch (error) {
    await stop((error as Error).message, 1);
  }
}

/** An outside engine may come later; the embedded one was waited for already. */
const waited = (config: Config): Promise<undefined> =>
  new Promise((done) => {
    if (config.zeebe.address) setTimeout(() => done(undefined), OUTSIDE_ENGINE_MS).unref();
  });

function announce(
  service: Service,
  operateUrl: string | undefined,
  gatewayAddress: string,
  joined: Joined | undefined,
  ms: number,
): void {
  const lines = [
    `一哨 Yishao is ready after ${(ms / 1_000).toFixed(1)} s`,
    ...(service.url
      ? [`  Desk      ${service.url}/`, `  API       ${service.url}/api`, `  API docs  ${service.url}/docs`]
      : []),
    `  Zeebe     ${gatewayAddress}${joined ? ` (gateway ${joined.gatewayVersion})` : ' – does not answer yet; requests are kept and delivered later'}`,
    ...(operateUrl ? [`  Operate   ${operateUrl} (embedded engine: demo / demo)`] : []),
    ...(existsSync(service.tokenFile) ? [`  Tokens    ${service.tokenFile} (sample accounts)`] : []),
    ...bundleLines(joined),
  ];
  if (joined && joined.stranded > 0)
    lines.push(
      `  WARNING   The engine was emptied: ${joined.stranded} open cases have no process instance in it. ` +
        '`npm run doctor -- --mend` brings them back.',
    );
  console.log(`\n${lines.join('\n')}\n\nCtrl-C stops everything.`);
}

function bundleLines(joined: Joined | undefined): string[] {
  const deployment = joined?.deployment;
  if (!deployment) return [];
  const { number } = deployment.bundle;
  if (deployment.kind === 'deployed') return [`  Bundle    number ${number}, deployed now`];
  if (deployment.kind === 'refused') return [`  Bundle    number ${number} stays active. ${deployment.reason}`];
  if (deployment.kind === 'unchanged') return [`  Bundle    number ${number}, unchanged`];
  const { added, removed, changed } = deployment.difference;
  return [
    `  Bundle    number ${number} is active; the files in bpmn/ differ but are older, so they were not deployed.`,
    ...[...added.map((f) => `+ ${f}`), ...removed.map((f) => `- ${f}`), ...changed.map((f) => `~ ${f}`)].map(
      (l) => `            ${l}`,
    ),
    '            `npm run deploy` deploys them.',
  ];
}

await main();
