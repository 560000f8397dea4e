import { and, asc, desc, eq, inArray, lt, or, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { catalogueItems } from '../catalogue/table.ts';
import type { Database } from '../db/open.ts';
import { organisations, people } from '../register/table.ts';
import {
  type CasePath,
  callbacks,
  caseDepartments,
  cases,
  complaints,
  events,
  type Profile,
  problems,
  processInstances,
  type Stage,
  whistles,
} from './table.ts';
import type { CaseScope } from './visibility.ts';

export type CaseRow = typeof cases.$inferSelect;
export type ComplaintRow = typeof complaints.$inferSelect;

export interface CaseFilter {
  /** FTS5 expression. */
  readonly match?: string | undefined;
  readonly status?: 'open' | 'closed' | undefined;
  readonly stage?: Stage | undefined;
  readonly path?: CasePath | undefined;
  readonly townId?: string | undefined;
  readonly departmentId?: string | undefined;
  readonly profile?: Profile | undefined;
}

const town = alias(organisations, 'town');
const lead = alias(organisations, 'lead');

/** A case with the names that a list shows. */
const BRIEF = { row: cases, townName: town.name, leadName: lead.name, itemName: catalogueItems.name };
export type BriefRow = { row: CaseRow; townName: string | null; leadName: string | null; itemName: string | null };

const briefs = (db: Database) =>
  db
    .select(BRIEF)
    .from(cases)
    .leftJoin(town, eq(town.id, cases.townId))
    .leftJoin(lead, eq(lead.id, cases.leadDepartmentId))
    .leftJoin(catalogueItems, eq(catalogueItems.id, cases.itemId));

/** One page of cases in the scope, latest change first. @param after position of the page before: changedAt (ms) and id */
export function listCases(
  db: Database,
  scope: CaseScope,
  filter: CaseFilter,
  after: readonly [number, string] | undefined,
  limit: number,
): BriefRow[] {
  const conditions = [
    inScope(scope),
    filter.status && eq(cases.status, filter.status),
    filter.stage && eq(cases.stage, filter.stage),
    filter.path && eq(cases.path, filter.path),
    filter.townId && eq(cases.townId, filter.townId),
    filter.profile && eq(cases.profile, filter.profile),
    filter.departmentId &&
      sql`exists (select 1 from case_departments d where d.case_id = ${cases.id} and d.department_id = ${filter.departmentId})`,
    filter.match && sql`${cases.id} in (select case_id from case_search where grams match ${filter.match})`,
    after && or(lt(cases.changedAt, after[0]), and(eq(cases.changedAt, after[0]), lt(cases.id, after[1]))),
  ].filter((condition) => condition !== undefined && condition !== '');
  return briefs(db)
    .where(and(...(conditions as SQL[])))
    .orderBy(desc(cases.changedAt), desc(cases.id))
    .limit(limit)
    .all();
}

/** A case, if it exists and is in the scope. */
export function findCase(db: Database, scope: CaseScope, id: string): BriefRow | undefined {
  return briefs(db)
    .where(and(eq(cases.id, id), inScope(scope)))
    .get();
}

/** `CaseScope` as SQL; undefined: every case. */
export function inScope(scope: CaseScope): SQL | undefined {
  if (scope.all) return undefined;
  const { districtIds, townIds, departmentIds, groups } = scope;
  const list = (ids: readonly string[]) => sql`(select value from json_each(${JSON.stringify(ids)}))`;
  return sql`(
    ${cases.townId} in ${list(townIds)}
    or exists (select 1 from organisations o where o.id = ${cases.townId} and o.parent_id in ${list(districtIds)})
    or exists (select 1 from json_each(${cases.otherDistrictIds}) d where d.value in ${list(districtIds)})
    or exists (select 1 from case_departments d join organisations o on o.id = d.department_id
      where d.case_id = ${cases.id} and (d.department_id in ${list(departmentIds)} or o.parent_id in ${list(districtIds)}))
    or exists (select 1 from tasks t join task_groups g on g.task_id = t.id
      where t.case_id = ${cases.id} and g."group" in ${list(groups)}))`;
}

export function complaintById(db: Database, id: string): ComplaintRow | undefined {
  return db.select().from(complaints).where(eq(complaints.id, id)).get();
}

export function complaintsOf(db: Database, caseId: string): ComplaintRow[] {
  return db.select().from(complaints).where(eq(complaints.caseId, caseId)).orderBy(asc(complaints.receivedAt)).all();
}

export function problemsOf(db: Database, caseId: string): (typeof problems.$inferSelect)[] {
  return db.select().from(problems).where(eq(problems.caseId, caseId)).orderBy(asc(problems.seq)).all();
}

export function callbacksOf(db: Database, caseId: string): (typeof callbacks.$inferSelect)[] {
  return db.select().from(callbacks).where(eq(callbacks.caseId, caseId)).orderBy(asc(callbacks.id)).all();
}

export function whistleOf(db: Database, caseId: string): typeof whistles.$inferSelect | undefined {
  return db.select().from(whistles).where(eq(whistles.caseId, caseId)).get();
}

/** The handling team, lead first. */
export function teamOf(db: Database, caseId: string) {
  return db
    .select({ row: caseDepartments, name: organisations.name, handlerName: people.name })
    .from(caseDepartments)
    .leftJoin(organisations, eq(organisations.id, caseDepartments.departmentId))
    .leftJoin(people, eq(people.id, caseDepartments.handlerId))
    .where(eq(caseDepartments.caseId, caseId))
    .orderBy(asc(caseDepartments.responsibility), asc(caseDepartments.departmentId))
    .all();
}

export function processInstancesOf(db: Database, caseId: string): (typeof processInstances.$inferSelect)[] {
  return db
    .select()
    .from(processInstances)
    .where(eq(processInstances.caseId, caseId))
    .orderBy(asc(processInstances.seenAt), asc(processInstances.key))
    .all();
}

/** A case's events with the names of those who acted, oldest first. */
export function eventsOf(db: Database, caseId: string) {
  const principal = alias(people, 'principal');
  return db
    .select({
      row: events,
      personName: people.name,
      onBehalfOfName: principal.name,
      organisationName: organisations.name,
    })
    .from(events)
    .leftJoin(people, eq(people.id, events.personId))
    .leftJoin(principal, eq(principal.id, events.onBehalfOfId))
    .leftJoin(organisations, eq(organisations.id, events.organisationId))
    .where(eq(events.caseId, caseId))
    .orderBy(asc(events.id))
    .all();
}

/** Data of a case's events of one type, oldest first. */
export function eventData(db: Database, caseId: string, type: string): Record<string, unknown>[] {
  return db
    .select({ data: events.data })
    .from(events)
    .where(and(eq(events.caseId, caseId), eq(events.type, type)))
    .orderBy(asc(events.id))
    .all()
    .map(({ data }) => data);
}

/** The last event of some types that happened to a case. */
export function latestEvent(
  db: Database,
  caseId: string,
  types: readonly string[],
): { readonly type: string; readonly data: Record<string, unknown> } | undefined {
  return db
    .select({ type: events.type, data: events.data })
    .from(events)
    .where(and(eq(events.caseId, caseId), inArray(events.type, [...types])))
    .orderBy(desc(events.id))
    .limit(1)
    .get();
}

/** Whether something has already happened to a case for this cause (see `NewEvent`). */
export function hasEvent(db: Database, caseId: string, type: string, cause: string | null): boolean {
  if (cause === null) return false;
  const found = db
    .select({ id: events.id })
    .from(events)
    .where(and(eq(events.caseId, caseId), eq(events.type, type), eq(events.cause, cause)))
    .get();
  return found !== undefined;
}

/** Names of people by id, for answers that mention several. */
export function namesOfPeople(db: Database, ids: readonly string[]): Map<string, string> {
  const rows = db
    .select({ id: people.id, name: people.name })
    .from(people)
    .where(inArray(people.id, [...ids]))
    .all();
  return new Map(rows.map(({ id, name }) => [id, name]));
}
