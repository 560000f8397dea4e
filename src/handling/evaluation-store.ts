import { randomUUID } from 'node:crypto';
import { asc, eq, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { caseById, changeCase, departmentsOfCase, processActor, requireForm } from '../cases/case-store.ts';
import { hasEvent, latestEvent } from '../cases/store.ts';
import type { Database } from '../db/open.ts';
import { organisationById } from '../register/store.ts';
import { organisations, people } from '../register/table.ts';
import { evaluations } from './table.ts';

export type Evaluation = typeof evaluations.$inferSelect;

/** How a town judges one department (评价权, R6c): each 1 (worst) to 5. */
export interface Rating {
  readonly departmentId: string;
  readonly response: number;
  readonly result: number;
  readonly comment: string | null;
}

/** Whether a result was handed in since the case, or its present round, began: only then there is something to rate. */
export const hasResult = (db: Database, caseId: string): boolean =>
  latestEvent(db, caseId, ['result-handed-in', 'redo-started'])?.type === 'result-handed-in';

/** Keeps a rating. @returns its id */
export function insertEvaluation(db: Database, evaluation: Omit<Evaluation, 'id'>): string {
  const id = randomUUID();
  db.insert(evaluations)
    .values({ id, ...evaluation })
    .run();
  return id;
}

/** Ratings of a case with names, oldest first. */
export function evaluationsOf(db: Database, caseId: string) {
  const rater = alias(organisations, 'rater');
  return db
    .select({
      row: evaluations,
      departmentName: organisations.name,
      organisationName: rater.name,
      personName: people.name,
    })
    .from(evaluations)
    .leftJoin(organisations, eq(organisations.id, evaluations.departmentId))
    .leftJoin(rater, eq(rater.id, evaluations.byOrganisationId))
    .leftJoin(people, eq(people.id, evaluations.byPersonId))
    .where(eq(evaluations.caseId, caseId))
    .orderBy(asc(evaluations.at), sql`${evaluations}.rowid`)
    .all();
}

/** Rows that the form `evaluate-departments` starts with: the departments that are in the team. */
export const departmentsToRate = (db: Database, caseId: string): { departmentId: string; name: string }[] =>
  departmentsOfCase(db, caseId)
    .filter(({ status }) => status !== 'released')
    .map(({ departmentId }) => ({ departmentId, name: organisationById(db, departmentId)?.name ?? departmentId }));

/** The town has rated the departments of its case after the result (R6c). */
export function recordEvaluation(db: Database, caseId: string, dutyId: string | null, now: number): void {
  const form = requireForm(db, dutyId, 'evaluate-departments');
  if (hasEvent(db, caseId, 'departments-evaluated', dutyId)) return;
  const { round, townId } = caseById(db, caseId);
  const organisationId = form.organisationId ?? townId ?? '';
  const members = new Set(departmentsOfCase(db, caseId).map(({ departmentId }) => departmentId));
  const ratings = ratingsIn(form.data.ratings).filter(({ departmentId }) => members.has(departmentId));
  const by = { byOrganisationId: organisationId, byPersonId: form.submittedBy, at: form.submittedAt };
  for (const rating of ratings) insertEvaluation(db, { caseId, round, ...rating, ...by });
  changeCase(db, processActor('record-evaluation', form.submittedBy, organisationId), caseId, now, {
    type: 'departments-evaluated',
    data: evaluated(round, ratings),
    cause: dutyId,
  });
}

/** What the timeline says of ratings. */
export const evaluated = (round: number, ratings: readonly Rating[]) => ({
  round,
  ratings: ratings.map(({ departmentId, response, result }) => ({ departmentId, response, result })),
});

function ratingsIn(data: unknown): Rating[] {
  const rows = Array.isArray(data) ? (data as Record<string, unknown>[]) : [];
  return rows.map(({ departmentId, response, result, comment }) => ({
    departmentId: String(departmentId),
    response: Number(response),
    result: Number(result),
    comment: typeof comment === 'string' ? comment : null,
  }));
}
