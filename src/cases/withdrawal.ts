import type { Clock } from '../clock.ts';
import { type Database, write } from '../db/open.ts';
import { enqueue } from '../db/outbox.ts';
import { conflict, notFound } from '../errors.ts';
import { withdrawTarget } from '../handling/callback-store.ts';
import { organisationsWith, requireRole } from '../http/authentication.ts';
import type { Principal } from '../register/store.ts';
import { changeCase } from './case-store.ts';
import { countRemaining, withdrawComplaint } from './complaint-store.ts';
import { scopeOf } from './scope.ts';
import { complaintById, findCase } from './store.ts';

export interface Withdrawal {
  readonly caseId: string;
  /** Complaints of the case that stand. */
  readonly remaining: number;
  /** Nobody complains any more: the process ends, whoever is in the middle of something. */
  readonly caseWithdrawn: boolean;
}

/**
 * A citizen takes a complaint back (R4, R11); the platform notes it. A case without any complaint left is withdrawn itself,
 * unless it is the town's own, which somebody only joined.
 * @throws DomainError `complaint-not-found` (also when the case may not be known), `wrong-role`, `case-closed` (also when
 * how it ends is decided), `already-withdrawn`
 */
export function withdraw(
  { db, clock }: { db: Database; clock: Clock },
  person: Principal,
  complaintId: string,
  reason: string,
): Withdrawal {
  return write(db, () => {
    const complaint = complaintById(db, complaintId);
    const row = complaint && findCase(db, scopeOf(db, person), complaint.caseId)?.row;
    if (!row) throw notFound('complaint-not-found', '没有这件诉求。');
    requireRole(person, 'operator', '12345平台坐席');
    if (complaint.withdrawnAt !== null) throw conflict('already-withdrawn', '这件诉求已经撤回。');
    if (row.status !== 'open' || row.outcome !== null) throw conflict('case-closed', '案件已经结案，不能再撤回诉求。');
    const now = clock.now();
    const [organisationId = null] = organisationsWith(person, 'operator');
    const actor = { personId: person.personId, organisationId, origin: 'api' };
    withdrawComplaint(db, complaintId, now);
    withdrawTarget(db, row.id, complaintId);
    changeCase(db, actor, row.id, now, { type: 'complaint-withdrawn', data: { complaintId, reason } });
    const remaining = countRemaining(db, row.id);
    const caseWithdrawn = remaining === 0 && row.origin === 'complaint';
    if (caseWithdrawn) {
      changeCase(db, actor, row.id, now, {
        set: { outcome: 'withdrawn' },
        type: 'case-withdrawn',
        data: { complaintId },
      });
      enqueue(db, clock, { kind: 'message', name: 'case-withdrawn', correlationKey: row.id, variables: {} });
    }
    return { caseId: row.id, remaining, caseWithdrawn };
  });
}
