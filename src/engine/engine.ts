import { ZBClient, type ZBGrpc, type ZBWorker } from 'zeebe-node';
import type { Log } from '../log.ts';
import { type Connection, type MigrationPlan, migrateInstance, setLease } from './protocol.ts';

/** A job as workers see it. Keys are strings: they do not fit a JavaScript number. */
export interface Job {
  readonly key: string;
  readonly type: string;
  readonly processInstanceKey: string;
  readonly processDefinitionKey: string;
  readonly processId: string;
  readonly elementId: string;
  readonly retries: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface DeployedProcess {
  readonly processId: string;
  readonly key: string;
  readonly version: number;
}

export interface WorkerOptions {
  readonly type: string;
  /** Lease of a handed-out job, ms. */
  readonly leaseMs: number;
  readonly fetchVariables?: readonly string[];
  /** Must settle the job itself (complete, fail, or leave it leased) and never throw. */
  readonly handle: (job: Job) => Promise<void>;
}

export interface OpenWorker {
  readonly type: string;
  /** True once the worker has asked the engine for jobs over a working connection. */
  polled(): boolean;
  close(): Promise<void>;
}

/** What the rest of the service knows of Zeebe. The only room behind it is this one (design, decision 3). */
export interface Engine {
  /** @throws when the gateway does not answer or is not of a supported version */
  assertSupported(): Promise<string>;
  reachable(): Promise<boolean>;
  /** @returns `duplicate` when a message of this id is still known */
  publishMessage(message: {
    name: string;
    correlationKey: string;
    messageId: string;
    lifetimeMs: number;
    variables: Record<string, unknown>;
  }): Promise<'published' | 'duplicate'>;
  /** @returns `gone` when the job no longer exists */
  completeJob(key: string, variables: Record<string, unknown>): Promise<'completed' | 'gone'>;
  failJob(key: string, failure: { retries: number; backOffMs: number; message: string }): Promise<void>;
  throwError(key: string, error: { code: string; message: string }): Promise<void>;
  /** Asks whether a job still exists; leaves it as it is. */
  probeJob(key: string): Promise<'alive' | 'gone'>;
  /** Sets the lease of an activated job anew, ms from now. @returns `gone` when the job no longer exists */
  setLease(key: string, leaseMs: number): Promise<'set' | 'gone'>;
  /** Deploys all files in one atomic call. @throws Error with the engine's reason when it refuses */
  deploy(files: Readonly<Record<string, string>>): Promise<DeployedProcess[]>;
  /**
   * Moves a running process instance to another definition. @returns `gone` when it has ended
   * @throws Error with the engine's reason when it refuses
   */
  migrate(processInstanceKey: string, plan: MigrationPlan): Promise<'migrated' | 'gone'>;
  openWorker(options: WorkerOptions): OpenWorker;
  /** Closes workers first, then the client; bounded to some seconds. */
  close(): Promise<void>;
}

/** gRPC status codes that mean something here. */
const NOT_FOUND = 5;
const ALREADY_EXISTS = 6;
const RESOURCE_EXHAUSTED = 8;

/** Time-out, overload, gateway away: the same call may succeed a moment later. */
const PASSING = new Set([4, RESOURCE_EXHAUSTED, 14]);

/** Whether an error of the engine says nothing about the request itself. */
export const isPassing = (error: unknown): boolean => PASSING.has(codeOf(error) ?? -1);

/** Whether the broker refused a request because it has too many under way. */
export const isOverload = (error: unknown): boolean => codeOf(error) === RESOURCE_EXHAUSTED;

const codeOf = (error: unknown): number | undefined => (error as { code?: number } | null)?.code;

/** Jobs of one worker at a time; more only raises the time that a job waits inside us. */
const JOBS_AT_ONCE = 64;
/** How long the gateway holds a poll open, ms. */
const LONG_POLL_MS = 20_000;
/** Between polls, ms: also the pause after RESOURCE_EXHAUSTED, where the library's own back-off does not work. */
const POLL_INTERVAL_MS = 200;
const CLOSE_MS = 5_000;

/**
 * Joins a Zeebe cluster through zeebe-node, whose traps are avoided here: no retries inside the library, no job methods
 * that swallow errors or throw them past us, no automatic activation.
 * @param address host:port of the gateway; zeebe-node's own variables add TLS and OAuth
 */
export function connectEngine(address: string, log: Log): Engine {
  const debug = (message: string) => log.debug({ zeebe: message }, 'zeebe-node');
  const client = new ZBClient(address, {
    retry: false,
    longPoll: LONG_POLL_MS,
    pollInterval: POLL_INTERVAL_MS,
    connectionTolerance: 10_000,
    loglevel: 'ERROR',
    stdout: { debug, info: debug, error: debug },
  });
  // Several resources in one call are only to be had from the layer below the client's own deployResource.
  const { grpc } = client as unknown as { grpc: ZBGrpc };
  const workers = new Set<OpenWorker>();

  const engine: Engine = {
    async assertSupported() {
      const { gatewayVersion } = (await client.topology()) as { gatewayVersion: string };
      if (!isSupported(gatewayVersion))
        throw new Error(
          `The Zeebe gateway at ${address} is version ${gatewayVersion}; supported are 8.6 to 8.9 ` +
            '(older ones know no resource bindings, 8.10 no job-based user tasks). Set ZEEBE_ADDRESS to another cluster.',
        );
      return gatewayVersion;
    },
    async reachable() {
      return client.topology().then(
        () => true,
        () => false,
      );
    },
    async publishMessage({ name, correlationKey, messageId, lifetimeMs, variables }) {
      try {
        await client.publishMessage({ name, correlationKey, messageId, timeToLive: lifetimeMs, variables });
        return 'published';
      } catch (error) {
        if (codeOf(error) === ALREADY_EXISTS) return 'duplicate';
        throw error;
      }
    },
    async completeJob(key, variables) {
      return goneWhenNotFound(() => client.completeJob({ jobKey: key, variables }), 'completed');
    },
    async failJob(key, { retries, backOffMs, message }) {
      await goneWhenNotFound(
        () => client.failJob({ jobKey: key, retries, retryBackOff: backOffMs, errorMessage: message }),
        'failed',
      );
    },
    async throwError(key, { code, message }) {
      await goneWhenNotFound(
        () => client.throwError({ jobKey: key, errorCode: code, errorMessage: message, variables: {} }),
        'thrown',
      );
    },
    async probeJob(key) {
      // Setting the retries that a healthy user task already has changes nothing.
      return goneWhenNotFound(() => client.updateJobRetries({ jobKey: key, retries: 1 }), 'alive');
    },
    async setLease(key, leaseMs) {
      return goneWhenNotFound(() => setLease(grpc as unknown as Connection, key, leaseMs), 'set');
    },
    async deploy(files) {
      const resources = Object.entries(files).map(([name, text]) => ({ name, content: Buffer.from(text) }));
      const { deployments } = await grpc.deployResourceSync<{ process?: RawProcess }>({ resources });
      return deployments.flatMap(({ process }) =>
        process
          ? [{ processId: process.bpmnProcessId, key: process.processDefinitionKey, version: process.version }]
          : [],
      );
    },
    async migrate(processInstanceKey, plan) {
      return goneWhenNotFound(
        () => migrateInstance(grpc as unknown as Connection, processInstanceKey, plan),
        'migrated',
      );
    },
    openWorker({ type, leaseMs, fetchVariables, handle }) {
      const worker: ZBWorker<
        Record<string, unknown>,
        Record<string, string>,
        Record<string, unknown>
      > = client.createWorker({
        taskType: type,
        timeout: leaseMs,
        maxJobsToActivate: JOBS_AT_ONCE,
        longPoll: LONG_POLL_MS,
        pollInterval: POLL_INTERVAL_MS,
        // The library counts its polls only in this mode; its words go to our debug log.
        debug: true,
        ...(fetchVariables ? { fetchVariable: [...fetchVariables] } : {}),
        taskHandler: async (raw) => {
          await handle({
            key: raw.key,
            type: raw.type,
            processInstanceKey: raw.processInstanceKey,
            processDefinitionKey: (raw as unknown as { processDefinitionKey: string }).processDefinitionKey,
            processId: raw.bpmnProcessId,
            elementId: raw.elementId,
            retries: raw.retries,
            headers: raw.customHeaders,
            variables: raw.variables,
          });
          return raw.forward();
        },
      });
      const open: OpenWorker = {
        type,
        polled: () => worker.pollCount > 0,
        close: async () => {
          workers.delete(open);
          await worker.close(CLOSE_MS);
        },
      };
      workers.add(open);
      return open;
    },
    async close() {
      const closing = Promise.all([...workers].map((worker) => worker.close())).then(() => client.close(CLOSE_MS));
      await Promise.race([closing, new Promise((done) => setTimeout(done, CLOSE_MS).unref())]);
    },
  };
  return engine;
}

interface RawProcess {
  bpmnProcessId: string;
  version: number;
  processDefinitionKey: string;
}

/** Whether a gateway of this version knows resource bindings (8.6 on) and job-based user tasks (up to 8.9). */
export function isSupported(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  return major === 8 && minor >= 6 && minor <= 9;
}

async function goneWhenNotFound<T extends string>(call: () => Promise<unknown>, done: T): Promise<T | 'gone'> {
  try {
    await call();
    return done;
  } catch (error) {
    if (codeOf(error) === NOT_FOUND) return 'gone';
    throw error;
  }
}
