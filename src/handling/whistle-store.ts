import { eq, sql } from 'drizzle-orm';
import {
  caseById,
  changeCase,
  idOf,
  idsOf,
  processActor,
  requireForm,
  submittedForm,
  textOf,
} from '../cases/case-store.ts';
import { hideComplaints } from '../cases/search-store.ts';
import { cases, complaints, whistles } from '../cases/table.ts';
import { catalogueItems } from '../catalogue/table.ts';
import type { Database } from '../db/open.ts';

const DAY_MS = 86_400_000;

/** What decides whether a complaint is accepted and whether it is a whistle (R2, R4b). */
export interface ScreeningFacts {
  readonly refusalGroundCount: number;
  /** The territorial town is known. */
  readonly placed: boolean;
  readonly repeatCount: number;
  /** Natural days since the first complaint about the matter. */
  readonly daysOpen: number;
  readonly pushedDepartments: number;
  readonly legacyMatter: boolean;
}

/**
 * Joins a case to its one main process instance.
 * @returns false when another instance of the same engine already works on it
 */
export function claimInstance(db: Database, caseId: string, epoch: string, processInstanceKey: string): boolean {
  const found = caseById(db, caseId);
  if (found.engineEpoch === epoch && found.processInstanceKey !== null)
    return found.processInstanceKey === processInstanceKey;
  db.update(cases).set({ engineEpoch: epoch, processInstanceKey }).where(eq(cases.id, caseId)).run();
  return true;
}

/** @param now ms */
export function screeningFacts(db: Database, caseId: string, now: number): ScreeningFacts {
  const found = caseById(db, caseId);
  const first = db
    .select({ at: sql<number | null>`min(${complaints.receivedAt})` })
    .from(complaints)
    .where(eq(complaints.caseId, caseId))
    .get();
  return {
    refusalGroundCount: found.refusalGrounds.length,
    placed: found.townId !== null,
    repeatCount: found.repeatCount,
    daysOpen: Math.max(0, Math.floor((now - (first?.at ?? now)) / DAY_MS)),
    pushedDepartments: found.pushedDepartments,
    legacyMatter: found.legacyMatter,
  };
}

/**
 * Carries out the acceptance: as the platform decided in its form, or by itself where no person had to look.
 * A refusal (不予受理, R4b) ends the case with its reason.
 */
export function recordAcceptance(
  db: Database,
  caseId: string,
  dutyId: string | null,
  now: number,
): { accepted: boolean; townId: string | null } {
  const form = submittedForm(db, dutyId);
  const actor = processActor('record-acceptance', form?.submittedBy, form?.organisationId);
  const before = caseById(db, caseId);
  if (form && textOf(form, 'outcome') === 'refused') {
    changeCase(db, actor, caseId, now, {
      set: { path: 'rejected', outcome: 'refused' },
      type: 'complaint-refused',
      data: { reason: textOf(form, 'reason'), grounds: before.refusalGrounds },
      cause: dutyId,
    });
    return { accepted: false, townId: before.townId };
  }
  const townId = idOf(form, 'townId') ?? before.townId;
  const itemId = idOf(form, 'itemId') ?? before.itemId;
  const item = itemId ? db.select().from(catalogueItems).where(eq(catalogueItems.id, itemId)).get() : undefined;
  if (item?.confidential) hideComplaints(db, caseId);
  changeCase(db, actor, caseId, now, {
    set: { townId, itemId, difficulty: item?.difficulty ?? before.difficulty },
    type: 'complaint-accepted',
    data: { townId, itemId },
    cause: form ? dutyId : 'by-rule',
  });
  return { accepted: true, townId };
}

/** Keeps decision `whistle-source` with its inputs: the answer to "why is this a whistle" (R2). */
export function recordWhistleSource(
  db: Database,
  caseId: string,
  source: { readonly qualifies: boolean; readonly criterion: string | null; readonly reason: string | null },
  inputs: Record<string, unknown>,
  now: number,
): void {
  changeCase(db, processActor('record-whistle-source'), caseId, now, {
    set: {
      whistleDecision: { ...source, inputs, decidedAt: now },
      ...(source.qualifies ? { stage: 'whistle' } : { stage: 'dispatch', path: 'ordinary' }),
    },
    type: 'whistle-source-decided',
    data: { ...source },
    cause: source.criterion ?? 'none',
  });
}

/**
 * Registers the whistle (R2): the town's own, one that the platform required after the town had declined, or one that a
 * town blew without a complaint.
 */
export function blowWhistle(db: Database, caseId: string, dutyId: string | null, now: number): void {
  const found = caseById(db, caseId);
  const form = submittedForm(db, dutyId);
  const overruled = textOf(form, 'outcome') === 'overrule';
  const criterion = found.origin === 'town' ? 'town-found' : String(found.whistleDecision?.criterion ?? 'by-hand');
  const reason = textOf(form, 'reason') || String(found.whistleDecision?.reason ?? '');
  const districts = idsOf(form, 'otherDistrictIds');
  db.insert(whistles)
    .values({
      caseId,
      townId: found.townId ?? '',
      criterion,
      reason,
      blownBy: form?.submittedBy ?? null,
      overruled,
      blownAt: now,
    })
    .onConflictDoNothing()
    .run();
  changeCase(db, processActor('blow-whistle', form?.submittedBy, form?.organisationId), caseId, now, {
    set: {
      path: 'whistle',
      stage: 'dispatch',
      ...(districts.length > 0 ? { otherDistrictIds: [...new Set([...found.otherDistrictIds, ...districts])] } : {}),
    },
    type: 'whistle-blown',
    data: { criterion, overruled, townId: found.townId },
    cause: form ? dutyId : found.origin,
  });
}

/** The platform gives the case to another town (改派属地). */
export function relocateCase(db: Database, caseId: string, dutyId: string | null, now: number): string {
  const form = requireForm(db, dutyId, 'relocate-case');
  const townId = textOf(form, 'townId');
  const from = caseById(db, caseId).townId;
  changeCase(db, processActor('relocate-case', form.submittedBy, form.organisationId), caseId, now, {
    set: { townId },
    type: 'case-relocated',
    data: { from, to: townId, reason: textOf(form, 'reason') },
    cause: dutyId,
  });
  return townId;
}
