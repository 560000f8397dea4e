import type { CalendarSettings } from '../calendar/deadline.ts';
import { changeCase } from '../cases/case-store.ts';
import type { Clock } from '../clock.ts';
import { type Database, write } from '../db/open.ts';
import { enqueue } from '../db/outbox.ts';
import { organisationsWith } from '../http/authentication.ts';
import type { Principal } from '../register/store.ts';
import { moveDueDate } from '../tasks/store.ts';
import { changeDuty, changesOf } from './change-store.ts';
import { assertRunning, type Extension, extendDuty, resumeDuty } from './changes.ts';
import { dutyById } from './store.ts';
import type { Duty, dutyChanges } from './table.ts';

interface Deps {
  readonly db: Database;
  readonly clock: Clock;
  readonly timeZone: string;
}

/** Moves a deadline on (R9). @throws DomainError of `extendDuty` */
export function extend(
  deps: Deps,
  person: Principal,
  dutyId: string,
  { reason, ...extension }: Extension & { reason: string },
): void {
  const { db, timeZone } = deps;
  change(deps, person, dutyId, (duty, now) => {
    const earlier = changesOf(db, dutyId).flatMap(({ row: { kind, amount, unit } }) =>
      kind === 'extension' && amount !== null && unit !== null ? [{ amount, unit }] : [],
    );
    const calendar: CalendarSettings = { timeZone };
    const { dueAt, provisional } = extendDuty(calendar, duty, earlier, extension, now);
    return { kind: 'extension', reason, ...extension, after: { dueAt, provisional, pausedAt: null } };
  });
}

/** Stops a duty's clock. @throws DomainError of `assertRunning` */
export function pause(deps: Deps, person: Principal, dutyId: string, reason: string): void {
  change(deps, person, dutyId, (duty, now) => {
    assertRunning(duty, now);
    const { dueAt, provisional } = duty;
    return { kind: 'pause', reason, after: { dueAt, provisional, pausedAt: now } };
  });
}

/** Lets a duty's clock run again, with as much time left as it had. @throws DomainError of `resumeDuty` */
export function resume(deps: Deps, person: Principal, dutyId: string, reason: string): void {
  change(deps, person, dutyId, (duty, now) => {
    const { dueAt, provisional } = resumeDuty({ timeZone: deps.timeZone }, duty, now);
    return { kind: 'resume', reason, after: { dueAt, provisional, pausedAt: null } };
  });
}

interface Change extends Partial<Extension> {
  readonly kind: (typeof dutyChanges.$inferInsert)['kind'];
  readonly reason: string;
  readonly after: Pick<Duty, 'dueAt' | 'provisional' | 'pausedAt'>;
}

const EVENTS = { extension: 'duty-extended', pause: 'duty-paused', resume: 'duty-resumed' } as const;

/** Works a change out and keeps it, tells the timeline, and tells the clock in the process. */
function change(
  { db, clock }: Deps,
  person: Principal,
  dutyId: string,
  work: (duty: Duty, now: number) => Change,
): void {
  write(db, () => {
    const now = clock.now();
    const duty = dutyById(db, dutyId);
    const { kind, reason, after, amount = null, unit = null } = work(duty, now);
    const dueBefore = duty.dueAt;
    const { dueAt: dueAfter } = after;
    const { personId } = person;
    changeDuty(db, { dutyId, kind, reason, amount, unit, dueBefore, dueAfter, at: now, byPersonId: personId }, after);
    moveDueDate(db, dutyId, dueAfter);
    const [organisationId = null] = organisationsWith(person, 'operator');
    changeCase(db, { personId, organisationId, origin: 'api' }, duty.caseId, now, {
      type: EVENTS[kind],
      data: { dutyId, step: duty.step, organisationId: duty.organisationId, reason, amount, unit, dueBefore, dueAfter },
    });
    const name = kind === 'resume' ? 'resumed' : 'deadline-changed';
    enqueue(db, clock, { kind: 'message', name, correlationKey: dutyId, variables: {} });
  });
}
