import type { Static } from 'typebox';
import type { Database } from '../db/open.ts';
import { dutiesOf, type NamedDuty } from '../duties/change-store.ts';
import { dutyBrief } from '../duties/view.ts';
import { handlingPart } from '../handling/view.ts';
import { isoOrNull, toIso } from '../http/schema.ts';
import { meetingPart } from '../meetings/view.ts';
import { organisationById, personById } from '../register/store.ts';
import { registerEntryOf } from '../register/version-store.ts';
import { tasksOfCase } from '../tasks/store.ts';
import { caseTask } from '../tasks/view.ts';
import type { Case } from './case-store.ts';
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
import { COMPLAINANTS, whoWaitsFor } from './waiting.ts';
import { concernedIn } from './waiting-store.ts';

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
  const duties = dutiesOf(db, row.id);
  const personNamed = (id: string | null) => named(id, names.get(id ?? ''));
  return {
    ...caseBrief(brief),
    place: complaints[0]?.place ?? String(registered.place ?? ''),
    description: typeof registered.description === 'string' ? registered.description : null,
    pushedDepartments: row.pushedDepartments,
    legacyMatter: row.legacyMatter,
    refusalGrounds: row.refusalGrounds,
    otherDistricts: row.otherDistrictIds.map((id) => organisationNamed(db, id)),
    whistleDecision: row.whistleDecision,
    leader: personNamed(row.leaderId),
    leadingGroup: row.leadingGroupId === null ? null : organisationNamed(db, row.leadingGroupId),
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
      releaseReason: member.releaseReason,
      mayObject: member.mayObject,
      register: registerOf(db, member),
    })),
    problems: problemsOf(db, row.id).map(({ caseId: _, ...problem }) => problem),
    complaints: complaints.map(
      ({ id, source, orderNumber, channel, subject, place, hidden, receivedAt, withdrawnAt, ...person }) => ({
        id,
        source,
        orderNumber,
        channel,
        subject,
        place,
        hidden,
        receivedAt: toIso(receivedAt),
        withdrawnAt: isoOrNull(withdrawnAt),
        ...complaintFor(reader.insight, { ...person, hidden }),
      }),
    ),
    ...handlingPart(db, row.id),
    ...meetingPart(db, row.id),
    callbacks: callbacksOf(db, row.id).map(
      ({ complaintId, round, attempt, contacted, solved, satisfaction, reason, at }) => ({
        complaintId,
        round,
        attempt,
        contacted,
        solved,
        satisfaction,
        reason,
        at: toIso(at),
      }),
    ),
    openTasks: tasksOfCase(db, row.id)
      .filter(({ row: { status } }) => status === 'open')
      .map(caseTask),
    duties: duties.map((duty) => dutyBrief(duty, reader.now)),
    waitingFor: waitingView(db, row, duties, reader.now),
    processInstances: instancesView(db, row.id, reader.operateUrl),
  };
}

/** Who waits for whom (R7b): each open duty with those who cannot go on before it is done. */
function waitingView(
  db: Database,
  row: Case,
  duties: readonly NamedDuty[],
  now: number,
): Static<typeof CaseView>['waitingFor'] {
  const concerned = concernedIn(
    db,
    row,
    duties.map((duty) => duty.row),
  );
  return duties
    .filter((duty) => duty.row.status === 'open')
    .flatMap((duty) => {
      const { organisation: waitsFor, step, startedAt: since, dueAt, overdue } = dutyBrief(duty, now);
      return whoWaitsFor(duty.row, concerned).map((id) => ({
        organisation: id === COMPLAINANTS.id ? COMPLAINANTS : organisationNamed(db, id),
        waitsFor,
        step,
        since,
        dueAt,
        overdue,
      }));
    });
}

const organisationNamed = (db: Database, id: string): Named => ({ id, name: organisationById(db, id)?.name ?? id });

/** What the register said of a department when the case was dispatched (R5); later versions change nothing here. */
function registerOf(
  db: Database,
  { registerVersion: version, registerEntryId }: { registerVersion: number | null; registerEntryId: string | null },
) {
  const entry = version !== null && registerEntryId !== null && registerEntryOf(db, version, registerEntryId);
  if (!entry) return null;
  const { post, personId, duty } = entry;
  return { version, post, personName: personById(db, personId)?.name ?? personId, duty };
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
