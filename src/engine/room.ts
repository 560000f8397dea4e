import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/open.ts';
import { outboxBacklog } from '../db/outbox.ts';
import type { Log } from '../log.ts';
import { outboxOldestSeconds, outboxPending } from '../metrics.ts';
import { deployAtStart, readBundleFiles, type StartDeployment } from './deployment.ts';
import { type Dispatcher, startDispatcher } from './dispatcher.ts';
import { type Engine, isPassing, type OpenWorker } from './engine.ts';
import { joinEpoch } from './epoch.ts';
import { type Mirror, probeTask, startMirror } from './mirror.ts';
import { runJob } from './run-job.ts';
import { forgetJobResults } from './store.ts';
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
  let epoch: string | undefined;
  let dispatcher: Dispatcher | undefined;
  let mirror: Mirror | undefined;
  const open: OpenWorker[] = [];

  const joinAndDeploy = async () => {
    const joined = await answered(() => joinEpoch(db, engine, clock));
    if (workers.length === 0) return { joined, deployment: undefined };
    const workerTypes = workers.map(({ type }) => type);
    const files = readBundleFiles(deps.bundleDir);
    return { joined, deployment: await deployAtStart({ ...deps, epoch: joined.epoch, workerTypes }, files) };
  };

  const join = async (): Promise<Joined> => {
    const gatewayVersion = await answered(() => engine.assertSupported());
    const { joined, deployment } = await deps.alone(joinAndDeploy);
    epoch = joined.epoch;
    if (closing) return { gatewayVersion, ...joined, deployment };
    reachable = true;
    dispatcher = startDispatcher(deps);
    if (workers.length > 0) {
      mirror = startMirror({ ...deps, epoch, leaseMs: deps.taskLeaseMs });
      open.push(mirror.worker, ...workers.map((worker) => openWorker(worker, { ...deps, epoch: joined.epoch })));
    }
    forgetJobResults(db, clock.now() - KEEP_RESULTS_MS);
    return { gatewayVersion, ...joined, deployment };
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

  const watch = setInterval(() => {
    const { pending, oldestAt } = outboxBacklog(db);
    outboxPending.set(pending);
    outboxOldestSeconds.set(oldestAt === null ? 0 : (clock.now() - oldestAt) / 1_000);
    if (epoch !== undefined)
      void engine.reachable().then((answer) => {
        reachable = answer;
      });
  }, WATCH_MS);

  const joined = join();
  // Whoever waits for it hears of a failure; without anybody waiting it must not end the process.
  joined.catch(() => undefined);

  return {
    joined,
    status: () => ({ reachable, workers: open.map((worker) => ({ type: worker.type, polled: worker.polled() })) }),
    async probeTask(taskId) {
      return epoch === undefined || !reachable ? 'unknown' : probeTask({ db, clock, engine, epoch }, taskId);
    },
    async close() {
      closing = true;
      clearInterval(watch);
      mirror?.stop();
      await dispatcher?.stop();
      await engine.close();
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
