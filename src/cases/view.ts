import type { Static } from 'typebox';
import type { Database } from '../db/open.ts';
import { dutiesOf } from '../duties/change-store.ts';
import { dutyBrief } from '../duties/view.ts';
import { isoOrNull, toIso } from '../http/schema.ts';
import { organisationById } from '../register/store.ts';
import { tasksOfCase } from '../tasks/store.ts';
import { caseTask } from '../tasks/view.ts';
import { complaintFor } from './masking.ts';
import type { CaseBrief, CaseView, ProcessInstance, TimelineEvent } from './schema.ts';
import {
  type BriefRow,
  callbacksOf,
  complaintsOf,
  eventData,
  eventsOf,
  namesOfPeople,
  problemsOf,
  processInstancesOf,
  teamOf,
  whistleOf,
} from './store.ts';
import type { Insight } from './visibility.ts';

type Named = { id: string; name: string };

/** An id with its name; the id stands in for a name that is no longer known. */
export const named = (id: string | null, name: string | null | undefined): Named | null =>
  id === null ? null : { id, name: name ?? id };

/** A row as lists show it. */
export function caseBrief({ row, townName, leadName, itemName }: BriefRow): Static<typeof CaseBrief> {
  const { id, subject, origin, status, stage, path, profile, difficulty, round, repeatCount, outcome } = row;
  return {
    id,
    subject,
    origin,
    status,
    stage,
    path,
    profile,
    difficulty,
    item: named(row.itemId, itemName),
    town: named(row.townId, townName),
    leadDepartment: named(row.leadDepartmentId, leadName),
    round,
    repeatCount,
    outcome,
    openedAt: toIso(row.openedAt),
    changedAt: toIso(row.changedAt),
    closedAt: isoOrNull(row.closedAt),
  };
}

/** Everything about a case that the reader may see. @param now ms, for "overdue" */
export function caseView(
  db: Database,
  brief: BriefRow,
  reader: { insight: Insight; now: number; operateUrl: string | undefined },
): Static<typeof CaseView> {
  const { row } = brief;
  const complaints = complaintsOf(db, row.id);
  const registered = eventData(db, row.id, 'case-registered')[0] ?? {};
  const whistle = whistleOf(db, row.id);
  const names = namesOfPeople(
    db,
    [row.leaderId, whistle?.blownBy].filter((id) => typeof id === 'string'),
  );
  const personNamed = (id: string | null) => named(id, names.get(id ?? ''));
  return {
    ...caseBrief(brief),
    place: complaints[0]?.place ?? String(registered.place ?? ''),
    description: typeof registered.description === 'string' ? registered.description : null,
    pushedDepartments: row.pushedDepartments,
    legacyMatter: row.legacyMatter,
    refusalGrounds: row.refusalGrounds,
    otherDistricts: row.otherDistrictIds.map((id) => ({ id, name: organisationById(db, id)?.name ?? id })),
    whistleDecision: row.whistleDecision,
    leader: personNamed(row.leaderId),
    whistle: whistle
      ? {
          townId: whistle.townId,
          criterion: whistle.criterion,
          reason: whistle.reason,
          blownBy: personNamed(whistle.blownBy),
          overruled: whistle.overruled,
          blownAt: toIso(whistle.blownAt),
        }
      : null,
    departments: teamOf(db, row.id).map(({ row: member, name, handlerName }) => ({
      department: { id: member.departmentId, name: name ?? member.departmentId },
      responsibility: member.responsibility,
      status: member.status,
      handler: named(member.handlerId, handlerName),
      dispatchedAt: toIso(member.dispatchedAt),
      reportedAt: isoOrNull(member.reportedAt),
      handedInAt: isoOrNull(member.handedInAt),
      releasedAt: isoOrNull(member.releasedAt),
    })),
    problems: problemsOf(db, row.id).map(({ caseId: _, ...problem }) => problem),
    complaints: complaints.map(
      ({ id, source, orderNumber, channel, subject, place, hidden, receivedAt, ...person }) => ({
        id,
        source,
        orderNumber,
        channel,
        subject,
        place,
        hidden,
        receivedAt: toIso(receivedAt),
        ...complaintFor(reader.insight, { ...person, hidden }),
      }),
    ),
    callbacks: callbacksOf(db, row.id).map(({ round, contacted, solved, satisfaction, reason, at }) => ({
      round,
      contacted,
      solved,
      satisfaction,
      reason,
      at: toIso(at),
    })),
    openTasks: tasksOfCase(db, row.id)
      .filter(({ row: { status } }) => status === 'open')
      .map(caseTask),
    duties: dutiesOf(db, row.id).map((duty) => dutyBrief(duty, reader.now)),
    processInstances: instancesView(db, row.id, reader.operateUrl),
  };
}

/** Process instances that work or worked for a case, with their pages in Operate. */
export function instancesView(
  db: Database,
  caseId: string,
  operateUrl: string | undefined,
): Static<typeof ProcessInstance>[] {
  return processInstancesOf(db, caseId).map(({ key, processId, seenAt }) => ({
    key,
    processId,
    operateUrl: operateUrl === undefined ? null : `${operateUrl}/processes/${key}`,
    seenAt: toIso(seenAt),
  }));
}

/** What happened to a case, oldest first. */
export function timeline(db: Database, caseId: string): Static<typeof TimelineEvent>[] {
  return eventsOf(db, caseId).map(({ row, personName, onBehalfOfName, organisationName }) => ({
    id: row.id,
    at: toIso(row.at),
    type: row.type,
    stage: row.stage,
    person: named(row.personId, personName),
    onBehalfOf: named(row.onBehalfOfId, onBehalfOfName),
    organisation: named(row.organisationId, organisationName),
    data: row.data,
    origin: row.origin,
  }));
}
