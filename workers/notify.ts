import { Type } from 'typebox';
import { caseById } from '../src/cases/case-store.ts';
import type { Database } from '../src/db/open.ts';
import { dutyById, reachLevel } from '../src/duties/store.ts';
import { CaseInput, defineWorker, MaybeId } from '../src/engine/worker.ts';
import { beginFeedback } from '../src/handling/result-store.ts';
import { type Recipients, recipientsNamed, recipientsOf } from '../src/notifications/recipient-store.ts';
import { notifyGroups, type Template, templateOf } from '../src/notifications/send-store.ts';

/** A reminder or urging is a rung of the duty's ladder (催办, R9) and is noted there. */
const RUNGS: Readonly<Partial<Record<Template, string>>> = { 'duty-reminder': 'remind', 'duty-urge': 'urge' };

/**
 * 通知: header `template` says which text, `recipients` whom: `complainants`; `duty`, those who have to act; `meeting`, the
 * units that are invited; `department`, its handler and head; `team`, all departments of the case and its town.
 */
export const notifyWorker = defineWorker({
  type: 'notify',
  input: Type.Object({
    ...CaseInput,
    dutyId: MaybeId,
    meetingId: MaybeId,
    departmentId: MaybeId,
    directionId: MaybeId,
  }),
  output: Type.Object({}),
  create:
    ({ db, clock, timeZone }) =>
    ({ variables, headers, key, epoch }) => {
      const { caseId } = variables;
      const template = templateOf(headers.template);
      const kind = recipientsNamed(headers.recipients);
      const recipients = recipientsOf(db, kind, variables);
      const cause = `${template}:${happeningOf(db, kind, variables) ?? `${epoch}-${key}`}`;
      const dutyId = kind === 'duty' ? (variables.dutyId ?? null) : null;
      const level = RUNGS[template];
      if (dutyId !== null && level !== undefined) reachLevel(db, dutyId, level, clock.now());
      if (template === 'case-result') beginFeedback(db, caseId, clock.now());
      notifyGroups(db, clock, template, { ...variables, dutyId, timeZone, recipients, cause });
      return {};
    },
});

interface Variables {
  readonly caseId: string;
  readonly dutyId?: string | null;
  readonly meetingId?: string | null;
  readonly directionId?: string | null;
}

/**
 * What a message is sent for once, also by an engine that was rebuilt and walks the same way again: a direction, a meeting,
 * a deadline that comes near, a round of the case. Otherwise the job itself.
 */
function happeningOf(db: Database, kind: Recipients, variables: Variables): string | undefined {
  const { caseId, dutyId, meetingId, directionId } = variables;
  switch (kind) {
    case 'duty':
      return `${dutyId}:${dutyById(db, dutyId ?? '').dueAt}`;
    case 'meeting':
      return meetingId ?? undefined;
    case 'department':
      return directionId ?? undefined;
    case 'complainants':
    case 'team':
      return `${caseId}:${caseById(db, caseId).round}`;
  }
}
