import type { Clock } from '../clock.ts';
import { type Database, write } from '../db/open.ts';
import { notFound } from '../errors.ts';
import { organisationsWith, requireRole } from '../http/authentication.ts';
import type { Principal } from '../register/store.ts';
import { addEvent } from './events.ts';
import { scopeOf } from './scope.ts';
import { complaintById, findCase } from './store.ts';

/**
 * Unmasked name and telephone of a complainant, for the operator who calls back (R11). Each reading is an event.
 * @throws DomainError `complaint-not-found` (also when the case may not be known), `wrong-role`
 */
export function readContact(
  { db, clock }: { db: Database; clock: Clock },
  person: Principal,
  complaintId: string,
): { name: string; phone: string } {
  return write(db, () => {
    const complaint = complaintById(db, complaintId);
    const found = complaint && findCase(db, scopeOf(db, person), complaint.caseId);
    if (!found) throw notFound('complaint-not-found', '没有这件诉求。');
    requireRole(person, 'operator', '12345平台坐席');
    const [organisationId = null] = organisationsWith(person, 'operator');
    addEvent(
      db,
      { personId: person.personId, organisationId, origin: 'api' },
      { caseId: found.row.id, at: clock.now(), type: 'contact-read', stage: found.row.stage, data: { complaintId } },
    );
    return { name: complaint.complainantName, phone: complaint.complainantPhone };
  });
}
