import { and, asc, eq, gte, lte, or } from 'drizzle-orm';
import type { Database } from '../db/open.ts';
import { directions } from '../handling/table.ts';
import { consultations, resolutionItems } from '../meetings/table.ts';
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

/** Units by which a duty has been extended so far. */
export const grantedUnits = (db: Database, dutyId: string): number =>
  changesOf(db, dutyId)
    .filter(({ row }) => row.kind === 'extension')
    .reduce((sum, { row }) => sum + (row.amount ?? 0), 0);

/** Keeps a change and puts the duty into its new state. Instants in ms. */
export function changeDuty(
  db: Database,
  change: Omit<typeof dutyChanges.$inferInsert, 'id'>,
  duty: Pick<Duty, 'dueAt' | 'provisional' | 'pausedAt'>,
): void {
  db.insert(dutyChanges).values(change).run();
  db.update(duties).set(duty).where(eq(duties.id, change.dutyId)).run();
}

/** Notes whether a deadline may still move. */
export function setProvisional(db: Database, dutyId: string, provisional: boolean): void {
  db.update(duties).set({ provisional }).where(eq(duties.id, dutyId)).run();
}

/** Open duties whose deadline may move with a calendar: provisional ones, and those that run in a span of time (ms). */
export function movableDuties(db: Database, span: { readonly from: number; readonly to: number } | undefined): Duty[] {
  const running = span && and(lte(duties.startedAt, span.to), gte(duties.dueAt, span.from));
  return db
    .select()
    .from(duties)
    .where(and(eq(duties.status, 'open'), or(eq(duties.provisional, true), running)))
    .orderBy(asc(duties.startedAt), asc(duties.id))
    .all();
}

/** Name of the organisation that set a duty's date: through a direction, a resolution, a sub-task or a consultation. */
export function nameOfSetter(db: Database, { reference }: Pick<Duty, 'reference'>): string | undefined {
  if (reference === null) return undefined;
  const direction = db.select({ id: directions.townId }).from(directions).where(eq(directions.id, reference)).get();
  const item = db
    .select({ kind: resolutionItems.kind, owner: resolutionItems.ownerOrganisationId, host: duties.organisationId })
    .from(resolutionItems)
    .leftJoin(duties, eq(duties.id, resolutionItems.dutyId))
    .where(eq(resolutionItems.id, reference))
    .get();
  const consultation = db
    .select({ id: consultations.organisationId })
    .from(consultations)
    .where(eq(consultations.id, reference))
    .get();
  const id = direction?.id ?? (item?.kind === 'sub-task' ? item.owner : item?.host) ?? consultation?.id;
  if (!id) return undefined;
  return db.select({ name: organisations.name }).from(organisations).where(eq(organisations.id, id)).get()?.name;
}
