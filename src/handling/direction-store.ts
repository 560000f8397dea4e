import { and, asc, eq, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { changeCase, processActor, requireForm, textOf } from '../cases/case-store.ts';
import type { Database } from '../db/open.ts';
import { duties } from '../duties/table.ts';
import { notFound } from '../errors.ts';
import { organisations, people } from '../register/table.ts';
import { directions } from './table.ts';

export type Direction = typeof directions.$inferSelect;

/** Keeps what a town has told a department (指挥权, R6b). */
export function insertDirection(
  db: Database,
  direction: Omit<Direction, 'status' | 'answer' | 'answeredBy' | 'answeredAt'>,
): void {
  db.insert(directions)
    .values({ ...direction, status: 'given' })
    .run();
}

/** Of the case. @throws DomainError `direction-not-found` */
export function directionById(db: Database, caseId: string, directionId: string): Direction {
  const found = db
    .select()
    .from(directions)
    .where(and(eq(directions.id, directionId), eq(directions.caseId, caseId)))
    .get();
  if (!found) throw notFound('direction-not-found', `案件没有编号为 ${directionId} 的指挥意见。`);
  return found;
}

/** Directions of a case with names, oldest first. */
export function directionsOf(db: Database, caseId: string) {
  const giver = alias(people, 'giver');
  const answerer = alias(people, 'answerer');
  return db
    .select({
      row: directions,
      departmentName: organisations.name,
      giverName: giver.name,
      answererName: answerer.name,
    })
    .from(directions)
    .leftJoin(organisations, eq(organisations.id, directions.departmentId))
    .leftJoin(giver, eq(giver.id, directions.givenBy))
    .leftJoin(answerer, eq(answerer.id, directions.answeredBy))
    .where(eq(directions.caseId, caseId))
    .orderBy(asc(directions.givenAt), sql`${directions}.rowid`)
    .all();
}

/** Words of the direction that a duty is about; null when it is about something else. */
export function directionText(db: Database, dutyId: string | null): string | null {
  if (dutyId === null) return null;
  const found = db
    .select({ text: directions.text })
    .from(duties)
    .innerJoin(directions, eq(directions.id, duties.reference))
    .where(eq(duties.id, dutyId))
    .get();
  return found?.text ?? null;
}

/** The department has answered. @throws DomainError `direction-not-found` */
export function recordDirectionAnswer(
  db: Database,
  caseId: string,
  directionId: string,
  dutyId: string | null,
  now: number,
): void {
  const form = requireForm(db, dutyId, 'answer-direction');
  const { departmentId } = directionById(db, caseId, directionId);
  const { submittedBy: answeredBy, submittedAt: answeredAt } = form;
  const answer = textOf(form, 'answer');
  db.update(directions)
    .set({ status: 'answered', answer, answeredBy, answeredAt })
    .where(eq(directions.id, directionId))
    .run();
  changeCase(db, processActor('record-direction-answer', answeredBy, departmentId), caseId, now, {
    type: 'direction-answered',
    data: { directionId, departmentId, answer },
    cause: dutyId,
  });
}
