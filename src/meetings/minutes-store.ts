import type { CalendarSettings } from '../calendar/deadline.ts';
import { changeCase, processActor, requireForm, textOf } from '../cases/case-store.ts';
import type { Database } from '../db/open.ts';
import { keepAttendance, keepMinutes, meetingById } from './meeting-store.ts';
import { decideItems, type ItemOut } from './resolution-store.ts';
import { rowsOf } from './rules.ts';

/**
 * What came of a meeting that a town or a lead department called (R6a, R8a): who came, the minutes, and its decisions as
 * items with owner and date; or that it was not held, and why.
 * @param now ms
 * @throws DomainError `meeting-not-found`, `unknown-owner`
 */
export function recordMeeting(
  db: Database,
  { caseId, meetingId, dutyId }: { caseId: string; meetingId: string; dutyId: string },
  settings: CalendarSettings,
  now: number,
): ItemOut[] {
  const form = requireForm(db, dutyId, 'hold-meeting');
  const { kind } = meetingById(db, caseId, meetingId);
  const actor = processActor('record-meeting', form.submittedBy, form.organisationId);
  if (textOf(form, 'outcome') === 'cancelled') {
    keepMinutes(db, meetingId, { status: 'cancelled', minutes: null, dutyId });
    changeCase(db, actor, caseId, now, {
      type: 'meeting-cancelled',
      data: { meetingId, kind, reason: textOf(form, 'reason') },
      cause: dutyId,
    });
    return [];
  }
  keepMinutes(db, meetingId, { status: 'held', minutes: textOf(form, 'minutes'), dutyId });
  const participants = rowsOf(form.data.participants);
  const attended = keepAttendance(db, meetingId, participants);
  const items = decideItems(
    db,
    { caseId, dutyId, meetingId, kind: 'meeting-decision', decidedAt: form.submittedAt },
    rowsOf(form.data.decisions),
    settings,
  );
  changeCase(db, actor, caseId, now, {
    type: 'meeting-held',
    data: { meetingId, kind, invited: participants.length, attended, items },
    cause: dutyId,
  });
  return items;
}
