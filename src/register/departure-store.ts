import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { caseDepartments, cases, type Stage } from '../cases/table.ts';
import type { Database } from '../db/open.ts';
import { teamMembers } from '../handling/table.ts';
import { taskGroups, tasks } from '../tasks/table.ts';
import { leadershipLines, memberships, people, tokens } from './table.ts';

export interface ClaimedTask {
  readonly id: string;
  readonly caseId: string;
  readonly step: string;
  readonly stage: Stage;
  /** Candidate groups, `organisationId:role`. */
  readonly groups: readonly string[];
}

/** Open tasks that a person has claimed. */
export function claimedTasks(db: Database, personId: string): ClaimedTask[] {
  const rows = db
    .select({ id: tasks.id, caseId: tasks.caseId, step: tasks.step, stage: tasks.stage, group: taskGroups.group })
    .from(tasks)
    .innerJoin(taskGroups, eq(taskGroups.taskId, tasks.id))
    .where(and(eq(tasks.status, 'open'), eq(tasks.assigneeId, personId)))
    .orderBy(asc(tasks.createdAt), asc(tasks.id), asc(taskGroups.group))
    .all();
  const found = new Map<string, ClaimedTask & { groups: string[] }>();
  for (const { group, ...task } of rows) {
    const known = found.get(task.id);
    if (known) known.groups.push(group);
    else found.set(task.id, { ...task, groups: [group] });
  }
  return [...found.values()];
}

/** How many open tasks of a group nobody could do: no group of theirs has a member. */
export function tasksWithoutHolder(db: Database, group: string): number {
  return (
    db.get<{ count: number }>(sql`
      select count(*) as count from ${tasks} t join ${taskGroups} g on g.task_id = t.id
      where g."group" = ${group} and t.status = 'open' and not exists (
        select 1 from ${taskGroups} h join ${memberships} m on h."group" = m.organisation_id || ':' || m.role
        where h.task_id = t.id)`)?.count ?? 0
  );
}

/** Takes a person's roles and tokens away and notes when the person left. @param now ms */
export function closeAccount(db: Database, personId: string, now: number): void {
  db.delete(memberships).where(eq(memberships.personId, personId)).run();
  db.delete(tokens).where(eq(tokens.personId, personId)).run();
  db.update(people).set({ leftAt: now }).where(eq(people.id, personId)).run();
}

/** Leading groups in which a person answers for some area. */
export function groupsLedBy(db: Database, personId: string): string[] {
  return db
    .selectDistinct({ id: leadershipLines.leadingGroupId })
    .from(leadershipLines)
    .where(eq(leadershipLines.personId, personId))
    .orderBy(asc(leadershipLines.leadingGroupId))
    .all()
    .map(({ id }) => id);
}

/** Hands a person's lines of responsibility (条线分管) in a leading group to another. */
export function handOverLines(db: Database, leadingGroupId: string, from: string, to: string): void {
  db.update(leadershipLines)
    .set({ personId: to })
    .where(and(eq(leadershipLines.leadingGroupId, leadingGroupId), eq(leadershipLines.personId, from)))
    .run();
}

/** Open cases that a person leads (领办), with the leading group that has them. */
export function casesLedBy(db: Database, personId: string): { id: string; leadingGroupId: string | null }[] {
  return db
    .select({ id: cases.id, leadingGroupId: cases.leadingGroupId })
    .from(cases)
    .where(and(eq(cases.leaderId, personId), eq(cases.status, 'open')))
    .orderBy(asc(cases.id))
    .all();
}

/** Where a person belongs to the team of an open case. */
export function seatsOf(db: Database, personId: string) {
  return db
    .select({ id: teamMembers.id, caseId: teamMembers.caseId, organisationId: teamMembers.organisationId })
    .from(teamMembers)
    .innerJoin(cases, eq(cases.id, teamMembers.caseId))
    .where(and(eq(teamMembers.personId, personId), isNull(teamMembers.leftAt), eq(cases.status, 'open')))
    .orderBy(asc(teamMembers.id))
    .all();
}

/** Names another handler, or none, where the department of an open case had named a person. */
export function replaceHandler(db: Database, departmentId: string, from: string, to: string | null): void {
  db.update(caseDepartments)
    .set({ handlerId: to })
    .where(
      and(
        eq(caseDepartments.departmentId, departmentId),
        eq(caseDepartments.handlerId, from),
        sql`exists (select 1 from ${cases} c where c.id = ${caseDepartments.caseId} and c.status = 'open')`,
      ),
    )
    .run();
}
