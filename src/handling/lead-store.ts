import { and, eq, ne } from 'drizzle-orm';
import {
  type Case,
  caseById,
  changeCase,
  processActor,
  requireForm,
  type SubmittedForm,
  textOf,
} from '../cases/case-store.ts';
import { hasEvent } from '../cases/store.ts';
import { caseDepartments } from '../cases/table.ts';
import type { Database } from '../db/open.ts';
import { dutyById } from '../duties/store.ts';
import { responsibleDepartments } from '../register/store.ts';
import { currentRegisterVersion } from '../register/version-store.ts';
import { addDepartment, departmentOfCase, type Responsible, setDepartment } from './team-store.ts';

/**
 * Names the lead department (牵头部门, R5): as the platform decided by hand, else by the register for the case's item and
 * territory. An ordinary case gets its one department, a whistle the supporting ones as well. The case keeps the version of
 * the register that it is dispatched with. A lead that a person decided on may not object.
 * @returns the lead, or null when the register names none or more than one: then a person decides
 */
export function assignLead(db: Database, caseId: string, dutyId: string | null, now: number): string | null {
  const found = caseById(db, caseId);
  const byHand =
    dutyId && dutyById(db, dutyId).step === 'decide-lead' ? requireForm(db, dutyId, 'decide-lead') : undefined;
  if (byHand && hasEvent(db, caseId, 'lead-assigned', dutyId)) return found.leadDepartmentId;
  const team = byHand ? teamByHand(byHand.data) : teamByRegister(db, found, now);
  const lead = team.find((member) => member.responsibility === 'lead');
  if (!lead) return null;
  // Whoever comes here without a whistle handles the matter alone, also after a town has declined to blow one.
  const alone = found.path !== 'whistle';
  const members = alone ? [lead] : team;
  for (const member of members) addDepartment(db, caseId, member, now);
  makeLead(db, caseId, lead.departmentId, { byHand: byHand !== undefined });
  const actor = processActor('assign-lead-department', byHand?.submittedBy, byHand?.organisationId);
  changeCase(db, actor, caseId, now, {
    set: {
      leadDepartmentId: lead.departmentId,
      registerVersion: currentRegisterVersion(db),
      ...(alone ? { path: 'ordinary', stage: 'report' } : {}),
    },
    type: 'lead-assigned',
    data: assignment(members, lead, byHand),
    cause: byHand ? dutyId : `register-${found.round}-${alone ? 'alone' : 'team'}`,
  });
  return lead.departmentId;
}

const assignment = (members: readonly Responsible[], lead: Responsible, byHand: SubmittedForm | undefined) => ({
  leadDepartmentId: lead.departmentId,
  supportDepartmentIds: members.filter((member) => member !== lead).map(({ departmentId }) => departmentId),
  by: byHand ? 'platform' : 'register',
  ...(byHand ? { reason: textOf(byHand, 'reason') } : {}),
});

/**
 * Makes a department of the team its lead; the one that led until now supports. The case's own column is the caller's.
 * @param decision byHand: a person decided, so the department may not object
 */
export function makeLead(
  db: Database,
  caseId: string,
  departmentId: string,
  { byHand }: { readonly byHand: boolean },
): void {
  db.update(caseDepartments)
    .set({ responsibility: 'support' })
    .where(and(eq(caseDepartments.caseId, caseId), ne(caseDepartments.departmentId, departmentId)))
    .run();
  setDepartment(db, caseId, departmentId, { responsibility: 'lead', ...(byHand ? { mayObject: false } : {}) });
}

function teamByHand(data: Record<string, unknown>): Responsible[] {
  const lead = String(data.leadDepartmentId);
  const supports = Array.isArray(data.supportDepartmentIds) ? data.supportDepartmentIds.map(String) : [];
  return [
    { departmentId: lead, responsibility: 'lead' },
    ...supports
      .filter((id) => id !== lead)
      .map((departmentId) => ({ departmentId, responsibility: 'support' as const })),
  ];
}

/**
 * A lead that was named before stays: a redo, or a whistle after direct handling, does not change it. Who left the team
 * with a reason does not come back because the register still names it.
 */
function teamByRegister(db: Database, found: Case, now: number): Responsible[] {
  const { id: caseId, itemId, townId, leadDepartmentId } = found;
  const { leads, supports } = itemId ? responsibleDepartments(db, itemId, townId, now) : { leads: [], supports: [] };
  const lead: Responsible | undefined = leadDepartmentId
    ? { departmentId: leadDepartmentId, responsibility: 'lead' }
    : leads.length === 1 && leads[0]
      ? { departmentId: leads[0].departmentId, responsibility: 'lead', entry: leads[0] }
      : undefined;
  if (!lead) return [];
  const hasLeft = (departmentId: string) => departmentOfCase(db, caseId, departmentId)?.status === 'released';
  const others = supports.filter(({ departmentId }) => departmentId !== lead.departmentId && !hasLeft(departmentId));
  return [
    lead,
    ...others.map((entry) => ({ departmentId: entry.departmentId, responsibility: 'support' as const, entry })),
  ];
}
