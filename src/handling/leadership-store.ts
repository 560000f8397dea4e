import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { caseById, changeCase, processActor, requireForm, submittedForm, textOf } from '../cases/case-store.ts';
import { latestEvent } from '../cases/store.ts';
import { catalogueItems } from '../catalogue/table.ts';
import type { Database } from '../db/open.ts';
import { DomainError } from '../errors.ts';
import { resolutionItems } from '../meetings/table.ts';
import { cityId, leaderFor, leadingGroupFor, organisationById } from '../register/store.ts';

/** What interrupts a team at work, and the reason that it gives for taking the case over. */
const INTERRUPTIONS: Readonly<Record<string, string>> = {
  'team-convened': 'overdue',
  'coordination-failed': 'not-agreed',
  'leadership-requested': 'by-hand',
};

/** Why the team's work was interrupted: nothing else happened since it was convened, so time did. */
export function interruptionReason(db: Database, caseId: string): string {
  const last = latestEvent(db, caseId, Object.keys(INTERRUPTIONS))?.type;
  return INTERRUPTIONS[last ?? ''] ?? 'by-hand';
}

/**
 * A leading group takes over (领办, R7c): the district's where the lead is a district department and the matter stays
 * inside the district, else the city's; its leader by line of responsibility.
 */
export function takeOver(
  db: Database,
  caseId: string,
  reason: string,
  now: number,
): { leadingGroupId: string; leadDepartmentId: string } {
  const found = caseById(db, caseId);
  if (!found.leadDepartmentId)
    throw new DomainError('no-lead-department', 422, '案件还没有牵头部门，无法提请领办。请先由平台指定牵头部门。');
  const parent = organisationById(db, found.leadDepartmentId)?.parentId ?? cityId(db);
  const territory = found.otherDistrictIds.length > 0 ? cityId(db) : parent;
  const leadingGroupId = leadingGroupFor(db, territory);
  const area = found.itemId
    ? db.select({ code: catalogueItems.areaCode }).from(catalogueItems).where(eq(catalogueItems.id, found.itemId)).get()
    : undefined;
  const leaderId = (area && leaderFor(db, leadingGroupId, area.code)?.personId) ?? null;
  changeCase(db, processActor('escalate-to-leadership'), caseId, now, {
    set: { leaderId, stage: 'dispatch' },
    type: 'leadership-taken-over',
    data: { leadingGroupId, leaderId, reason },
  });
  return { leadingGroupId, leadDepartmentId: found.leadDepartmentId };
}

export interface ResolutionInput {
  readonly itemId: string;
  readonly organisationId: string;
}

/** Turns the leader's instruction or the joint meeting's minutes into items with an owner each (R7c). */
export function recordResolution(db: Database, caseId: string, dutyId: string | null, now: number): ResolutionInput[] {
  const form = requireForm(db, dutyId, 'leader-decision', 'hold-joint-meeting');
  const kind = form.step === 'hold-joint-meeting' ? 'joint-meeting' : 'instruction';
  const rows = Array.isArray(form.data.items) ? (form.data.items as Record<string, unknown>[]) : [];
  if (rows.length === 0)
    throw new DomainError('resolution-empty', 422, '决议没有任何事项。请联系作出决议的人员补充后重新发起领办。');
  const items = rows.map((row) => ({ itemId: randomUUID(), organisationId: String(row.ownerOrganisationId), row }));
  for (const { itemId, organisationId, row } of items)
    db.insert(resolutionItems)
      .values({
        id: itemId,
        caseId,
        dutyId: dutyId ?? '',
        kind,
        ownerOrganisationId: organisationId,
        description: String(row.description),
        status: 'open',
        decidedAt: now,
      })
      .run();
  changeCase(db, processActor('record-resolution', form.submittedBy, form.organisationId), caseId, now, {
    set: { stage: 'report' },
    type: kind === 'joint-meeting' ? 'joint-meeting-resolved' : 'leader-instructed',
    data: {
      opinion: textOf(form, 'opinion') || textOf(form, 'minutes'),
      ...(kind === 'joint-meeting' ? { heldOn: textOf(form, 'heldOn') } : {}),
      items: items.map(({ itemId, organisationId }) => ({ itemId, organisationId })),
    },
  });
  return items.map(({ itemId, organisationId }) => ({ itemId, organisationId }));
}

export interface CarriedOut {
  readonly itemId: string;
  readonly dutyId: string;
  readonly outcome: string;
}

/** What became of each item of the resolution. */
export function recordCarryingOut(db: Database, caseId: string, results: readonly CarriedOut[], now: number): void {
  for (const { itemId, dutyId, outcome } of results)
    db.update(resolutionItems)
      .set({
        status: outcome === 'carried-out' ? 'carried-out' : 'not-carried-out',
        report: textOf(submittedForm(db, dutyId), 'report'),
        finishedAt: now,
      })
      .where(eq(resolutionItems.id, itemId))
      .run();
  changeCase(db, processActor('record-carrying-out'), caseId, now, {
    type: 'resolution-carried-out',
    data: { items: results.map(({ itemId, outcome }) => ({ itemId, outcome })) },
  });
}
