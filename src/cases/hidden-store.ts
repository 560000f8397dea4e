import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Database } from '../db/open.ts';
import type { HiddenPerson } from './masking.ts';
import { complaints } from './table.ts';

/**
 * Complainants of some cases who are hidden from the accused side (R4b).
 * @param from `everywhere`, or only of those cases in whose team one of the departments is or was
 */
export function hiddenPeople(
  db: Database,
  caseIds: readonly string[],
  from: 'everywhere' | readonly string[] = 'everywhere',
): HiddenPerson[] {
  const departments = JSON.stringify(from === 'everywhere' ? [] : from);
  return db
    .selectDistinct({ name: complaints.complainantName, phone: complaints.complainantPhone })
    .from(complaints)
    .where(
      and(
        inArray(complaints.caseId, [...caseIds]),
        eq(complaints.hidden, true),
        from === 'everywhere'
          ? undefined
          : sql`exists (select 1 from case_departments d where d.case_id = ${complaints.caseId}
              and d.department_id in (select value from json_each(${departments})))`,
      ),
    )
    .all();
}
