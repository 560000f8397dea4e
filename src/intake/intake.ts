import { randomUUID } from 'node:crypto';
import type { Static } from 'typebox';
import { type Case, caseById, changeCase } from '../cases/case-store.ts';
import { type Actor, addEvent } from '../cases/events.ts';
import { scopeOf, territoryOf } from '../cases/scope.ts';
import { indexComplaint, indexOwnWhistle } from '../cases/search-store.ts';
import { startMessage } from '../cases/start.ts';
import { findCase } from '../cases/store.ts';
import { suggestItems } from '../catalogue/rules.ts';
import { type CatalogueItem, itemById, listItems } from '../catalogue/store.ts';
import type { Clock } from '../clock.ts';
import { type Database, write } from '../db/open.ts';
import { enqueue } from '../db/outbox.ts';
import { conflict, forbidden, invalid, notFound } from '../errors.ts';
import { addLateTarget } from '../handling/callback-store.ts';
import { organisationsWith } from '../http/authentication.ts';
import { organisationById, type Principal } from '../register/store.ts';
import { caseNumber, clearWinner, contentHash, dateStamp, isFuture, parseInstant } from './rules.ts';
import type { ComplaintBody, Taken, WhistleBody } from './schema.ts';
import {
  complaintByOrder,
  countRepeat,
  endsAlready,
  insertCase,
  insertComplaint,
  insertProblems,
  nextValue,
  openCaseWithContent,
} from './store.ts';

interface Deps {
  readonly db: Database;
  readonly clock: Clock;
  readonly timeZone: string;
}

export type NewComplaint = Static<typeof ComplaintBody>;
type Result = Static<typeof Taken>;

/** Complaints that are typed in at our own desk need no order number of another system. */
const DESK = 'desk';

/**
 * Takes a complaint in (R4, R4b): one that came before (same source and order number) is known; one that says the very
 * same as an open case, or is meant for one, is attached; any other opens a case and starts its process.
 * @throws DomainError with the field that is wrong; nothing is kept then
 */
export function takeComplaint(deps: Deps, person: Principal, body: NewComplaint): Result {
  const { db, clock, timeZone } = deps;
  return write(db, () => {
    const now = clock.now();
    const { source = DESK, complainant, attachTo } = body;
    const id = randomUUID();
    const orderNumber = body.orderNumber ?? (source === DESK ? id : undefined);
    if (orderNumber === undefined)
      throw invalid('order-number-missing', '来自其他系统的诉求须有工单号。', 'orderNumber');
    const known = complaintByOrder(db, source, orderNumber);
    if (known) return { caseId: known.caseId, complaintId: known.id, status: 'known' };

    const receivedAt = parseInstant(body.receivedAt, timeZone);
    if (receivedAt === undefined) throw invalid('invalid-date', '受理时间不是有效的日期。', 'receivedAt');
    if (isFuture(receivedAt, now)) throw invalid('date-in-future', '受理时间不能晚于现在。', 'receivedAt');
    const operatorAt = operatorFor(db, person, body.townId);
    const item = itemFor(db, body);
    checkDistricts(db, body.otherDistrictIds);
    const hash = contentHash({ name: complainant.name, phone: complainant.phone ?? '' }, body.text);
    const running = attachTo === undefined ? openCaseWithContent(db, hash) : attachable(db, person, attachTo);
    const actor: Actor = { personId: person.personId, organisationId: operatorAt, origin: 'api' };
    const caseId = running ?? numberCase(deps, now);
    const complaint = {
      id,
      caseId,
      source,
      orderNumber,
      channel: body.channel,
      subject: body.subject,
      text: body.text,
      place: body.place,
      complainantName: complainant.name,
      complainantPhone: complainant.phone ?? '',
      hidden: body.hidden === true || item?.confidential === true || isConfidential(db, running),
      contentHash: hash,
      receivedAt,
      createdAt: now,
      createdBy: person.personId,
      withdrawnAt: null,
    };
    insertComplaint(db, complaint);
    indexComplaint(db, caseId, complaint);
    if (running !== undefined) {
      attach(deps, actor, caseId, complaint, now);
      return { caseId, complaintId: id, status: 'merged' };
    }
    openCase(deps, actor, now, {
      ...decisionInputs(body),
      id: caseId,
      origin: 'complaint',
      item,
      body,
      townId: body.townId ?? null,
      data: { complaintId: id, source, orderNumber },
    });
    return { caseId, complaintId: id, status: 'accepted' };
  });
}

/** One more complainant of a running case: the process hears of it, and callbacks under way include the person (R4). */
function attach(
  { db, clock }: Deps,
  actor: Actor,
  caseId: string,
  { id, source, orderNumber }: { id: string; source: string; orderNumber: string },
  now: number,
): void {
  countRepeat(db, caseId);
  addLateTarget(db, caseId, id);
  changeCase(db, actor, caseId, now, {
    type: 'complaint-attached',
    data: { complaintId: id, source, orderNumber },
  });
  enqueue(db, clock, { kind: 'message', name: 'complaint-attached', correlationKey: caseId, variables: {} });
}

/**
 * A town whistles without a complaint, for a hazard that it found itself (R4b).
 * @throws DomainError with the field that is wrong
 */
export function blowOwnWhistle(deps: Deps, person: Principal, body: Static<typeof WhistleBody>): { caseId: string } {
  const { db, clock } = deps;
  return write(db, () => {
    const now = clock.now();
    const townId = townFor(person, body.townId);
    const item = itemFor(db, body);
    checkDistricts(db, body.otherDistrictIds);
    const id = numberCase(deps, now);
    const { text, place } = body;
    indexOwnWhistle(db, id, { subject: body.subject, text, place });
    openCase(deps, { personId: person.personId, organisationId: townId, origin: 'api' }, now, {
      ...decisionInputs({}),
      id,
      origin: 'town',
      item,
      body,
      townId,
      data: { description: text, place },
    });
    return { caseId: id };
  });
}

type DecisionInputs = Pick<Case, 'repeatCount' | 'pushedDepartments' | 'legacyMatter' | 'refusalGrounds'>;

/** What decisions `acceptance` and `whistle-source` look at. */
const decisionInputs = (
  body: Pick<NewComplaint, 'repeatCount' | 'pushedDepartments' | 'legacyMatter' | 'refusalGrounds'>,
): DecisionInputs => ({
  repeatCount: body.repeatCount ?? 1,
  pushedDepartments: body.pushedDepartments ?? 0,
  legacyMatter: body.legacyMatter ?? false,
  refusalGrounds: body.refusalGrounds ?? [],
});

interface NewCase extends DecisionInputs {
  readonly id: string;
  readonly origin: 'complaint' | 'town';
  readonly townId: string | null;
  readonly item: CatalogueItem | undefined;
  readonly body: Pick<NewComplaint, 'subject' | 'problems' | 'otherDistrictIds' | 'profile'>;
  readonly data: Record<string, unknown>;
}

function openCase({ db, clock }: Deps, actor: Actor, now: number, { item, body, data, ...row }: NewCase): void {
  const itemId = item?.id ?? null;
  const profile = body.profile ?? 'standard';
  const difficulty = item?.difficulty ?? 'ordinary';
  insertCase(db, {
    ...row,
    subject: body.subject,
    itemId,
    profile,
    difficulty,
    status: 'open',
    stage: 'discovery',
    path: 'undecided',
    otherDistrictIds: body.otherDistrictIds ?? [],
    round: 1,
    openedAt: now,
    changedAt: now,
  });
  insertProblems(db, row.id, body.problems ?? [body.subject]);
  addEvent(db, actor, {
    caseId: row.id,
    at: now,
    type: 'case-registered',
    stage: 'discovery',
    data: { ...data, origin: row.origin, itemId, townId: row.townId },
  });
  enqueue(db, clock, startMessage({ id: row.id, profile, difficulty }));
}

function numberCase({ db, timeZone }: Deps, now: number): string {
  const date = dateStamp(now, timeZone);
  return caseNumber(date, nextValue(db, `case:${date}`));
}

/** The item that was named, or the one that the words speak for. @throws DomainError `unknown-item` */
function itemFor(
  db: Database,
  { itemId, subject, text }: Pick<NewComplaint, 'itemId' | 'subject' | 'text'>,
): CatalogueItem | undefined {
  const id = itemId ?? clearWinner(suggestItems(listItems(db), `${subject}\n${text}`, 2));
  if (id === null) return undefined;
  const item = itemById(db, id);
  if (!item) throw invalid('unknown-item', '事项清单中没有这个事项。', 'itemId');
  return item;
}

/**
 * The platform in whose name the operator takes the complaint. A district's takes those of its own towns only.
 * @throws DomainError `unknown-town`, `town-missing`, `wrong-organisation`
 */
function operatorFor(db: Database, person: Principal, townId: string | undefined): string {
  const town = townId === undefined ? undefined : organisationById(db, townId);
  if (townId !== undefined && town?.kind !== 'town') throw invalid('unknown-town', '没有这个镇街。', 'townId');
  const platforms = organisationsWith(person, 'operator');
  const own = platforms.find((id) => {
    const territory = territoryOf(db, id);
    return territory?.kind === 'city' || (town !== undefined && territory?.id === town.parentId);
  });
  if (own !== undefined) return own;
  if (townId === undefined) throw invalid('town-missing', '区县平台登记的诉求须注明属地镇街。', 'townId');
  throw forbidden('wrong-organisation', '这个镇街不属于您所在的平台。');
}

/** @throws DomainError `town-missing`, `wrong-organisation` */
function townFor(person: Principal, townId: string | undefined): string {
  const own = organisationsWith(person, 'town-officer');
  if (townId === undefined) {
    if (own.length === 1 && own[0] !== undefined) return own[0];
    throw invalid('town-missing', '请注明以哪个镇街的名义吹哨。', 'townId');
  }
  if (!own.includes(townId)) throw forbidden('wrong-organisation', '只能以您任职的镇街的名义吹哨。');
  return townId;
}

/** @throws DomainError `unknown-district` */
function checkDistricts(db: Database, ids: readonly string[] = []): void {
  const i = ids.findIndex((id) => organisationById(db, id)?.kind !== 'district');
  if (i >= 0) throw invalid('unknown-district', '没有这个区县。', `otherDistrictIds.${i}`);
}

/** @throws DomainError `case-not-found`, `case-closed` */
function attachable(db: Database, person: Principal, caseId: string): string {
  const found = findCase(db, scopeOf(db, person), caseId);
  if (!found) throw notFound('case-not-found', '没有这个案件，无法并入。');
  if (found.row.status !== 'open') throw conflict('case-closed', '案件已经结案，不能并入。', 'attachTo');
  if (endsAlready(db, caseId))
    throw conflict('case-ending', '案件已有结论、即将结案，不能并入，请另行立案。', 'attachTo');
  return caseId;
}

/** Whether a case's item hides everyone who complains about it (R4b). */
function isConfidential(db: Database, caseId: string | undefined): boolean {
  const itemId = caseId === undefined ? null : caseById(db, caseId).itemId;
  return itemId !== null && itemById(db, itemId)?.confidential === true;
}
