import { and, eq } from 'drizzle-orm';
import { changeCase, processActor, requireForm, textOf } from '../cases/case-store.ts';
import type { Database } from '../db/open.ts';
import { notFound } from '../errors.ts';
import { consultations } from './table.ts';

export type Consultation = typeof consultations.$inferSelect;

/** Of the case. @throws DomainError `consultation-not-found` */
function consultationById(db: Database, caseId: string, consultationId: string): Consultation {
  const found = db
    .select()
    .from(consultations)
    .where(and(eq(consultations.id, consultationId), eq(consultations.caseId, caseId)))
    .get();
  if (!found) throw notFound('consultation-not-found', `案件没有编号为 ${consultationId} 的征询。`);
  return found;
}

/** Keeps a consultation that was opened (R8b). */
export function insertConsultation(
  db: Database,
  consultation: Omit<Consultation, 'status' | 'participants' | 'summary' | 'summarisedAt'>,
): void {
  db.insert(consultations)
    .values({ ...consultation, status: 'open' })
    .run();
}

/**
 * What the public said, in the lead department's summary (R8b). One that was summarised before or withdrawn stays as it is.
 * @param now ms
 * @throws DomainError `consultation-not-found`
 */
export function recordConsultation(
  db: Database,
  { caseId, consultationId, dutyId }: { caseId: string; consultationId: string; dutyId: string },
  now: number,
): void {
  const form = requireForm(db, dutyId, 'summarise-consultation');
  const { kind } = consultationById(db, caseId, consultationId);
  const participants = Number(form.data.participants ?? 0);
  db.update(consultations)
    .set({ status: 'summarised', participants, summary: textOf(form, 'summary'), summarisedAt: form.submittedAt })
    .where(and(eq(consultations.id, consultationId), eq(consultations.status, 'open')))
    .run();
  changeCase(db, processActor('record-consultation', form.submittedBy, form.organisationId), caseId, now, {
    type: 'consultation-summarised',
    data: { consultationId, kind, participants },
    cause: dutyId,
  });
}
