import { and, asc, eq, inArray } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Database } from '../db/open.ts';
import { people } from '../register/table.ts';
import { tasks } from '../tasks/table.ts';
import { duties, type ExtensionRequest, extensionRequests } from './table.ts';

/** The step in which the platform decides on a request; its duty's `reference` is the request's id. */
export const APPROVAL_STEP = 'approve-extension';

const asker = alias(people, 'asker');
const decider = alias(people, 'decider');

/** A duty's requests for an extension with who asked and who decided, oldest first. */
export function requestsOf(db: Database, dutyId: string) {
  return db
    .select({ row: extensionRequests, askerName: asker.name, deciderName: decider.name })
    .from(extensionRequests)
    .leftJoin(asker, eq(asker.id, extensionRequests.requestedBy))
    .leftJoin(decider, eq(decider.id, extensionRequests.decidedBy))
    .where(eq(extensionRequests.dutyId, dutyId))
    .orderBy(asc(extensionRequests.requestedAt), asc(extensionRequests.id))
    .all();
}

/** A request by its id. */
export function requestById(db: Database, id: string): ExtensionRequest | undefined {
  return db.select().from(extensionRequests).where(eq(extensionRequests.id, id)).get();
}

/** The request of a duty that nobody has decided on yet. */
export function openRequest(db: Database, dutyId: string): ExtensionRequest | undefined {
  return db
    .select()
    .from(extensionRequests)
    .where(and(eq(extensionRequests.dutyId, dutyId), eq(extensionRequests.status, 'open')))
    .get();
}

/** Keeps a new request. */
export function insertRequest(
  db: Database,
  request: Pick<ExtensionRequest, 'id' | 'dutyId' | 'amount' | 'reason' | 'requestedBy' | 'requestedAt'>,
): void {
  db.insert(extensionRequests)
    .values({ ...request, status: 'open' })
    .run();
}

/** Keeps what became of a request. */
export function settleRequest(
  db: Database,
  id: string,
  decision: Pick<ExtensionRequest, 'status'> &
    Partial<Pick<ExtensionRequest, 'decidedBy' | 'decidedAt' | 'decisionReason'>>,
): void {
  db.update(extensionRequests).set(decision).where(eq(extensionRequests.id, id)).run();
}

/** Withdraws the open requests of duties that are over, and the approvals that are under way with their tasks. @param now ms */
export function withdrawRequests(db: Database, dutyIds: readonly string[], now: number): void {
  const withdrawn = db
    .update(extensionRequests)
    .set({ status: 'withdrawn', decidedAt: now })
    .where(and(inArray(extensionRequests.dutyId, [...dutyIds]), eq(extensionRequests.status, 'open')))
    .returning({ id: extensionRequests.id })
    .all()
    .map(({ id }) => id);
  const approvals = db
    .update(duties)
    .set({ status: 'cancelled', finishedAt: now })
    .where(and(inArray(duties.reference, withdrawn), eq(duties.step, APPROVAL_STEP), eq(duties.status, 'open')))
    .returning({ id: duties.id })
    .all()
    .map(({ id }) => id);
  cancelTasks(db, approvals);
}

/** Cancels the tasks of duties that are over, those handed in but not yet taken by the engine included. */
export function cancelTasks(db: Database, dutyIds: readonly string[]): void {
  db.update(tasks)
    .set({ status: 'cancelled' })
    .where(and(inArray(tasks.dutyId, [...dutyIds]), inArray(tasks.status, ['open', 'submitted'])))
    .run();
}
