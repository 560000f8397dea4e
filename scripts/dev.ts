import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { watch } from 'chokidar';
import { loadConfig } from '../src/config.ts';
import { startEmbeddedEngine } from '../src/embedded/embedded.ts';

/**
 * `npm run dev`: the engine stays up while the service restarts on every change of code; when a file in `bpmn/` changes,
 * it is linted and the bundle deployed, so that a designer sees the effect of an edit within seconds.
 */
const root = resolve(import.meta.dirname, '..');
/** Editors save in several steps; changes within this time are one, ms. */
const SETTLE_MS = 200;

/** Runs one of our programs with this Node; resolves with its exit code. */
function run(args: readonly string[]): Promise<number> {
  return new Promise((done) => {
    spawn(process.execPath, args, { cwd: root, stdio: 'inherit' }).on('close', (code) => done(code ?? 1));
  });
}

/** Calls `work` once after a burst of changes, and again when more came meanwhile. */
function afterChanges(paths: readonly string[], work: () => Promise<void>): void {
  let timer: NodeJS.Timeout | undefined;
  let queue = Promise.resolve();
  watch([...paths], { ignoreInitial: true }).on('all', () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      queue = queue.then(work);
    }, SETTLE_MS);
  });
}

async function main(): Promise<void> {
  const config = loadConfig();
  const flags = process.argv.slice(2);
  // The engine is this process' own, so that it also ends with it; the services that come and go find it running.
  const engine = config.zeebe.address ? undefined : await startEmbeddedEngine(config.embedded, console);

  let service: ChildProcess | undefined;
  const start = () => {
    service = spawn(process.execPath, ['src/main.ts', ...flags], { cwd: root, stdio: 'inherit' });
  };
  const stop = () =>
    new Promise<void>((done) => {
      if (!service || service.exitCode !== null || service.signalCode !== null) return done();
      service.once('close', () => done());
      service.kill('SIGTERM');
    });

  start();
  afterChanges([resolve(root, 'src'), resolve(root, 'workers')], async () => {
    console.log('\n代码有变化，服务重新启动 …');
    await stop();
    start();
  });
  afterChanges([config.bundleDir], async () => {
    console.log('\n流程文件有变化，检查并部署 …');
    if ((await run(['scripts/check.ts', '--bundle'])) === 0) await run(['scripts/deploy.ts']);
  });

  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      void stop()
        .then(() => engine?.stop())
        .then(() => process.exit(0));
    });
}

await main();
