import { and, asc, eq, isNull } from 'drizzle-orm';
import type { CaseDepartment } from '../cases/case-store.ts';
import { whistles } from '../cases/table.ts';
import type { Database } from '../db/open.ts';
import { membersOf } from '../register/store.ts';
import { organisations, people } from '../register/table.ts';
import { registerEntryOf } from '../register/version-store.ts';
import { teamMembers } from './table.ts';

/** Why somebody joined or left where nobody gave a reason in words. */
const WHISTLED = '代表吹哨镇街';
const BY_REGISTER = '按应哨部门数据库组建';
const NAMED_AT_REPORT = '报到时指定';
/** Of a department that is called to a team at work. */
export const CALLED_LATER = '途中增派';
/** Members whom nobody chose by name: they make way for the handler whom the department names. */
const NOT_CHOSEN = [BY_REGISTER, CALLED_LATER];

export type TeamMember = typeof teamMembers.$inferSelect;

/** Those of an organisation who belong to the handling team now (专办, R7a), in the order in which they joined. */
export function presentMembers(db: Database, caseId: string, organisationId: string): TeamMember[] {
  return db.select().from(teamMembers).where(present(caseId, organisationId)).orderBy(asc(teamMembers.id)).all();
}

/** Everybody who belongs or belonged to a case's team, with names, in the order in which they joined. */
export function membersOfCase(db: Database, caseId: string) {
  return db
    .select({ row: teamMembers, personName: people.name, organisationName: organisations.name })
    .from(teamMembers)
    .leftJoin(people, eq(people.id, teamMembers.personId))
    .leftJoin(organisations, eq(organisations.id, teamMembers.organisationId))
    .where(eq(teamMembers.caseId, caseId))
    .orderBy(asc(teamMembers.id))
    .all();
}

/** Somebody joins the team. The post is the one that the person has in the organisation, unless it is given. */
export function joinTeam(
  db: Database,
  caseId: string,
  member: {
    readonly personId: string;
    readonly organisationId: string;
    readonly reason: string;
    readonly post?: string;
  },
  now: number,
): void {
  const { personId, organisationId, reason: joinReason } = member;
  const post = member.post ?? membersOf(db, organisationId).find((one) => one.personId === personId)?.post ?? '代理人';
  db.insert(teamMembers).values({ caseId, personId, organisationId, post, joinedAt: now, joinReason }).run();
}

/** One member leaves. */
export function leaveTeam(db: Database, memberId: number, reason: string, now: number): void {
  db.update(teamMembers).set({ leftAt: now, leaveReason: reason }).where(eq(teamMembers.id, memberId)).run();
}

/** All members of an organisation leave. */
export function withdrawMembers(
  db: Database,
  caseId: string,
  organisationId: string,
  reason: string,
  now: number,
): void {
  db.update(teamMembers).set({ leftAt: now, leaveReason: reason }).where(present(caseId, organisationId)).run();
}

/** The town's officer who blew the whistle joins; where the platform or a deputy did, the town's first officer. */
export function seatTown(db: Database, caseId: string, townId: string | null, now: number): void {
  if (townId === null || presentMembers(db, caseId, townId).length > 0) return;
  const blownBy = db.select().from(whistles).where(eq(whistles.caseId, caseId)).get()?.blownBy;
  const officers = membersOf(db, townId, 'town-officer');
  const officer = officers.find(({ personId }) => personId === blownBy) ?? officers[0];
  if (officer) joinTeam(db, caseId, { ...officer, organisationId: townId, reason: WHISTLED }, now);
}

/**
 * A department's person joins: the one of its register entry, or else its first handler. A department that has somebody in
 * the team already keeps who it has.
 * @param reason why it joins; null: because of the register
 */
export function seatDepartment(db: Database, department: CaseDepartment, reason: string | null, now: number): void {
  const { caseId, departmentId: organisationId } = department;
  if (presentMembers(db, caseId, organisationId).length > 0) return;
  const entry = entryOf(db, department);
  const members = membersOf(db, organisationId);
  const named = members.find(({ personId }) => personId === entry?.personId);
  const member = named ?? members.find(({ role }) => role === 'handler');
  if (!member) return;
  const post = (named && entry?.post) || member.post;
  joinTeam(db, caseId, { personId: member.personId, post, organisationId, reason: reason ?? BY_REGISTER }, now);
}

/** The handler whom a department names when it reports takes the place of the person who was seated for it. */
export function seatHandler(db: Database, caseId: string, organisationId: string, personId: string, now: number): void {
  const members = presentMembers(db, caseId, organisationId);
  if (members.some((member) => member.personId === personId)) return;
  for (const { id, joinReason } of members)
    if (NOT_CHOSEN.includes(joinReason)) leaveTeam(db, id, NAMED_AT_REPORT, now);
  joinTeam(db, caseId, { personId, organisationId, reason: NAMED_AT_REPORT }, now);
}

/** The entry as it was in the version that the case was dispatched with (R5). */
const entryOf = (db: Database, { registerEntryId, registerVersion }: CaseDepartment) =>
  registerEntryId === null || registerVersion === null
    ? undefined
    : registerEntryOf(db, registerVersion, registerEntryId);

const present = (caseId: string, organisationId: string) =>
  and(eq(teamMembers.caseId, caseId), eq(teamMembers.organisationId, organisationId), isNull(teamMembers.leftAt));
