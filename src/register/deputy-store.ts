import { and, asc, eq, gt, isNull, lte, or } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Database } from '../db/open.ts';
import { deputies, people } from './table.ts';

/** Somebody stands in for somebody else. */
export type Deputy = typeof deputies.$inferSelect;

export const allDeputies = (db: Database): Deputy[] => db.select().from(deputies).all();

/** Deputies with names, by the person whom they stand in for. */
export function listDeputies(db: Database, personId?: string) {
  const deputy = alias(people, 'deputy');
  return db
    .select({ row: deputies, personName: people.name, deputyName: deputy.name })
    .from(deputies)
    .leftJoin(people, eq(people.id, deputies.personId))
    .leftJoin(deputy, eq(deputy.id, deputies.deputyId))
    .where(personId === undefined ? undefined : eq(deputies.personId, personId))
    .orderBy(asc(deputies.personId), asc(deputies.validFrom))
    .all();
}

/** Names a deputy, or gives one who is named already another time. */
export function putDeputy(db: Database, { personId, deputyId, validFrom, validUntil }: Deputy): void {
  db.insert(deputies)
    .values({ personId, deputyId, validFrom, validUntil })
    .onConflictDoUpdate({ target: [deputies.personId, deputies.deputyId], set: { validFrom, validUntil } })
    .run();
}

const validAt = (now: number) =>
  and(lte(deputies.validFrom, now), or(isNull(deputies.validUntil), gt(deputies.validUntil, now)));

/** Who stands in for a person at `now` (ms), and for whom the person does. */
export function standingInAt(
  db: Database,
  personId: string,
  now: number,
): { deputies: string[]; principals: string[] } {
  const rows = db
    .select()
    .from(deputies)
    .where(and(or(eq(deputies.personId, personId), eq(deputies.deputyId, personId)), validAt(now)))
    .orderBy(asc(deputies.validFrom), asc(deputies.deputyId), asc(deputies.personId))
    .all();
  return {
    deputies: rows.filter((row) => row.personId === personId).map(({ deputyId }) => deputyId),
    principals: rows.filter((row) => row.deputyId === personId).map((row) => row.personId),
  };
}

/** Ends at `now` (ms) everything in which a person stands in or is stood in for; what had not begun is dropped. */
export function endDeputies(db: Database, personId: string, now: number): void {
  const ofPerson = or(eq(deputies.personId, personId), eq(deputies.deputyId, personId));
  db.delete(deputies)
    .where(and(ofPerson, gt(deputies.validFrom, now)))
    .run();
  db.update(deputies)
    .set({ validUntil: now })
    .where(and(ofPerson, or(isNull(deputies.validUntil), gt(deputies.validUntil, now))))
    .run();
}
