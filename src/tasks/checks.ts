import type { CalendarSettings } from '../calendar/deadline.ts';
import { caseById } from '../cases/case-store.ts';
import type { Database } from '../db/open.ts';
import { dutyById } from '../duties/store.ts';
import { invalid } from '../errors.ts';
import { groundsOf, partiesOfDispute } from '../handling/objection-store.ts';
import { checkObjection } from '../handling/rules.ts';
import { activeDepartment } from '../handling/team-store.ts';
import { meetingOfDuty } from '../meetings/meeting-store.ts';
import { checkMeetingAnswer } from '../meetings/rules.ts';
import type { FormData } from './form.ts';
import type { TaskRow } from './store.ts';

/** A part of a case that belongs to one department, as duties' scopes name it; the last one has it from those before. */
const PART = /^joint\/(?:.*\/)?([^/]+)$/;

/**
 * What an answer must be besides what its form asks for: rules that look at the case, its deadlines and the time. Steps
 * without such a rule pass.
 * @param settings the city's calendar
 * @param data the form as it was checked
 * @param now ms
 * @throws DomainError `objection-too-late`, `objection-after-decision`, `objection-without-grounds`,
 *   `transfer-to-objector`, `not-concerned`, and those of `checkMeetingAnswer`
 */
export function checkAnswer(
  db: Database,
  settings: CalendarSettings,
  task: TaskRow,
  data: FormData,
  now: number,
): void {
  switch (task.step) {
    case 'report':
      checkReport(db, settings, task, data, now);
      break;
    case 'rule-objection':
      checkRuling(objectorOf(db, task), data);
      break;
    case 'decide-jointly':
      checkJointDecision(partiesOfDispute(db, task.caseId, objectorOf(db, task)), data);
      break;
    default:
      checkMeetingAnswer(task.step, data, meetingOfDuty(db, task.dutyId)?.heldAt ?? null, now, settings);
  }
}

function checkReport(db: Database, settings: CalendarSettings, task: TaskRow, data: FormData, now: number): void {
  if (data.outcome !== 'objection') return;
  const department = activeDepartment(db, task.caseId, task.organisationId ?? '');
  if (!department) return;
  const { mayObject, dispatchedAt } = department;
  const { profile } = caseById(db, task.caseId);
  checkObjection(settings, { mayObject, profile, dispatchedAt, grounds: groundsOf(data) }, now);
}

function checkRuling(objectorId: string | null, { transferToId }: FormData): void {
  if (objectorId !== null && transferToId === objectorId)
    throw invalid('transfer-to-objector', '异议成立的，不能再移交给提出异议的部门。', 'transferToId');
}

function checkJointDecision(parties: readonly string[], { departmentId }: FormData): void {
  if (parties.length > 0 && !parties.includes(String(departmentId)))
    throw invalid('not-concerned', '只能在互相推诿的部门中指定一个。', 'departmentId');
}

/** The department whose objection the platform's task is about. */
function objectorOf(db: Database, { dutyId }: TaskRow): string | null {
  return (dutyId !== null && PART.exec(dutyById(db, dutyId).scope)?.[1]) || null;
}
