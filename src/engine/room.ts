import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/open.ts';
import { outboxBacklog } from '../db/outbox.ts';
import type { Log } from '../log.ts';
import { outboxOldestSeconds, outboxPending } from '../metrics.ts';
import { deployAtStart, readBundleFiles, type StartDeployment } from './deployment.ts';
import { startDispatcher } from './dispatcher.ts';
import { type Engine, isPassing, type OpenWorker } from './engine.ts';
import { joinEpoch } from './epoch.ts';
import { probeTask, startMirror } from './mirror.ts';
import { runJob } from './run-job.ts';
import { forgetJobResults, strandedCases } from './store.ts';
import type { WorkerDefinition, WorkerDeps } from './worker.ts';

/** Lease of a service task's job, ms: short, because jobs that arrive while we close wait for its end. */
const JOB_LEASE_MS = 15_000;
/** Pause between attempts to join an engine that does not answer, ms. */
const JOIN_AGAIN_MS = 1_000;
const WATCH_MS = 2_000;
/** Far beyond any lease, ms. */
const KEEP_RESULTS_MS = 7 * 86_400_000;

export interface EngineRoom {
  /** What has been found out last; never blocks. */
  status(): { reachable: boolean; workers: readonly { type: string; polled: boolean }[] };
  /** Settles when the engine was joined. @throws when its version is not supported or the bundle is refused */
  readonly joined: Promise<Joined>;
  probeTask(taskId: string): Promise<'alive' | 'gone' | 'unknown'>;
  /** Stops taking work, waits for what is under way, and leaves. */
  close(): Promise<void>;
}

export interface Joined {
  readonly gatewayVersion: string;
  readonly epoch: string;
  /** The engine did not know the data of the one before: open cases have no process instance there. */
  readonly lost: boolean;
  /** Open cases that an engine before this one worked on and that `npm run doctor -- --mend` brings back. */
  readonly stranded: number;
  readonly deployment: StartDeployment | undefined;
}

/**
 * Runs everything that talks to the engine: dispatcher, and where wanted the workers with the task mirror. The engine
 * may be away at first; it is joined as soon as it answers, and the API works meanwhile.
 */
export function openEngineRoom(deps: {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly engine: Engine;
  readonly timeZone: string;
  /** Sources of orders whose hotlines are told the results. */
  readonly hotlines: readonly string[];
  readonly bundleDir: string;
  readonly taskLeaseMs: number;
  /** Empty: this process runs no workers and deploys nothing. */
  readonly workers: readonly WorkerDefinition[];
  /** Runs work while no other process on this database does: parts that start together join one engine, deploy once. */
  readonly alone: <T>(work: () => Promise<T>) => Promise<T>;
}): EngineRoom {
  const { db, clock, log, engine, workers } = deps;
  let reachable = false;
  let closing = false;
  let looking = false;
  let work: Work | undefined;

  const joinAndDeploy = async () => {
    const joined = await answered(() => joinEpoch(db, engine, clock));
    const stranded = strandedCases(db, joined.epoch);
    if (stranded > 0)
      log.warn({ stranded, lost: joined.lost }, 'open cases are unknown to this engine: npm run doctor -- --mend');
    if (workers.length === 0) return { ...joined, stranded, deployment: undefined };
    const workerTypes = workers.map(({ type }) => type);
    const files = readBundleFiles(deps.bundleDir);
    return {
      ...joined,
      stranded,
      deployment: await deployAtStart({ ...deps, epoch: joined.epoch, workerTypes }, files),
    };
  };

  const join = async (): Promise<Joined> => {
    const gatewayVersion = await answered(() => engine.assertSupported());
    const joined = await deps.alone(joinAndDeploy);
    if (!closing) {
      reachable = true;
      work = startWork(deps, joined.epoch);
      forgetJobResults(db, clock.now() - KEEP_RESULTS_MS);
    }
    return { gatewayVersion, ...joined };
  };

  /** An engine that comes back may have been emptied meanwhile: then nothing that we hold of it is true any more. */
  const rejoin = async () => {
    const { epoch } = await deps.alone(() => joinEpoch(db, engine, clock));
    if (closing || epoch === work?.epoch) return;
    log.error({ epoch }, 'the engine came back without its data; it is joined anew');
    await work?.stop();
    await join();
  };

  /** Repeats while the gateway does not answer; any other error is final. */
  const answered = async <T>(call: () => Promise<T>): Promise<T> => {
    for (;;) {
      try {
        return await call();
      } catch (error) {
        if (closing || !isPassing(error)) throw error;
        log.debug({ err: error }, 'engine does not answer yet');
        await delay(JOIN_AGAIN_MS);
      }
    }
  };

  const look = async () => {
    if (looking || work === undefined) return;
    looking = true;
    try {
      const answer = await engine.reachable();
      // Only what has been away can have been emptied.
      if (answer && !reachable) await rejoin();
      reachable = answer;
    } finally {
      looking = false;
    }
  };

  const watch = setInterval(() => {
    const { pending, oldestAt } = outboxBacklog(db);
    outboxPending.set(pending);
    outboxOldestSeconds.set(oldestAt === null ? 0 : (clock.now() - oldestAt) / 1_000);
    look().catch((error) => log.warn({ err: error }, 'the engine could not be joined anew yet'));
  }, WATCH_MS);

  const joined = join();
  // Whoever waits for it hears of a failure; without anybody waiting it must not end the process.
  joined.catch(() => undefined);

  return {
    joined,
    status: () => ({
      reachable,
      workers: (work?.workers ?? []).map((worker) => ({ type: worker.type, polled: worker.polled() })),
    }),
    async probeTask(taskId) {
      if (work === undefined || !reachable) return 'unknown';
      return probeTask({ db, clock, engine, epoch: work.epoch }, taskId);
    },
    async close() {
      closing = true;
      clearInterval(watch);
      await work?.pause();
      await engine.close();
    },
  };
}

/** Everything that works with one engine's data. */
interface Work {
  readonly epoch: string;
  readonly workers: readonly OpenWorker[];
  /** Sends nothing more and waits for what is on its way; workers go with the connection. */
  pause(): Promise<void>;
  /** Ends it while the connection stays. */
  stop(): Promise<void>;
}

function startWork(
  deps: WorkerDeps & {
    readonly engine: Engine;
    readonly taskLeaseMs: number;
    readonly workers: readonly WorkerDefinition[];
  },
  epoch: string,
): Work {
  const dispatcher = startDispatcher(deps);
  const mirror = deps.workers.length > 0 ? startMirror({ ...deps, epoch, leaseMs: deps.taskLeaseMs }) : undefined;
  const open = mirror ? [mirror.worker, ...deps.workers.map((worker) => openWorker(worker, { ...deps, epoch }))] : [];
  const pause = async () => {
    mirror?.stop();
    await dispatcher.stop();
  };
  return {
    epoch,
    workers: open,
    pause,
    async stop() {
      await pause();
      await Promise.all(open.map((worker) => worker.close()));
    },
  };
}

function openWorker(
  worker: WorkerDefinition,
  deps: WorkerDeps & { readonly engine: Engine; readonly epoch: string },
): OpenWorker {
  return deps.engine.openWorker({
    type: worker.type,
    leaseMs: JOB_LEASE_MS,
    fetchVariables: Object.keys(worker.input.properties),
    handle: (job) => runJob(worker, job, deps),
  });
}
