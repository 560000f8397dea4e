import { and, desc, inArray, lt } from 'drizzle-orm';
import type { Database } from '../db/open.ts';
import { notifications } from './table.ts';

/** One page of what was sent to any of the groups, newest first. @param before id that ended the page before */
export function listNotifications(db: Database, groups: readonly string[], before: number | undefined, limit: number) {
  return db
    .select()
    .from(notifications)
    .where(
      and(
        inArray(notifications.recipient, [...groups]),
        before === undefined ? undefined : lt(notifications.id, before),
      ),
    )
    .orderBy(desc(notifications.id))
    .limit(limit)
    .all();
}
