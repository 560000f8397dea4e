import { caseById, departmentsOfCase } from '../cases/case-store.ts';
import type { Database } from '../db/open.ts';
import { dutyById } from '../duties/store.ts';
import { listParties } from '../register/party-store.ts';
import { organisationById } from '../register/store.ts';
import type { FormData, Option } from '../tasks/form.ts';
import { findConsultation, namedItem, participantsOf } from './list-store.ts';
import { meetingOfDuty } from './meeting-store.ts';

/** Who may be given a meeting's decision to carry out: the departments of the case, the lead first, and its town. */
export function teamOptions(db: Database, caseId: string): Option[] {
  const team = departmentsOfCase(db, caseId).filter(({ status }) => status !== 'released');
  const { townId } = caseById(db, caseId);
  const ids = [...team.map(({ departmentId }) => departmentId), ...(townId === null ? [] : [townId])];
  return ids.map((id) => ({ value: id, label: organisationById(db, id)?.name ?? id }));
}

/** Parties of the register around the case's town; all of them while it has none. */
export function partyOptions(db: Database, caseId: string): Option[] {
  const { townId } = caseById(db, caseId);
  return listParties(db, { territoryId: townId ?? undefined }).map(({ id, name }) => ({ value: id, label: name }));
}

/**
 * Rows of the attendance list of the meeting that a duty is about: everybody came, unless somebody says otherwise.
 * null: it is about something else.
 */
export function attendanceRows(db: Database, dutyId: string | null): FormData[] | null {
  const meeting = meetingOfDuty(db, dutyId);
  if (!meeting) return null;
  return participantsOf(db, meeting.id).map(({ row: { participantId }, name }) => ({
    participantId,
    name: name ?? participantId,
    attended: true,
  }));
}

/** What is to be carried out in a duty; a party's task names the party. null: the duty is about something else. */
export function itemDescription(db: Database, dutyId: string | null): string | null {
  const item = namedItem(db, referenceOf(db, dutyId));
  if (!item) return null;
  return item.partyName === null ? item.row.description : `${item.partyName}：${item.row.description}`;
}

/** What the public was asked in the consultation that a duty is about; null: it is about something else. */
export const consultationQuestion = (db: Database, dutyId: string | null): string | null =>
  findConsultation(db, referenceOf(db, dutyId))?.question ?? null;

const referenceOf = (db: Database, dutyId: string | null): string =>
  (dutyId === null ? null : dutyById(db, dutyId).reference) ?? '';
