import type { Clock } from '../clock.ts';
import type { Database } from '../db/open.ts';
import type { Log } from '../log.ts';

/** What the API needs from the rest of the service; it never talks to the engine itself. */
export interface AppDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
  /** IANA zone of the city's offices: case numbers and dates without an offset are read in it. */
  readonly timeZone: string;
  /** Last known state of the engine, for `/readyz`; must not block. `workers` is empty where this process has none. */
  readonly engineStatus: () => { reachable: boolean; workers: readonly { type: string; polled: boolean }[] };
  /** Base address of Operate without a slash at the end, e.g. `http://127.0.0.1:8080/operate`; undefined: no links. */
  readonly operateUrl?: string | undefined;
  /** Asks the engine whether an open task still exists and, when it is gone, marks its row as cancelled. */
  readonly probeTask?: (taskId: string) => Promise<'alive' | 'gone' | 'unknown'>;
  /** Waits until an outbox row is delivered or found gone, at most `timeoutMs`. */
  readonly awaitDelivery: (outboxId: string, timeoutMs: number) => Promise<'delivered' | 'gone' | 'pending'>;
}
