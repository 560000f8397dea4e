import { changeCase } from '../cases/case-store.ts';
import { type Actor, addEvent } from '../cases/events.ts';
import type { Clock } from '../clock.ts';
import { type Database, write } from '../db/open.ts';
import { conflict, notFound } from '../errors.ts';
import { joinTeam, leaveTeam, presentMembers } from '../handling/member-store.ts';
import type { Log } from '../log.ts';
import { assignTask } from '../tasks/store.ts';
import {
  casesLedBy,
  claimedTasks,
  closeAccount,
  groupsLedBy,
  handOverLines,
  replaceHandler,
  seatsOf,
  tasksWithoutHolder,
} from './departure-store.ts';
import { endDeputies, standingInAt } from './deputy-store.ts';
import { membershipsOf } from './people-store.ts';
import { ROLE_NAMES } from './roles.ts';
import {
  groupOf,
  type Membership,
  membersOf,
  organisationById,
  type Principal,
  personById,
  principalOf,
} from './store.ts';
import type { Role } from './table.ts';
import { currentRegisterVersion, listEntries, publishRegister } from './version-store.ts';

interface Deps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
}

/** What a departure led to. */
export interface Departed {
  readonly reassigned: number;
  /** Register version in which others answer for what the person did; null when the register did not name the person. */
  readonly registerVersion: number | null;
  /** Roles that nobody has any more. */
  readonly vacant: readonly Membership[];
}

/** One departure while it is carried out: who leaves, what the person was, and who tells so. */
interface Leaving {
  readonly db: Database;
  readonly personId: string;
  readonly posts: readonly Membership[];
  readonly deputies: readonly string[];
  readonly principals: readonly string[];
  readonly reason: string;
  readonly actor: Actor;
  readonly now: number;
}

/**
 * Somebody leaves (R5): the account is closed, and what the person had goes on with others, in one transaction. A claimed
 * task goes to the valid deputy if that one is a candidate as well, else to the post's next holder, else back to the group.
 * Register, lines of leadership and teams of running cases get the next holder.
 * @throws DomainError `person-not-found`, `already-left`, `own-departure`, `post-without-holder`; then nothing is changed
 */
export function leave({ db, clock, log }: Deps, administrator: Principal, id: string, reason: string): Departed {
  return write(db, () => {
    const person = personById(db, id);
    if (!person) throw notFound('person-not-found', '没有这个人员。');
    if (person.leftAt !== null) throw conflict('already-left', '此人已经离任。');
    if (id === administrator.personId) throw conflict('own-departure', '不能办理本人的离任，请由其他系统管理员办理。');
    const now = clock.now();
    const actor: Actor = { personId: administrator.personId, origin: 'api' };
    const posts = membershipsOf(db, id);
    const leaving: Leaving = { db, personId: id, posts, ...standingInAt(db, id, now), reason, actor, now };
    const claimed = claimedTasks(db, id);
    endDeputies(db, id, now);
    closeAccount(db, id, now);
    assertTasksHaveHolders(leaving);
    for (const task of claimed) reassign(leaving, task);
    handOverLeadership(leaving);
    handOverSeats(leaving);
    const registerVersion = handOverRegister(leaving);
    const vacant = posts.filter(({ organisationId, role }) => membersOf(db, organisationId, role).length === 0);
    const counts = { reassigned: claimed.length, registerVersion, vacant: vacant.length };
    log.info({ personId: administrator.personId, leftId: id, ...counts }, 'administration: person left');
    return { reassigned: claimed.length, registerVersion, vacant };
  });
}

function assertTasksHaveHolders({ db, posts }: Leaving): void {
  for (const { organisationId, role, post } of posts) {
    const count = tasksWithoutHolder(db, groupOf(organisationId, role));
    if (count > 0) throw withoutHolder(db, organisationId, post, `还有 ${count} 项未办结的任务`);
  }
}

const withoutHolder = (db: Database, organisationId: string, post: string, what: string) =>
  conflict(
    'post-without-holder',
    `${organisationById(db, organisationId)?.name ?? organisationId}的“${post}”没有接任人，${what}。请先登记接任人员，再办理离任。`,
  );

function reassign(
  leaving: Leaving,
  { id: taskId, caseId, step, stage, groups }: ReturnType<typeof claimedTasks>[number],
) {
  const { db, personId: from, actor, now, reason } = leaving;
  const own = groups.filter((group) => leaving.posts.some((post) => groupOf(post.organisationId, post.role) === group));
  const members = (own.length > 0 ? own : groups).flatMap((group) => holdersOf(leaving, group));
  const candidates = [...leaving.deputies, ...leaving.principals, ...members];
  const to = candidates.find((id) => mayHave(leaving, id, groups)) ?? null;
  assignTask(db, taskId, to);
  addEvent(db, actor, {
    caseId,
    at: now,
    type: 'task-reassigned',
    stage,
    data: { taskId, step, from, to, reason },
  });
}

function mayHave({ db, now }: Leaving, id: string, groups: readonly string[]): boolean {
  const person = principalOf(db, id, now);
  const all = [...(person?.groups ?? []), ...(person?.deputyGroups ?? []).map(({ group }) => group)];
  return groups.some((group) => all.includes(group));
}

function holdersOf(leaving: Leaving, group: string): string[] {
  const [organisationId = '', role] = group.split(':');
  return nextHolders(leaving, organisationId, role as Role);
}

/** Others with the role: a deputy of the person first, then those of the same post, then by account. */
function nextHolders({ db, posts, deputies }: Leaving, organisationId: string, role: Role): string[] {
  const post = posts.find((one) => one.organisationId === organisationId && one.role === role)?.post;
  const rank = (member: { personId: string; post: string }) =>
    deputies.includes(member.personId) ? 0 : member.post === post ? 1 : 2;
  return membersOf(db, organisationId, role)
    .sort((a, b) => rank(a) - rank(b))
    .map(({ personId }) => personId);
}

/** Who takes a person's place in an organisation: somebody of the same role, else a deputy there, its head, anybody. */
function successorIn(leaving: Leaving, organisationId: string): string | undefined {
  const roles = leaving.posts.filter((post) => post.organisationId === organisationId).map(({ role }) => role);
  const sameRole = roles.flatMap((role) => nextHolders(leaving, organisationId, role));
  const members = membersOf(leaving.db, organisationId);
  const deputy = members.find(({ personId }) => leaving.deputies.includes(personId));
  const head = members.find(({ role }) => role === 'head');
  return sameRole[0] ?? (deputy ?? head ?? members[0])?.personId;
}

/** Lines of responsibility, and the open cases that the person leads. */
function handOverLeadership(leaving: Leaving): void {
  const { db, personId, actor, now, reason } = leaving;
  for (const groupId of groupsLedBy(db, personId)) {
    const to = nextHolders(leaving, groupId, 'leader')[0];
    if (to === undefined) throw withoutHolder(db, groupId, ROLE_NAMES.leader, '名下还有分管条线');
    handOverLines(db, groupId, personId, to);
  }
  for (const { id, leadingGroupId } of casesLedBy(db, personId)) {
    const to = (leadingGroupId && nextHolders(leaving, leadingGroupId, 'leader')[0]) || null;
    const data = { from: personId, to, reason };
    changeCase(db, actor, id, now, { set: { leaderId: to }, type: 'leader-changed', data });
  }
}

/** Places in the teams of running cases (专办, R7a): they change with the reason that is given here. */
function handOverSeats(leaving: Leaving): void {
  const { db, personId, actor, now, reason } = leaving;
  for (const { organisationId } of leaving.posts)
    replaceHandler(db, organisationId, personId, successorIn(leaving, organisationId) ?? null);
  for (const { id, caseId, organisationId } of seatsOf(db, personId)) {
    const to = successorIn(leaving, organisationId) ?? null;
    leaveTeam(db, id, reason, now);
    const there = presentMembers(db, caseId, organisationId).some((member) => member.personId === to);
    if (to !== null && !there) joinTeam(db, caseId, { personId: to, organisationId, reason }, now);
    const data = { organisationId, personId: to, replacesPersonId: personId, reason };
    changeCase(db, actor, caseId, now, { type: 'team-changed', data });
  }
}

/** Entries that still hold or will. @returns the new version, or null when the register did not name the person */
function handOverRegister(leaving: Leaving): number | null {
  const { db, personId, now, reason, actor } = leaving;
  const present = listEntries(db);
  const held = present.filter(
    (entry) => entry.personId === personId && (entry.validUntil === null || entry.validUntil > now),
  );
  if (held.length === 0) return null;
  const number = (currentRegisterVersion(db) ?? 0) + 1;
  const successors = new Map(
    held.map(({ departmentId, post }) => {
      const to = successorIn(leaving, departmentId);
      if (to === undefined) throw withoutHolder(db, departmentId, post, '应哨部门数据库中还登记为此人');
      return [departmentId, to];
    }),
  );
  const entries = present.map((entry) => {
    const to = held.includes(entry) ? successors.get(entry.departmentId) : undefined;
    return to === undefined ? entry : { ...entry, personId: to, version: number };
  });
  publishRegister(db, number, entries, { by: actor.personId, at: now, note: `人员离任：${reason}` });
  return number;
}
