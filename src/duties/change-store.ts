import { asc, eq } from 'drizzle-orm';
import type { Database } from '../db/open.ts';
import { organisations, people } from '../register/table.ts';
import type { Duty } from './table.ts';
import { duties, dutyChanges } from './table.ts';

export interface NamedDuty {
  readonly row: Duty;
  readonly organisationName: string | null;
}

/** The duties of a case, oldest first. */
export function dutiesOf(db: Database, caseId: string): NamedDuty[] {
  return namedDuties(db).where(eq(duties.caseId, caseId)).orderBy(asc(duties.startedAt), asc(duties.id)).all();
}

export function namedDutyById(db: Database, id: string): NamedDuty | undefined {
  return namedDuties(db).where(eq(duties.id, id)).get();
}

const namedDuties = (db: Database) =>
  db
    .select({ row: duties, organisationName: organisations.name })
    .from(duties)
    .leftJoin(organisations, eq(organisations.id, duties.organisationId));

/** A duty's extensions and pauses with who made them, oldest first. */
export function changesOf(db: Database, dutyId: string) {
  return db
    .select({ row: dutyChanges, personName: people.name })
    .from(dutyChanges)
    .leftJoin(people, eq(people.id, dutyChanges.byPersonId))
    .where(eq(dutyChanges.dutyId, dutyId))
    .orderBy(asc(dutyChanges.id))
    .all();
}

/** Keeps a change and puts the duty into its new state. Instants in ms. */
export function changeDuty(
  db: Database,
  change: Omit<typeof dutyChanges.$inferInsert, 'id'>,
  duty: Pick<Duty, 'dueAt' | 'provisional' | 'pausedAt'>,
): void {
  db.insert(dutyChanges).values(change).run();
  db.update(duties).set(duty).where(eq(duties.id, change.dutyId)).run();
}
