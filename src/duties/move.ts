import { changeCase } from '../cases/case-store.ts';
import type { Actor } from '../cases/events.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/open.ts';
import { enqueue } from '../db/outbox.ts';
import { moveDueDate } from '../tasks/store.ts';
import { changeDuty } from './change-store.ts';
import type { Duty, DutyChange } from './table.ts';

/** A change of a duty's clock, worked out. */
export interface Move extends Partial<Pick<DutyChange, 'ground' | 'amount' | 'unit'>> {
  readonly kind: DutyChange['kind'];
  readonly reason: string;
  readonly after: Pick<Duty, 'dueAt' | 'provisional' | 'pausedAt'>;
}

const EVENTS = {
  extension: 'duty-extended',
  pause: 'duty-paused',
  resume: 'duty-resumed',
  recomputed: 'deadline-recomputed',
} as const satisfies Record<DutyChange['kind'], string>;

/**
 * Keeps a change of a duty's clock: the task's date moves too, the timeline says so, and the clock in the process hears
 * of it. Call inside a transaction.
 * @param told.data what the event says besides the change itself; told.cause as in `NewEvent`
 */
export function moveDuty(
  { db, clock }: { readonly db: Database; readonly clock: Clock },
  actor: Actor,
  duty: Duty,
  move: Move,
  told: { readonly data?: Record<string, unknown>; readonly cause?: string } = {},
): void {
  const at = clock.now();
  const { kind, reason, after, ground = null, amount = null, unit = null } = move;
  const { id: dutyId, dueAt: dueBefore, step, organisationId } = duty;
  const { dueAt: dueAfter } = after;
  const change = { dutyId, kind, reason, ground, amount, unit, dueBefore, dueAfter, at, byPersonId: actor.personId };
  changeDuty(db, change, after);
  moveDueDate(db, dutyId, dueAfter);
  const data = { dutyId, step, organisationId, reason, ground, amount, unit, dueBefore, dueAfter, ...told.data };
  changeCase(db, actor, duty.caseId, at, { type: EVENTS[kind], data, cause: told.cause ?? null });
  const name = kind === 'resume' ? 'resumed' : 'deadline-changed';
  enqueue(db, clock, { kind: 'message', name, correlationKey: dutyId, variables: {} });
}
