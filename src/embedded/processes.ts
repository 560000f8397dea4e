import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A running process as the operating system shows it. */
export interface ProcessInfo {
  readonly pid: number;
  readonly args: readonly string[];
}

/**
 * When the process was started, as an opaque text: pid and this text together name one process for good, because the
 * system gives the pid of a dead process to a new one (in a restarted container even the same program gets it).
 * @returns undefined when there is no such process or it is a zombie.
 */
export async function startMark(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
    // The second field is the program's name and may hold blanks; fields are counted behind its bracket.
    const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields === undefined || fields[0] === 'Z' ? undefined : fields[19];
  }
  const shown = await run('ps', ['-o', 'lstart=', '-p', String(pid)]).catch(() => undefined);
  return shown?.stdout.trim() || undefined;
}

/** Every process that this user can see, with its arguments. */
export async function listProcesses(): Promise<ProcessInfo[]> {
  if (process.platform === 'linux') {
    const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
    const all = await Promise.all(pids.map(async (pid) => ({ pid: Number(pid), args: await commandLine(pid) })));
    return all.filter((info) => info.args.length > 0);
  }
  const { stdout } = await run('ps', ['-axww', '-o', 'pid=,args='], { maxBuffer: 16 * 1024 * 1024 });
  return stdout.split('\n').flatMap((line) => {
    const found = /^\s*(\d+)\s+(.*)$/.exec(line);
    // `ps` does not keep the borders between arguments, so the whole line stands as one.
    return found ? [{ pid: Number(found[1]), args: [found[2] ?? ''] }] : [];
  });
}

async function commandLine(pid: string): Promise<string[]> {
  const text = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return text.split('\0').filter((arg) => arg !== '');
}

/** The JVM argument that marks every Java process of one engine's data folder. */
export const marker = (dir: string): string => `-Dyishao.engine=${dir}`;

/** Pids of the Java processes that belong to the data folder `dir`, whoever started them. */
export async function findMarked(dir: string): Promise<number[]> {
  const wanted = marker(dir);
  const marked = ({ args }: ProcessInfo) => args.some((arg) => arg === wanted || `${arg} `.includes(` ${wanted} `));
  return (await listProcesses()).filter((info) => info.pid !== process.pid && marked(info)).map((info) => info.pid);
}

/** Sends a signal; a process that is gone already is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Waits until the process is gone. @returns false when it is still there after `ms` milliseconds. */
export async function waitForEnd(pid: number, ms: number): Promise<boolean> {
  const until = Date.now() + ms;
  while ((await startMark(pid)) !== undefined) {
    if (Date.now() >= until) return false;
    await delay(100);
  }
  return true;
}

/** Ends a process: SIGTERM, and SIGKILL when it has not gone after `graceMs` milliseconds. */
export async function endProcess(pid: number, graceMs: number): Promise<void> {
  signal(pid, 'SIGTERM');
  if (await waitForEnd(pid, graceMs)) return;
  signal(pid, 'SIGKILL');
  await waitForEnd(pid, 5_000);
}

/** Resident memory in bytes, undefined when the process is gone. */
export async function residentBytes(pid: number): Promise<number | undefined> {
  if (process.platform === 'linux') {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    const kilobytes = /^VmRSS:\s+(\d+)/m.exec(status)?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  }
  const shown = await run('ps', ['-o', 'rss=', '-p', String(pid)]).catch(() => undefined);
  return shown === undefined ? undefined : Number(shown.stdout) * 1024;
}
