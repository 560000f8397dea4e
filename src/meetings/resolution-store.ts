import { randomUUID } from 'node:crypto';
import { and, eq, inArray, lt, sql } from 'drizzle-orm';
import { type CalendarSettings, isoWithOffset } from '../calendar/deadline.ts';
import {
  changeCase,
  processActor,
  requireForm,
  type SubmittedForm,
  submittedForm,
  textOf,
} from '../cases/case-store.ts';
import type { Database } from '../db/open.ts';
import { DomainError, notFound } from '../errors.ts';
import { organisationById } from '../register/store.ts';
import type { Role } from '../register/table.ts';
import { keepAttendance, keepMinutes, meetingById } from './meeting-store.ts';
import { carryingOutRole, endOfDate, rowsOf } from './rules.ts';
import { resolutionItems } from './table.ts';

export type ResolutionItem = typeof resolutionItems.$inferSelect;

/** A thing to carry out, as the process hands it to the duty of its owner. */
export interface ItemOut {
  readonly itemId: string;
  readonly organisationId: string;
  readonly role: Role;
  /** ISO with the city's offset; null: the rule's days hold. */
  readonly dueAt: string | null;
}

/** What a form decided, of which case and meeting, and when (ms). */
export interface Decided {
  readonly caseId: string;
  readonly dutyId: string;
  readonly meetingId: string | null;
  readonly kind: ResolutionItem['kind'];
  readonly decidedAt: number;
}

/**
 * Makes an item of each row of a form's list. The form of a duty is carried out once: a rebuilt engine that comes back to
 * it gets the items that there are.
 * @throws DomainError `unknown-owner`
 */
export function decideItems(
  db: Database,
  decided: Decided,
  rows: readonly Record<string, unknown>[],
  settings: CalendarSettings,
): ItemOut[] {
  const before = itemsOfDuty(db, decided.dutyId);
  if (before.length > 0) return before.map((item) => itemOut(db, item, settings));
  return rows.map(({ description, ownerOrganisationId, dueOn }) =>
    itemOut(
      db,
      db
        .insert(resolutionItems)
        .values({
          ...decided,
          id: randomUUID(),
          ownerOrganisationId: String(ownerOrganisationId),
          description: String(description),
          dueAt: typeof dueOn === 'string' ? endOfDate(dueOn, 'dueOn', settings) : null,
          status: 'open',
        })
        .returning()
        .get(),
      settings,
    ),
  );
}

/** In the order of the form's rows. */
const itemsOfDuty = (db: Database, dutyId: string): ResolutionItem[] =>
  db.select().from(resolutionItems).where(eq(resolutionItems.dutyId, dutyId)).orderBy(sql`rowid`).all();

function itemOut(
  db: Database,
  { id, ownerOrganisationId, dueAt }: ResolutionItem,
  settings: CalendarSettings,
): ItemOut {
  const role = carryingOutRole(organisationById(db, ownerOrganisationId)?.kind, ownerOrganisationId);
  return {
    itemId: id,
    organisationId: ownerOrganisationId,
    role,
    dueAt: dueAt === null ? null : isoWithOffset(dueAt, settings.timeZone),
  };
}

/**
 * Turns the leader's instruction or the government joint meeting's minutes into items with an owner and a date each (R7c).
 * @param source meetingId: the meeting that was held; null for an instruction
 * @throws DomainError `resolution-empty`, `unknown-owner`, `meeting-not-found`
 */
export function recordResolution(
  db: Database,
  source: { caseId: string; dutyId: string; meetingId: string | null },
  settings: CalendarSettings,
  now: number,
): ItemOut[] {
  const { caseId, dutyId } = source;
  const form = requireForm(db, dutyId, 'leader-decision', 'hold-joint-meeting');
  const isMeeting = form.step === 'hold-joint-meeting';
  const rows = rowsOf(form.data.items);
  if (rows.length === 0)
    throw new DomainError('resolution-empty', 422, '决议没有任何事项。请联系作出决议的人员补充后重新发起领办。');
  const meetingId = isMeeting ? source.meetingId : null;
  if (meetingId !== null) keepJointMeeting(db, caseId, meetingId, dutyId, form);
  const kind = isMeeting ? 'joint-meeting' : 'instruction';
  const decided: Decided = { caseId, dutyId, meetingId, kind, decidedAt: form.submittedAt };
  closeEarlierItems(db, decided);
  const items = decideItems(db, decided, rows, settings);
  changeCase(db, processActor('record-resolution', form.submittedBy, form.organisationId), caseId, now, {
    set: { stage: 'report' },
    type: isMeeting ? 'joint-meeting-resolved' : 'leader-instructed',
    data: {
      opinion: textOf(form, 'opinion') || textOf(form, 'minutes'),
      ...(meetingId === null ? {} : { meetingId }),
      items,
    },
    cause: dutyId,
  });
  return items;
}

function keepJointMeeting(db: Database, caseId: string, meetingId: string, dutyId: string, form: SubmittedForm): void {
  const { id } = meetingById(db, caseId, meetingId);
  keepMinutes(db, id, { status: 'held', minutes: textOf(form, 'minutes'), dutyId });
  keepAttendance(db, id, rowsOf(form.data.participants));
}

/** Whoever decides anew takes over what an earlier resolution left undone: what nobody reported was not carried out. */
function closeEarlierItems(db: Database, { caseId, decidedAt }: Decided): void {
  db.update(resolutionItems)
    .set({ status: 'not-carried-out', finishedAt: decidedAt })
    .where(
      and(
        eq(resolutionItems.caseId, caseId),
        eq(resolutionItems.status, 'open'),
        inArray(resolutionItems.kind, ['instruction', 'joint-meeting']),
        lt(resolutionItems.decidedAt, decidedAt),
      ),
    )
    .run();
}

/** What came of an item; without a duty or an outcome nobody reported. */
export interface CarriedOut {
  readonly itemId: string;
  readonly dutyId: string | null;
  readonly outcome: string | null;
}

/**
 * What became of each item of a resolution (R7c).
 * @returns whether all of them were carried out
 * @throws DomainError `item-not-found`
 */
export function recordCarryingOut(db: Database, caseId: string, results: readonly CarriedOut[], now: number): boolean {
  const [first] = results.map(({ itemId }) => itemById(db, caseId, itemId));
  for (const { itemId, dutyId, outcome } of results) {
    const form = outcome === null ? undefined : submittedForm(db, dutyId);
    finishItem(db, itemId, {
      status: statusOf(outcome),
      report: textOf(form, 'report') || null,
      finishedAt: form?.submittedAt ?? now,
    });
  }
  if (first)
    changeCase(db, processActor('record-carrying-out'), caseId, now, {
      type: 'resolution-carried-out',
      data: {
        meetingId: first.meetingId,
        items: results.map(({ itemId, outcome }) => ({ itemId, outcome: statusOf(outcome) })),
      },
      // The items of one resolution are reported together, once.
      cause: results.map(({ itemId }) => itemId).sort()[0] ?? null,
    });
  return results.every(({ outcome }) => outcome === 'carried-out');
}

const statusOf = (outcome: string | null) => (outcome === 'carried-out' ? 'carried-out' : 'not-carried-out');

/** Of the case. @throws DomainError `item-not-found` */
function itemById(db: Database, caseId: string, itemId: string): ResolutionItem {
  const item = db
    .select()
    .from(resolutionItems)
    .where(and(eq(resolutionItems.id, itemId), eq(resolutionItems.caseId, caseId)))
    .get();
  if (!item) throw notFound('item-not-found', `案件没有编号为 ${itemId} 的交办事项。`);
  return item;
}

/** Closes an item that is open. One that was reported, or withdrawn, stays as it is. @returns whether it was open */
function finishItem(
  db: Database,
  itemId: string,
  set: Pick<ResolutionItem, 'status' | 'report' | 'finishedAt'>,
): boolean {
  const { changes } = db
    .update(resolutionItems)
    .set(set)
    .where(and(eq(resolutionItems.id, itemId), eq(resolutionItems.status, 'open')))
    .run();
  return changes > 0;
}

/** A task that the lead department gave to a party (R8a), for which the lead answers. */
export interface SubTask {
  readonly caseId: string;
  readonly leadDepartmentId: string;
  readonly partyId: string;
  readonly description: string;
  /** ms */
  readonly dueAt: number;
}

/** @returns the item's id */
export function giveSubTask(db: Database, { leadDepartmentId, ...task }: SubTask, now: number): string {
  const id = randomUUID();
  const row = { ...task, id, ownerOrganisationId: leadDepartmentId, decidedAt: now };
  db.insert(resolutionItems)
    .values({ ...row, kind: 'sub-task', status: 'open' })
    .run();
  return id;
}

/** What became of a party's task, as the lead department reports it (R8a). @throws DomainError `item-not-found` */
export function recordSubTask(db: Database, caseId: string, itemId: string, dutyId: string, now: number): void {
  const form = requireForm(db, dutyId, 'carry-out-sub-task');
  const { partyId } = itemById(db, caseId, itemId);
  const status = statusOf(textOf(form, 'outcome'));
  finishItem(db, itemId, { status, report: textOf(form, 'report') || null, finishedAt: form.submittedAt });
  changeCase(db, processActor('record-sub-task', form.submittedBy, form.organisationId), caseId, now, {
    type: 'sub-task-finished',
    data: { itemId, partyId, outcome: status },
    cause: dutyId,
  });
}
