import type { Clock } from '../clock.ts';
import type { Hotlines } from '../config.ts';
import type { Database } from '../db/open.ts';
import { claimDue, finish, OUTBOX_POLL_MS, type OutboxRow, postpone } from '../db/outbox.ts';
import type { Log } from '../log.ts';
import { countDelivery } from '../metrics.ts';
import { pauseAfter, signatureOf } from './rules.ts';
import { resultOf } from './store.ts';

export interface Deliverer {
  /** Stops taking rows and breaks off those under way; they are repeated under the same key. */
  stop(): Promise<void>;
}

const MOST_IN_FLIGHT = 4;
const TIMEOUT_MS = 10_000;
/** Longer than any attempt. */
const CLAIM_MS = 30_000;
const GONE = 410;

/**
 * Writes results back to the hotlines that the orders came from (R4b). What is told is what is true at that moment. Nothing
 * is lost: a hotline that fails is asked again, hours later at last; only one that says 410 wants no more of an order.
 * Several processes may run one; each row is claimed by one.
 */
export function startDeliverer(deps: { db: Database; clock: Clock; log: Log; hotlines: Hotlines }): Deliverer {
  const { db, clock, log, hotlines } = deps;
  const underWay = new Set<Promise<void>>();
  const stopping = new AbortController();

  const pump = () => {
    const free = MOST_IN_FLIGHT - underWay.size;
    if (stopping.signal.aborted || free <= 0) return;
    for (const row of claimed(free)) {
      const delivery = deliver(row)
        .catch((error) => log.error({ outboxId: row.id, err: error }, 'database fails; the result is told again'))
        .finally(() => {
          underWay.delete(delivery);
          pump();
        });
      underWay.add(delivery);
    }
  };

  const claimed = (limit: number): OutboxRow[] => {
    try {
      return claimDue(db, clock.now(), limit, CLAIM_MS, ['write-back']);
    } catch (error) {
      log.error({ err: error }, 'database fails; no result is told for now');
      return [];
    }
  };

  const deliver = async (row: OutboxRow) => {
    const answer = await post(row).catch(
      (error: Error) => (error.cause as Error | undefined)?.message ?? error.message,
    );
    if (answer === 'delivered' || answer === 'gone') {
      countDelivery('write-back', answer);
      finish(db, row.id, answer, clock.now());
      return;
    }
    countDelivery('write-back', 'failed');
    log.warn({ outboxId: row.id, attempts: row.attempts, reason: answer }, 'result not told, will be repeated');
    postpone(db, row.id, answer, clock.now() + pauseAfter(row.attempts));
  };

  /** @returns how it ended, or why it failed */
  const post = async ({ id, payload }: OutboxRow): Promise<string> => {
    if (payload.kind !== 'write-back') throw new Error('not a result');
    const hotline = hotlines[payload.source];
    if (!hotline) return `YISHAO_HOTLINES has no entry for "${payload.source}"`;
    const result = resultOf(db, payload.complaintId);
    if (!result) return 'gone';
    const body = JSON.stringify(result);
    const response = await fetch(hotline.url, {
      method: 'POST',
      // An answer from elsewhere is not the hotline's.
      redirect: 'manual',
      signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(TIMEOUT_MS)]),
      headers: {
        'content-type': 'application/json',
        'idempotency-key': id,
        'x-yishao-signature': signatureOf(body, hotline.secret),
      },
      body,
    });
    await response.body?.cancel();
    if (response.ok) return 'delivered';
    return response.status === GONE ? 'gone' : `HTTP ${response.status}`;
  };

  // Nobody waits for it, so it does not listen for every row that is put in.
  const timer = setInterval(pump, OUTBOX_POLL_MS);
  pump();

  return {
    async stop() {
      stopping.abort();
      clearInterval(timer);
      await Promise.all(underWay);
    },
  };
}
