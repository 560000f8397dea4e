import { eq } from 'drizzle-orm';
import type { Database } from '../db/open.ts';
import type { Duty } from '../duties/table.ts';
import { meetings, resolutionItems } from '../meetings/table.ts';
import type { Case } from './case-store.ts';
import { platformsConcerned } from './territory.ts';
import type { Concerned } from './waiting.ts';

/** Who takes part in a case with these duties. */
export function concernedIn(db: Database, row: Case, duties: readonly Duty[]): Concerned {
  const { townId, leadDepartmentId, leadingGroupId, origin } = row;
  return {
    townId,
    leadDepartmentId,
    leadingGroupId,
    platformIds: platformsConcerned(db, row),
    hasComplainants: origin === 'complaint',
    hosts: hostsOfItems(db, row.id),
    holders: new Map(duties.map(({ id, organisationId }) => [id, organisationId])),
  };
}

function hostsOfItems(db: Database, caseId: string): Map<string, string> {
  const rows = db
    .select({ itemId: resolutionItems.id, hostId: meetings.hostOrganisationId })
    .from(resolutionItems)
    .innerJoin(meetings, eq(meetings.id, resolutionItems.meetingId))
    .where(eq(resolutionItems.caseId, caseId))
    .all();
  return new Map(rows.map(({ itemId, hostId }) => [itemId, hostId]));
}
