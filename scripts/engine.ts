/** `npm run engine -- start|stop|status|logs|clean`: the embedded engine on its own, independent of `npm start`. */
import { readFile, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { type EmbeddedConfig, loadConfig } from '../src/config.ts';
import { endLeftovers, startEmbeddedEngine, stopEngine } from '../src/embedded/embedded.ts';
import { logFile } from '../src/embedded/plan.ts';
import { findMarked, residentBytes } from '../src/embedded/processes.ts';
import { type EngineState, readLiveState } from '../src/embedded/state.ts';

const USAGE = 'Usage: npm run engine -- start|stop|status|logs|clean [--without-operate] [--yes]';
const LINES = 30;

type Command = (config: EmbeddedConfig, flags: ReadonlySet<string>) => Promise<void>;

const commands: Readonly<Record<string, Command>> = { start, stop, status, logs, clean };

async function start(config: EmbeddedConfig): Promise<void> {
  const log = { info: console.log, warn: console.warn, error: console.error };
  const engine = await startEmbeddedEngine(config, log, { detached: true });
  console.log(engine.reused ? 'The engine is running already.' : 'The engine has started.');
  await status(config);
}

async function stop(config: EmbeddedConfig): Promise<void> {
  const state = await readLiveState(config.dir);
  if (!state) {
    const ended = await endLeftovers(config.dir);
    const left = `Ended process ${ended.join(' and ')}, left over from an engine whose guardian was killed.`;
    return console.log(ended.length > 0 ? left : 'The engine is not running.');
  }
  if (state.parent)
    throw new Error(`The engine belongs to process ${state.parent.pid} (npm start); stop that instead.`);
  await stopEngine(config.dir, state);
  console.log('The engine has stopped.');
}

async function status(config: EmbeddedConfig): Promise<void> {
  const state = await readLiveState(config.dir);
  if (!state) return console.log(`The engine is not running (data: ${config.dir}).`);
  const owner = state.parent ? `tied to process ${state.parent.pid}` : 'detached';
  console.log(`Running since ${state.startedAt}, ${owner}, ${state.crashes} crashes (data: ${config.dir}).`);
  if (state.gaveUp)
    console.log(`${state.gaveUp} crashed too often and is not started any more; see logs, then restart.`);
  console.log(await processTable(state));
  console.log(
    Object.entries(state.urls)
      .map(([name, url]) => `${name.padEnd(12)}${url}`)
      .join('\n'),
  );
}

async function processTable(state: EngineState): Promise<string> {
  const processes = Object.entries({ guardian: state.guardian.pid, ...state.children });
  const lines = processes.map(async ([name, pid]) => {
    const bytes = await residentBytes(pid);
    const memory = bytes === undefined ? 'gone' : `${Math.round(bytes / 1024 / 1024)} MB`;
    return `${name.padEnd(12)}process ${String(pid).padEnd(10)}${memory}`;
  });
  return (await Promise.all(lines)).join('\n');
}

async function logs(config: EmbeddedConfig): Promise<void> {
  for (const name of ['guardian', 'openSearch', 'broker'] as const) {
    const path = logFile(config.dir, name);
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text !== undefined) console.log(`==> ${path}\n${text.trimEnd().split('\n').slice(-LINES).join('\n')}\n`);
  }
}

async function clean(config: EmbeddedConfig, flags: ReadonlySet<string>): Promise<void> {
  if ((await readLiveState(config.dir)) || (await findMarked(config.dir)).length > 0)
    throw new Error('The engine is running; stop it first: npm run engine -- stop');
  if (!flags.has('--yes') && !(await confirmed(config.dir))) return console.log('Nothing was removed.');
  await rm(config.dir, { recursive: true, force: true });
  console.log(`Removed ${config.dir}.`);
}

async function confirmed(dir: string): Promise<boolean> {
  if (!process.stdin.isTTY) throw new Error('clean asks before it removes anything; without a terminal, add --yes.');
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`Remove ${dir} with every process instance in it? (yes/no) `);
  terminal.close();
  return answer.trim().toLowerCase() === 'yes';
}

try {
  const [name = '', ...rest] = process.argv.slice(2);
  const command = commands[name];
  if (!command) throw new Error(USAGE);
  await command(loadConfig(undefined, rest).embedded, new Set(rest));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
