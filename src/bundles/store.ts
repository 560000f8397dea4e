import { desc, sql } from 'drizzle-orm';
import type { Database } from '../db/open.ts';
import { bundles } from '../db/table.ts';
import type { FormSchema } from '../tasks/form.ts';

/** Deployed bundles, newest first; the first is active. */
export function listBundles(db: Database, limit: number) {
  return db
    .select({
      number: bundles.number,
      hash: bundles.hash,
      deployedAt: bundles.deployedAt,
      processes: bundles.processes,
    })
    .from(bundles)
    .orderBy(desc(bundles.number))
    .limit(limit)
    .all();
}

/**
 * A form as the active bundle has it, or, with the key of a process definition, as the bundle of that definition has it:
 * a task that is under way keeps the form it was made with.
 */
export function findForm(db: Database, name: string, processDefinitionKey?: string): FormSchema | undefined {
  const path = `$."${name.replaceAll('"', '')}.form"`;
  const row = db
    .select({ text: sql<string | null>`json_extract(${bundles.files}, ${path})` })
    .from(bundles)
    .where(
      processDefinitionKey === undefined
        ? undefined
        : sql`exists (select 1 from json_each(${bundles.processes}) p where json_extract(p.value, '$.key') = ${processDefinitionKey})`,
    )
    .orderBy(desc(bundles.number))
    .limit(1)
    .get();
  return row?.text ? (JSON.parse(row.text) as FormSchema) : undefined;
}
