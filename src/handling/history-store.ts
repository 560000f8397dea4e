import { and, eq } from 'drizzle-orm';
import { events } from '../cases/table.ts';
import type { Database } from '../db/open.ts';

/**
 * What the timeline already tells of something that happens once per cause, e.g. of a duty whose form was carried out: an
 * engine that is rebuilt walks the same way again, and what is done stays as it is.
 * @returns the event's data; undefined when it did not happen yet
 */
export function toldBefore(
  db: Database,
  caseId: string,
  type: string,
  cause: string | null,
): Record<string, unknown> | undefined {
  if (cause === null) return undefined;
  return db
    .select({ data: events.data })
    .from(events)
    .where(and(eq(events.caseId, caseId), eq(events.type, type), eq(events.cause, cause)))
    .get()?.data;
}
