import { calendarOf } from '../calendar/store.ts';
import type { Clock } from '../clock.ts';
import { type Database, write } from '../db/open.ts';
import { organisationsWith } from '../http/authentication.ts';
import type { Principal } from '../register/store.ts';
import { assertRunning, resumeDuty } from './changes.ts';
import { type Move, moveDuty } from './move.ts';
import { dutyById } from './store.ts';
import type { Duty, PAUSE_GROUNDS } from './table.ts';

interface Deps {
  readonly db: Database;
  readonly clock: Clock;
  readonly timeZone: string;
}

/** Stops a duty's clock (R9). @throws DomainError of `assertRunning` */
export function pause(
  deps: Deps,
  person: Principal,
  dutyId: string,
  { ground, reason }: { ground: (typeof PAUSE_GROUNDS)[number]; reason: string },
): void {
  change(deps, person, dutyId, (duty, now) => {
    assertRunning(duty, now);
    const { dueAt, provisional } = duty;
    return { kind: 'pause', ground, reason, after: { dueAt, provisional, pausedAt: now } };
  });
}

/** Lets a duty's clock run again, with as much time left as it had. @throws DomainError of `resumeDuty` */
export function resume(deps: Deps, person: Principal, dutyId: string, reason: string): void {
  change(deps, person, dutyId, (duty, now) => {
    const { dueAt, provisional } = resumeDuty(calendarOf(deps.db, deps.timeZone), duty, now);
    return { kind: 'resume', reason, after: { dueAt, provisional, pausedAt: null } };
  });
}

/** Works a change out and keeps it in the name of the person's platform. */
function change(deps: Deps, person: Principal, dutyId: string, work: (duty: Duty, now: number) => Move): void {
  const { db, clock } = deps;
  write(db, () => {
    const duty = dutyById(db, dutyId);
    const [organisationId = null] = organisationsWith(person, 'operator');
    moveDuty(deps, { personId: person.personId, organisationId, origin: 'api' }, duty, work(duty, clock.now()));
  });
}
