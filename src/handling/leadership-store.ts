import { and, eq } from 'drizzle-orm';
import { type Case, caseById, changeCase, processActor } from '../cases/case-store.ts';
import { inJointHandling } from '../cases/joint.ts';
import { latestEvent } from '../cases/store.ts';
import { processInstances } from '../cases/table.ts';
import { catalogueItems } from '../catalogue/table.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/open.ts';
import { enqueue } from '../db/outbox.ts';
import { DomainError } from '../errors.ts';
import { cityId, leaderFor, leadingGroupFor, membersOf, organisationById } from '../register/store.ts';

/** What interrupts a team at work, and the reason that it gives for taking the case over. */
const INTERRUPTIONS: Readonly<Record<string, (data: Record<string, unknown>) => string>> = {
  'team-convened': () => 'overdue',
  'coordination-failed': () => 'not-agreed',
  'leadership-proposed': ({ reason }) => String(reason),
  'leadership-requested': () => 'by-hand',
};

/** Why the team's work was interrupted (R7c): nothing else happened since it was convened, so time did. */
export function interruptionReason(db: Database, caseId: string): string {
  const last = latestEvent(db, caseId, Object.keys(INTERRUPTIONS));
  return (last && INTERRUPTIONS[last.type]?.(last.data)) ?? 'by-hand';
}

/** What decision `leadership-required` says of a case: whether the leading group should take it over by rule, and why. */
export interface LeadershipRuling {
  readonly required: boolean;
  readonly reason: string | null;
}

/**
 * Notes that a rule hands the case to the leading group (R7c); the diagram goes there itself. A ruling that requires nothing
 * leaves nothing. Once a round for each reason.
 * @throws DomainError `leadership-reason-missing`
 */
export function proposeLeadership(db: Database, caseId: string, ruling: LeadershipRuling, now: number): void {
  const { required, reason } = ruling;
  if (!required) return;
  if (!reason)
    throw new DomainError('leadership-reason-missing', 422, '提请领办没有理由。请设计人员在决策表中补上理由。');
  const { round } = caseById(db, caseId);
  changeCase(db, processActor('propose-leadership'), caseId, now, {
    type: 'leadership-proposed',
    data: { reason, round },
    cause: `${round}/${reason}`,
  });
}

/**
 * Interrupts a team at work because a rule has come true meanwhile, such as a number of complainants (R7c).
 * @returns false when there is no team at work, or a leading group has the case already
 * @throws DomainError `leadership-reason-missing`
 */
export function requestByRule(db: Database, clock: Clock, caseId: string, ruling: LeadershipRuling): boolean {
  const found = caseById(db, caseId);
  if (!ruling.required || !inJointHandling(found) || found.leadingGroupId !== null) return false;
  proposeLeadership(db, caseId, ruling, clock.now());
  enqueue(db, clock, { kind: 'message', name: 'leadership-requested', correlationKey: caseId, variables: {} });
  return true;
}

/** How high a case has come: a district's leading group, the city's, the city group's head (组长). */
type Level = 'district' | 'city' | 'head';

interface Leading {
  readonly leadingGroupId: string;
  readonly level: Level;
}

interface TakeOver extends Leading {
  readonly round: number;
}

/** Which process instance asks. */
interface Job {
  readonly epoch: string;
  readonly processInstanceKey: string;
}

/**
 * A leading group takes over (领办, R7c): at first the district's where the lead is a district department and the matter stays
 * inside the district, else the city's. What it decided and nobody carried out goes one level higher: from the district's
 * group to the city's, from there to its head. An engine that is rebuilt comes here again and leaves everything as it is.
 * @param reason null: the one that it was taken over for
 * @throws DomainError `no-lead-department`
 */
export function takeOver(
  db: Database,
  caseId: string,
  reason: string | null,
  job: Job,
  now: number,
): { leadingGroupId: string; leadDepartmentId: string } {
  const found = caseById(db, caseId);
  const { leadDepartmentId, round } = found;
  if (!leadDepartmentId)
    throw new DomainError('no-lead-department', 422, '案件还没有牵头部门，无法提请领办。请先由平台指定牵头部门。');
  const present =
    found.leadingGroupId === null
      ? undefined
      : (latestEvent(db, caseId, ['leadership-taken-over'])?.data as TakeOver | undefined);
  if (present && isRepeat(db, round, present, reason, job))
    return { leadingGroupId: present.leadingGroupId, leadDepartmentId };
  const { leadingGroupId, level } = nextLevel(db, found, present, reason);
  const leaderId = leaderOf(db, found.itemId, leadingGroupId, level);
  changeCase(db, processActor('escalate-to-leadership'), caseId, now, {
    set: { leadingGroupId, leaderId, stage: 'dispatch' },
    type: 'leadership-taken-over',
    data: { leadingGroupId, leaderId, reason: reason ?? 'by-hand', level, round },
  });
  return { leadingGroupId, leadDepartmentId };
}

/**
 * Within a round a case that is led already moves only when something was not carried out, and that is found out further on
 * in the process instance: an instance that has done nothing yet is one that a rebuilt engine has begun anew.
 */
const isRepeat = (db: Database, round: number, present: TakeOver, reason: string | null, job: Job): boolean =>
  present.round === round && (reason !== 'not-carried-out' || !hasWorked(db, job));

/** Whether a process instance has done a job before. */
function hasWorked(db: Database, { epoch, processInstanceKey }: Job): boolean {
  const row = db
    .select({ key: processInstances.key })
    .from(processInstances)
    .where(and(eq(processInstances.engineEpoch, epoch), eq(processInstances.key, processInstanceKey)))
    .get();
  return row !== undefined;
}

function nextLevel(db: Database, found: Case, present: Leading | undefined, reason: string | null): Leading {
  const city = { leadingGroupId: leadingGroupFor(db, cityId(db)), level: 'city' } as const;
  if (present && reason !== 'not-carried-out') return present;
  if (present) return present.level === 'district' ? city : { ...city, level: 'head' };
  const territory = found.otherDistrictIds.length > 0 ? null : parentOf(db, found.leadDepartmentId);
  const leadingGroupId = leadingGroupFor(db, territory ?? cityId(db));
  return leadingGroupId === city.leadingGroupId ? city : { leadingGroupId, level: 'district' };
}

const parentOf = (db: Database, organisationId: string | null): string | null =>
  (organisationId && organisationById(db, organisationId)?.parentId) || null;

/** The leader by line of responsibility (条线分管); the group's head at the highest level, and where no line is drawn. */
function leaderOf(db: Database, itemId: string | null, leadingGroupId: string, level: Level): string | null {
  const area = itemId
    ? db.select({ code: catalogueItems.areaCode }).from(catalogueItems).where(eq(catalogueItems.id, itemId)).get()
    : undefined;
  const inCharge = area && level !== 'head' ? leaderFor(db, leadingGroupId, area.code) : undefined;
  return inCharge?.personId ?? headOf(db, leadingGroupId);
}

/** The member whose post begins with 组长, else the group's first leader. */
function headOf(db: Database, leadingGroupId: string): string | null {
  const leaders = membersOf(db, leadingGroupId, 'leader');
  return (leaders.find(({ post }) => post.startsWith('组长')) ?? leaders[0])?.personId ?? null;
}
