import { and, asc, eq, inArray, isNull, ne, or, sql } from 'drizzle-orm';
import { type CalendarSettings, computeDeadline, setDeadline } from '../calendar/deadline.ts';
import { caseById, processActor, submittedForm } from '../cases/case-store.ts';
import { addEvent } from '../cases/events.ts';
import type { Profile, Stage } from '../cases/table.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/open.ts';
import { tasks } from '../tasks/table.ts';
import { type DeadlineRule, deadlineRule } from './deadline-rule.ts';
import { callForDecision } from './extension.ts';
import { openRequest } from './extension-store.ts';
import { closeDuty, dutyById } from './store.ts';
import { type Duty, duties } from './table.ts';

/** A step that somebody has to do, as the process hands it over. */
export interface NewDuty {
  readonly id: string;
  readonly caseId: string;
  readonly step: string;
  readonly stage: Stage;
  readonly organisationId: string;
  readonly role: string;
  readonly profile: Profile;
  readonly reference: string | null;
  readonly scope: string;
  readonly processInstanceKey: string;
  /** Whose data `processInstanceKey` belongs to. */
  readonly engineEpoch: string;
  readonly rule: Omit<DeadlineRule, 'unit'> & { readonly unit: string };
  /** A date that a person set instead of the rule's, ms. */
  readonly setFor?: number | null;
}

/**
 * Starts a duty's clock (R9).
 * @param now ms
 * @throws DomainError `invalid-deadline-rule`, `case-not-found`
 */
export function openDuty(db: Database, calendar: CalendarSettings, duty: NewDuty, now: number): Duty {
  const { rule: given, setFor = null, ...row } = duty;
  const rule = deadlineRule(duty.step, given);
  const setDueAt = setFor === null ? null : setDeadline(calendar, setFor);
  const { dueAt, provisional } =
    setDueAt === null
      ? computeDeadline({ ...calendar, start: now, amount: rule.amount, unit: rule.unit })
      : { dueAt: setDueAt, provisional: false };
  const { round } = caseById(db, duty.caseId);
  const opened = db
    .insert(duties)
    .values({ ...row, ...rule, round, setDueAt, status: 'open', startedAt: now, dueAt, provisional })
    .returning()
    .get();
  addEvent(db, processActor('open-duty', null, duty.organisationId), {
    caseId: duty.caseId,
    at: now,
    type: 'duty-opened',
    stage: duty.stage,
    data: { dutyId: duty.id, step: duty.step, organisationId: duty.organisationId, dueAt, ...rule, setDueAt },
    cause: duty.id,
  });
  return opened;
}

export interface TakenOver {
  readonly duty: Duty;
  /** Its form was handed in: nobody need do it again. */
  readonly handedIn: boolean;
  /** `outcome` of that form. */
  readonly outcome: string | null;
}

/**
 * A rebuilt engine begins a case's stage anew and asks for duties that an earlier engine had begun (re-entry): the earliest
 * of them in this round that was handed in, or is still open, goes on as what it was, with its clock and its extensions.
 * @returns undefined when there is none: the duty is a new one
 * @throws DomainError `case-not-found`
 */
export function takeOverDuty(
  db: Database,
  clock: Clock,
  asked: Pick<
    NewDuty,
    'caseId' | 'step' | 'organisationId' | 'reference' | 'engineEpoch' | 'processInstanceKey' | 'scope'
  >,
): TakenOver | undefined {
  for (const { id } of dutiesOfEarlierEngines(db, asked)) {
    const form = submittedForm(db, id);
    if (!form && dutyById(db, id).status === 'done') continue;
    const { engineEpoch, processInstanceKey, scope } = asked;
    db.update(duties).set({ engineEpoch, processInstanceKey, scope }).where(eq(duties.id, id)).run();
    const outcome = typeof form?.data.outcome === 'string' ? form.data.outcome : null;
    if (form) closeDuty(db, id, outcome, clock.now());
    else continueDuty(db, clock, dutyById(db, id));
    return { duty: dutyById(db, id), handedIn: form !== undefined, outcome };
  }
  return undefined;
}

/** Open and finished duties for the same thing that belong to an engine that is no more, earliest first. */
function dutiesOfEarlierEngines(
  db: Database,
  { caseId, step, organisationId, reference, engineEpoch }: Parameters<typeof takeOverDuty>[2],
): { id: string }[] {
  // Before a duty knew its epoch, its id began with it.
  const prefix = `${engineEpoch.slice(0, 8)}-`;
  const begunElsewhere = sql`substr(${duties.id}, 1, ${prefix.length}) <> ${prefix}`;
  return db
    .select({ id: duties.id })
    .from(duties)
    .where(
      and(
        eq(duties.caseId, caseId),
        eq(duties.step, step),
        eq(duties.organisationId, organisationId),
        reference === null ? isNull(duties.reference) : eq(duties.reference, reference),
        eq(duties.round, caseById(db, caseId).round),
        ne(duties.engineEpoch, engineEpoch),
        or(ne(duties.engineEpoch, ''), begunElsewhere),
        inArray(duties.status, ['open', 'done']),
      ),
    )
    .orderBy(asc(duties.startedAt), asc(duties.id))
    .all();
}

/** The earlier engine's task is gone; the new one's comes with its first job. Who decides on more time is asked again. */
function continueDuty(db: Database, clock: Clock, duty: Duty): void {
  db.update(tasks)
    .set({ status: 'cancelled' })
    .where(and(eq(tasks.dutyId, duty.id), ne(tasks.engineEpoch, duty.engineEpoch), eq(tasks.status, 'open')))
    .run();
  const request = openRequest(db, duty.id);
  if (request) callForDecision(db, clock, duty, request.id);
}
