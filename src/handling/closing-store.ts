import { and, eq, isNull } from 'drizzle-orm';
import { type Case, caseById, changeCase, processActor } from '../cases/case-store.ts';
import { caseDepartments, problems } from '../cases/table.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/open.ts';
import { withdrawDuties } from '../duties/store.ts';
import { reportResults } from '../hotline/store.ts';
import { meetings, resolutionItems } from '../meetings/table.ts';
import { directions, teamMembers } from './table.ts';

/** Why the members of a team left when nothing else happened. */
const CLOSED = '结案';

/**
 * Ends the case and everything that was still open in it, whoever was in the middle of something; the team is released only
 * now (事不结人不撤, R7a), and the hotlines hear the end (R4b). A case is closed once.
 */
export function closeCase(db: Database, clock: Clock, caseId: string, hotlines: readonly string[]): void {
  const found = caseById(db, caseId);
  if (found.status === 'closed') return;
  const now = clock.now();
  const withdrawn = withdrawDuties(db, caseId, now);
  endActivities(db, caseId, now);
  releaseTeam(db, caseId, now);
  const solved = solvedOf(db, caseId);
  const outcome = outcomeOf(found, solved);
  changeCase(db, processActor('close-case'), caseId, now, {
    set: { status: 'closed', closedAt: now, outcome, stage: 'feedback' },
    type: 'case-closed',
    data: {
      outcome,
      problems: solved.length,
      solved: solved.filter(Boolean).length,
      rounds: found.round,
      withdrawnDuties: withdrawn.length,
    },
  });
  reportResults(db, clock, caseId, hotlines, 'everyone');
}

/** Answers, decisions and meetings that nobody waits for any more. */
function endActivities(db: Database, caseId: string, now: number): void {
  db.update(directions)
    .set({ status: 'withdrawn' })
    .where(and(eq(directions.caseId, caseId), eq(directions.status, 'given')))
    .run();
  db.update(resolutionItems)
    .set({ status: 'withdrawn', finishedAt: now })
    .where(and(eq(resolutionItems.caseId, caseId), eq(resolutionItems.status, 'open')))
    .run();
  db.update(meetings)
    .set({ status: 'cancelled' })
    .where(and(eq(meetings.caseId, caseId), eq(meetings.status, 'called')))
    .run();
}

function releaseTeam(db: Database, caseId: string, now: number): void {
  db.update(caseDepartments)
    .set({ releasedAt: now })
    .where(and(eq(caseDepartments.caseId, caseId), isNull(caseDepartments.releasedAt)))
    .run();
  db.update(teamMembers)
    .set({ leftAt: now, leaveReason: CLOSED })
    .where(and(eq(teamMembers.caseId, caseId), isNull(teamMembers.leftAt)))
    .run();
}

/** Whether each problem of the case is solved (R4c); one that nothing was said of is not. */
const solvedOf = (db: Database, caseId: string): boolean[] =>
  db
    .select({ solved: problems.solved })
    .from(problems)
    .where(eq(problems.caseId, caseId))
    .all()
    .map(({ solved }) => solved === true);

/** How a case ends: as was decided before (refused, withdrawn), else by its problems. */
function outcomeOf({ outcome }: Case, solved: readonly boolean[]): string {
  if (outcome !== null) return outcome;
  if (!solved.includes(true)) return 'unsolved';
  return solved.includes(false) ? 'partly-solved' : 'solved';
}
