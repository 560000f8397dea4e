import { randomUUID } from 'node:crypto';
import { calendarOf } from '../calendar/store.ts';
import { changeCase, processActor, requireForm, submittedForm, textOf } from '../cases/case-store.ts';
import { territoryOf } from '../cases/scope.ts';
import type { Clock } from '../clock.ts';
import { type Database, write } from '../db/open.ts';
import { enqueue } from '../db/outbox.ts';
import { conflict, DomainError, forbidden } from '../errors.ts';
import { cityId, groupOf, organisationById, type Principal, personById, platformFor } from '../register/store.ts';
import type { Role } from '../register/table.ts';
import { actingFor } from '../tasks/access.ts';
import { grantedUnits } from './change-store.ts';
import { assertExtendable, extendedDeadline } from './changes.ts';
import { UNIT_WORDS } from './deadline-rule.ts';
import { APPROVAL_STEP, insertRequest, openRequest, requestById, settleRequest } from './extension-store.ts';
import { moveDuty } from './move.ts';
import { dutyById } from './store.ts';
import type { Duty, ExtensionRequest } from './table.ts';

interface Deps {
  readonly db: Database;
  readonly clock: Clock;
}

/**
 * Somebody who has to do a duty asks for more time (R9): before expiry, with a reason, within the rule's limit. The
 * platform decides in a step of its own; until then nothing moves.
 * @param wish amount: more units of the duty's own rule
 * @throws DomainError `not-your-duty`, `extension-pending` and those of `assertExtendable`
 */
export function askForExtension(
  { db, clock }: Deps,
  person: Principal,
  dutyId: string,
  wish: { readonly amount: number; readonly reason: string },
): void {
  write(db, () => {
    const now = clock.now();
    const duty = dutyById(db, dutyId);
    const acting = actingFor(person, [groupOf(duty.organisationId, duty.role as Role)]);
    if (!acting) throw forbidden('not-your-duty', '只有承办这项任务的岗位人员或其代理人可以申请延期。');
    assertExtendable(duty, grantedUnits(db, dutyId), wish.amount, now);
    if (submittedForm(db, dutyId)) throw conflict('duty-not-open', '任务已经提交，不必再延期。');
    if (openRequest(db, dutyId)) throw conflict('extension-pending', '已有一份延期申请等待平台批准。');
    const id = randomUUID();
    const { personId } = person;
    insertRequest(db, { id, dutyId, ...wish, requestedBy: personId, requestedAt: now });
    const { organisationId, step, unit } = duty;
    const approverId = approverOf(db, organisationId);
    changeCase(db, { personId, ...acting, organisationId, origin: 'api' }, duty.caseId, now, {
      type: 'extension-requested',
      data: { dutyId, requestId: id, step, organisationId, ...wish, unit, approverId },
      cause: id,
    });
    callForDecision(db, clock, duty, id);
  });
}

/** Tells the duty's process that the platform has to decide on a request. */
export function callForDecision(db: Database, clock: Clock, duty: Duty, requestId: string): void {
  const variables = { requestId, approverId: approverOf(db, duty.organisationId) };
  enqueue(db, clock, { kind: 'message', name: 'extension-requested', correlationKey: duty.id, variables });
}

/** The platform that decides for an organisation: its district's; the city's for the city's units and for platforms. */
function approverOf(db: Database, organisationId: string): string {
  const isPlatform = organisationById(db, organisationId)?.kind === 'platform';
  const territory = isPlatform ? undefined : territoryOf(db, organisationId);
  return platformFor(db, territory?.id ?? cityId(db));
}

/**
 * Carries out what the platform decided on a request. A request that was decided before, or whose duty is over, changes
 * nothing more.
 * @throws DomainError `extension-not-found`, `form-missing`
 */
export function decideExtension(
  deps: Deps & { readonly timeZone: string },
  { dutyId, requestId, approvalDutyId }: { dutyId: string; requestId: string; approvalDutyId: string },
): void {
  const { db, clock } = deps;
  const request = requestById(db, requestId);
  if (request?.dutyId !== dutyId)
    throw new DomainError('extension-not-found', 422, `没有编号为 ${requestId} 的延期申请。`);
  const form = requireForm(db, approvalDutyId, APPROVAL_STEP);
  const duty = dutyById(db, dutyId);
  if (request.status !== 'open') return;
  if (duty.status !== 'open') {
    settleRequest(db, requestId, { status: 'withdrawn', decidedAt: clock.now() });
    return;
  }
  const approved = form.data.outcome === 'approved';
  const decisionReason = textOf(form, 'reason') || null;
  const { submittedBy: decidedBy, submittedAt: decidedAt } = form;
  settleRequest(db, requestId, {
    status: approved ? 'approved' : 'refused',
    decidedBy,
    decidedAt,
    decisionReason,
  });
  const actor = processActor('decide-extension', decidedBy, form.organisationId);
  if (approved) extend(deps, duty, request, actor);
  else
    changeCase(db, actor, duty.caseId, clock.now(), {
      type: 'extension-refused',
      data: { dutyId, requestId, step: duty.step, organisationId: duty.organisationId, reason: decisionReason },
      cause: requestId,
    });
}

function extend(
  deps: Deps & { readonly timeZone: string },
  duty: Duty,
  { id: requestId, amount, reason }: ExtensionRequest,
  actor: Parameters<typeof moveDuty>[1],
): void {
  const { dueAt, provisional } = extendedDeadline(calendarOf(deps.db, deps.timeZone), duty, amount);
  const after = { dueAt, provisional, pausedAt: duty.pausedAt };
  const move = { kind: 'extension', reason, amount, unit: duty.unit, after } as const;
  moveDuty(deps, actor, duty, move, { data: { requestId }, cause: requestId });
}

/** The request that an approval decides on, as a sentence: who asks for how much and why. Empty when there is none. */
export function extensionSentence(db: Database, approvalDutyId: string | null): string {
  const reference = approvalDutyId === null ? null : dutyById(db, approvalDutyId).reference;
  const request = reference === null ? undefined : requestById(db, reference);
  if (!request) return '';
  const duty = dutyById(db, request.dutyId);
  const organisation = organisationById(db, duty.organisationId)?.name ?? duty.organisationId;
  const person = personById(db, request.requestedBy)?.name ?? '';
  return `${organisation}${person}申请延期${request.amount}${UNIT_WORDS[duty.unit]}。理由：${request.reason}`;
}
