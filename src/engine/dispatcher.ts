import type { Clock } from '../clock.ts';
import type { Database } from '../db/open.ts';
import {
  claimDue,
  ENGINE_KINDS,
  finish,
  OUTBOX_POLL_MS,
  type OutboxRow,
  outboxSignal,
  postpone,
} from '../db/outbox.ts';
import type { Log } from '../log.ts';
import { countDelivery } from '../metrics.ts';
import { dutyStatusOfTask, epochOfTask, markCancelled, markCompleted } from '../tasks/mirror-store.ts';
import { type Engine, isOverload } from './engine.ts';
import { MESSAGE_LIFETIMES, type MessageName } from './messages.ts';
import { currentEpoch } from './store.ts';

export interface Dispatcher {
  /** Stops taking rows and waits for those under way. */
  stop(): Promise<void>;
}

/** Past the broker's limit zeebe-node backs off by whole seconds, so we stay below it. */
const MOST_IN_FLIGHT = 20;
const LEAST_IN_FLIGHT = 2;
/** How much each delivery that the broker takes widens the window again. */
const WIDEN = 0.1;
/** Pause of a row that an overloaded broker refused, ms: short, because the narrower window is what helps. */
const OVERLOAD_PAUSE_MS = 300;
const CLAIM_MS = 30_000;
const LONGEST_PAUSE_MS = 30_000;
/** How often an unknown outcome is looked at before the task is taken for gone. */
const UNKNOWN_OUTCOME_ATTEMPTS = 12;

/** Delivers the outbox to the engine (design, decision 5). Several processes may run one; each row is claimed by one. */
export function startDispatcher(deps: { db: Database; clock: Clock; engine: Engine; log: Log }): Dispatcher {
  const { db, clock, engine, log } = deps;
  const underWay = new Set<Promise<void>>();
  /** How many deliveries at once the broker bears: halved when it refuses one, widened slowly when it takes one. */
  let window = MOST_IN_FLIGHT;
  let stopped = false;

  const pump = () => {
    const free = Math.floor(window) - underWay.size;
    if (stopped || free <= 0) return;
    for (const row of claimed(free)) {
      const delivery = deliver(row)
        .catch((error) => log.error({ outboxId: row.id, err: error }, 'database fails; the row is taken again'))
        .finally(() => {
          underWay.delete(delivery);
          pump();
        });
      underWay.add(delivery);
    }
  };

  /** Nothing while the database fails, for example on a full disk; the next look comes soon. */
  const claimed = (limit: number): OutboxRow[] => {
    try {
      return claimDue(db, clock.now(), limit, CLAIM_MS, ENGINE_KINDS);
    } catch (error) {
      log.error({ err: error }, 'database fails; nothing is delivered for now');
      return [];
    }
  };

  const later = (row: OutboxRow, reason: string) => {
    const pause = Math.min(LONGEST_PAUSE_MS, 250 * 2 ** Math.min(row.attempts, 10));
    postpone(db, row.id, reason, clock.now() + pause);
  };

  const deliver = async (row: OutboxRow) => {
    try {
      const result = row.payload.kind === 'message' ? await sendMessage(row) : await sendCompletion(row);
      window = Math.min(MOST_IN_FLIGHT, window + WIDEN);
      countDelivery(row.payload.kind, result === 'unknown' ? 'failed' : result);
      if (result === 'unknown') later(row, 'the engine does not know the job; outcome of an earlier attempt unknown');
      else finish(db, row.id, result, clock.now());
    } catch (error) {
      if (isOverload(error)) {
        window = Math.max(LEAST_IN_FLIGHT, window / 2);
        countDelivery(row.payload.kind, 'refused');
        postpone(db, row.id, 'the broker is overloaded', clock.now() + OVERLOAD_PAUSE_MS);
        return;
      }
      countDelivery(row.payload.kind, 'failed');
      log.warn(
        { outboxId: row.id, attempts: row.attempts, err: error },
        'delivery to the engine failed, will be repeated',
      );
      later(row, error instanceof Error ? error.message : String(error));
    }
  };

  const sendMessage = async (row: OutboxRow): Promise<'delivered'> => {
    if (row.payload.kind !== 'message') throw new Error('not a message');
    const { name, correlationKey, variables, lifetimeMs = MESSAGE_LIFETIMES[name as MessageName] } = row.payload;
    await engine.publishMessage({ name, correlationKey, messageId: row.id, lifetimeMs, variables });
    return 'delivered';
  };

  const sendCompletion = async (row: OutboxRow): Promise<'delivered' | 'gone' | 'unknown'> => {
    if (row.payload.kind !== 'complete-task') throw new Error('not a completion');
    const { taskId, jobKey, variables } = row.payload;
    // The key of an emptied engine may meanwhile be another job's; a rebuilt process finds the form with its duty.
    if (epochOfTask(db, taskId) !== currentEpoch(db)) return 'delivered';
    if ((await engine.completeJob(jobKey, variables)) === 'completed') {
      markCompleted(db, taskId);
      return 'delivered';
    }
    // Gone at the first attempt: the process went on without it. Later: perhaps our own earlier attempt did it.
    if (row.attempts > 1) {
      if (dutyStatusOfTask(db, taskId) === 'done') return 'delivered';
      if (row.attempts < UNKNOWN_OUTCOME_ATTEMPTS) return 'unknown';
    }
    markCancelled(db, taskId, clock.now());
    return 'gone';
  };

  outboxSignal.on('put', pump);
  const timer = setInterval(pump, OUTBOX_POLL_MS);
  pump();

  return {
    async stop() {
      stopped = true;
      clearInterval(timer);
      outboxSignal.off('put', pump);
      await Promise.all(underWay);
    },
  };
}
