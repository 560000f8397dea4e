import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { and, count, eq, inArray, lte, min, sql } from 'drizzle-orm';
import type { Clock } from '../clock.ts';
import { type Database, write } from './open.ts';
import { type OutboxPayload, outbox } from './table.ts';

/**
 * Inside this process: `put` when something was put in, a row's id when it was settled. Other processes share only the
 * database, so everybody who listens polls as well.
 */
export const outboxSignal = new EventEmitter().setMaxListeners(0);
/** How often the database is looked at for what other processes did, ms. */
export const OUTBOX_POLL_MS = 250;

export type OutboxKind = OutboxPayload['kind'];
/** What the engine is told; everything else is for somebody outside, who must not hold the engine up. */
export const ENGINE_KINDS: readonly OutboxKind[] = ['message', 'complete-task'];

/**
 * Puts something in the outbox. Call inside the transaction of the request; the engine hears of it once that is
 * committed (design, decision 5).
 * @returns the row's id, which is also the message id that makes a repeat harmless
 */
export function enqueue(db: Database, clock: Clock, payload: OutboxPayload): string {
  const id = randomUUID();
  const now = clock.now();
  db.insert(outbox)
    .values({
      id,
      kind: payload.kind,
      payload,
      createdAt: now,
      attempts: 0,
      nextAttemptAt: now,
      claimedUntil: 0,
      status: 'pending',
    })
    .run();
  setImmediate(() => outboxSignal.emit('put'));
  return id;
}

export interface OutboxRow {
  readonly id: string;
  readonly payload: OutboxPayload;
  /** How often it was sent, this time included. More than 1: the outcome of an earlier sending may be unknown. */
  readonly attempts: number;
}

/**
 * Takes what is due of some kinds for this dispatcher alone until `leaseMs` have passed: first what people wait for
 * (completed tasks), then the rest, each oldest first, so that a bulk import holds nobody up.
 * The attempt is counted before it is made, so that after a crash an unknown outcome is known to be unknown.
 */
export function claimDue(
  db: Database,
  now: number,
  limit: number,
  leaseMs: number,
  kinds: readonly OutboxKind[],
): OutboxRow[] {
  return write(db, () => {
    const due = db
      .select({ id: outbox.id })
      .from(outbox)
      .where(
        and(
          eq(outbox.status, 'pending'),
          inArray(outbox.kind, [...kinds]),
          lte(outbox.nextAttemptAt, now),
          lte(outbox.claimedUntil, now),
        ),
      )
      .orderBy(sql`${outbox.kind} <> 'complete-task'`, outbox.createdAt)
      .limit(limit)
      .all();
    if (due.length === 0) return [];
    return db
      .update(outbox)
      .set({ claimedUntil: now + leaseMs, attempts: sql`${outbox.attempts} + 1` })
      .where(
        inArray(
          outbox.id,
          due.map(({ id }) => id),
        ),
      )
      .returning({ id: outbox.id, payload: outbox.payload, attempts: outbox.attempts })
      .all();
  });
}

/** The receiver knows it now (`delivered`), or what it was about no longer exists there (`gone`). */
export function finish(db: Database, id: string, status: 'delivered' | 'gone', now: number): void {
  db.update(outbox).set({ status, finishedAt: now, claimedUntil: 0 }).where(eq(outbox.id, id)).run();
  outboxSignal.emit(id);
}

/** Tries again later. @param nextAttemptAt ms */
export function postpone(db: Database, id: string, error: string, nextAttemptAt: number): void {
  db.update(outbox).set({ lastError: error, nextAttemptAt, claimedUntil: 0 }).where(eq(outbox.id, id)).run();
}

/** @returns undefined for an unknown id */
export function outboxStatus(db: Database, id: string): 'pending' | 'delivered' | 'gone' | undefined {
  return db.select({ status: outbox.status }).from(outbox).where(eq(outbox.id, id)).get()?.status;
}

/** Rows that the engine has not been told yet, and when the oldest of them was put in (ms). */
export function outboxBacklog(db: Database): { pending: number; oldestAt: number | null } {
  return db
    .select({ pending: count(), oldestAt: min(outbox.createdAt) })
    .from(outbox)
    .where(and(eq(outbox.status, 'pending'), inArray(outbox.kind, [...ENGINE_KINDS])))
    .get() as { pending: number; oldestAt: number | null };
}

/** Waits until a row is settled, at most `timeoutMs`; `pending` is the answer while the engine is away. */
export function awaitDelivery(db: Database, id: string, timeoutMs: number): Promise<'delivered' | 'gone' | 'pending'> {
  return new Promise((done) => {
    const stop = (status: 'delivered' | 'gone' | 'pending') => {
      clearTimeout(timeout);
      clearInterval(poll);
      outboxSignal.off(id, look);
      done(status);
    };
    const look = () => {
      const status = outboxStatus(db, id);
      if (status === 'delivered' || status === 'gone') stop(status);
    };
    const poll = setInterval(look, OUTBOX_POLL_MS);
    const timeout = setTimeout(() => stop('pending'), timeoutMs);
    outboxSignal.on(id, look);
    look();
  });
}
