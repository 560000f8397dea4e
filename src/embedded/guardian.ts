/**
 * The engine's guardian, a program of its own: `node guardian.ts DIR tied|detached [PARENT_PID]`. It starts the Java
 * processes of the plan in DIR, restarts one that crashes, and ends all of them when it is told to: by SIGTERM or SIGINT
 * or, when tied, by the end of its standard input. The parent holds the other end of that pipe, which closes however
 * the parent dies.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type ChildPlan, type Plan, readPlan } from './plan.ts';
import { endProcess, startMark } from './processes.ts';
import { type ChildName, type EngineState, type ProcessName, writeState } from './state.ts';

/** A process may take this long to end by itself; the broker writes a snapshot. */
const GRACE_MS = 20_000;
const CRASH_WINDOW_MS = 600_000;
const MOST_CRASHES = 5;
const FIRST_BACKOFF_MS = 500;

class Guardian {
  readonly #dir: string;
  readonly #plan: Plan;
  readonly #running = new Map<ChildName, ChildProcess>();
  readonly #crashes: { name: ChildName; at: number }[] = [];
  readonly #stopped = new AbortController();
  readonly #fixed: Pick<EngineState, 'guardian' | 'parent' | 'startedAt' | 'host' | 'ports' | 'urls'>;
  #gaveUp: ChildName | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(dir: string, plan: Plan, self: ProcessName, parent: ProcessName | undefined) {
    this.#dir = dir;
    this.#plan = plan;
    const { host, ports, urls } = plan;
    this.#fixed = { guardian: self, parent, startedAt: new Date().toISOString(), host, ports, urls };
  }

  async start(): Promise<void> {
    for (const child of this.#plan.children) this.#spawn(child);
    await this.#save();
  }

  /** Ends the children, the last started first, so that the broker can still export what it has. */
  async stop(reason: string): Promise<never> {
    if (this.#stopped.signal.aborted) return await new Promise<never>(() => undefined);
    this.#stopped.abort();
    note(`stopping: ${reason}`);
    for (const { name } of this.#plan.children.toReversed()) {
      const pid = this.#running.get(name)?.pid;
      if (pid !== undefined) await endProcess(pid, GRACE_MS);
    }
    await this.#writing;
    await rm(join(this.#dir, 'state.json'), { force: true });
    note('stopped');
    process.exit(0);
  }

  #spawn(plan: ChildPlan): void {
    const output = openSync(plan.output, 'a');
    const { cwd, env } = plan;
    const child = spawn(plan.program, plan.args, { cwd, env, stdio: ['ignore', output, output] });
    closeSync(output);
    this.#running.set(plan.name, child);
    child.once('spawn', () => note(`${plan.name} started as process ${child.pid}`));
    child.once('error', (error) => note(`${plan.name} cannot be started: ${error.message}`));
    child.once('close', (code, signal) => void this.#ended(plan, signal ?? `exit code ${code}`));
  }

  async #ended(plan: ChildPlan, how: string): Promise<void> {
    this.#running.delete(plan.name);
    if (this.#stopped.signal.aborted) return;
    this.#crashes.push({ name: plan.name, at: Date.now() });
    const recent = this.#crashes.filter(({ name, at }) => name === plan.name && Date.now() - at < CRASH_WINDOW_MS);
    note(`${plan.name} ended unexpectedly (${how}), ${recent.length} times in ten minutes`);
    if (recent.length > MOST_CRASHES) {
      this.#gaveUp = plan.name;
      note(`${plan.name} is not started any more, because it crashed too often`);
      return await this.#save();
    }
    await this.#save();
    const paused = delay(FIRST_BACKOFF_MS * 2 ** (recent.length - 1), undefined, { signal: this.#stopped.signal });
    await paused.catch(() => undefined);
    if (this.#stopped.signal.aborted) return;
    this.#spawn(plan);
    await this.#save();
  }

  /** One write after the other, each with the newest state. */
  #save(): Promise<void> {
    this.#writing = this.#writing.then(() => {
      const children = Object.fromEntries([...this.#running].map(([name, child]) => [name, child.pid]));
      return writeState(this.#dir, {
        ...this.#fixed,
        children,
        crashes: this.#crashes.length,
        gaveUp: this.#gaveUp,
      });
    });
    return this.#writing;
  }
}

/** Standard output is the guardian's log file. */
const note = (text: string): void => console.log(`${new Date().toISOString()} ${text}`);

const [dir, mode, parentPid] = process.argv.slice(2);
if (dir === undefined) throw new Error('usage: guardian.ts DIR tied|detached [PARENT_PID]');
const named = async (pid: number): Promise<ProcessName> => ({ pid, mark: await startMark(pid) });
const parent = mode === 'tied' ? await named(Number(parentPid)) : undefined;
const guardian = new Guardian(dir, await readPlan(dir), await named(process.pid), parent);
process.on('SIGTERM', () => void guardian.stop('SIGTERM'));
process.on('SIGINT', () => void guardian.stop('SIGINT'));
// A closed terminal is no reason to stop: a tied guardian learns of its parent's end by the pipe.
process.on('SIGHUP', () => undefined);
if (mode === 'tied') {
  const gone = () => void guardian.stop('the parent has ended or asked for it');
  process.stdin.once('end', gone).once('error', gone).resume();
}
await guardian.start();
