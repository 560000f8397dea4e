import type { Database } from '../../src/db/open.ts';

/** Everything in a database, to see that something changed nothing. */
export function everything(db: Database): Record<string, unknown[]> {
  const names = db.$client.prepare("select name from sqlite_master where type = 'table'").pluck().all();
  return Object.fromEntries(names.map((name) => [name, db.$client.prepare(`select * from "${name}"`).all()]));
}
