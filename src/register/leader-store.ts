import { and, asc, eq, isNull } from 'drizzle-orm';
import { catalogueItems } from '../catalogue/table.ts';
import type { Database } from '../db/open.ts';
import { leadershipLines, organisations } from './table.ts';

/** Areas of the catalogue that no leader of a leading group answers for (条线分管, R7c). */
export function areasWithoutLeader(db: Database): { area: string; leadingGroup: string }[] {
  return db
    .selectDistinct({ area: catalogueItems.areaName, leadingGroup: organisations.name })
    .from(catalogueItems)
    .innerJoin(organisations, eq(organisations.kind, 'leading-group'))
    .leftJoin(
      leadershipLines,
      and(eq(leadershipLines.leadingGroupId, organisations.id), eq(leadershipLines.areaCode, catalogueItems.areaCode)),
    )
    .where(isNull(leadershipLines.personId))
    .orderBy(asc(organisations.name), asc(catalogueItems.areaName))
    .all();
}
