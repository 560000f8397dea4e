import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import SQLite from 'better-sqlite3';
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import * as tables from './tables.ts';

export type Database = BetterSQLite3Database<typeof tables> & { $client: SQLite.Database };

const MIGRATIONS = fileURLToPath(new URL('./migrations', import.meta.url));

/**
 * Opens (and creates) the database, brings it to the newest schema, and sets what every connection needs:
 * WAL so that readers never wait, full sync so that an answered request survives a power cut.
 * @param file path, or `:memory:`
 */
export function openDatabase(file: string): Database {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
  const client = new SQLite(file);
  client.pragma('journal_mode = WAL');
  client.pragma('synchronous = FULL');
  client.pragma('busy_timeout = 10000');
  const db = drizzle({ client, schema: tables, casing: 'snake_case' });
  migrate(db, { migrationsFolder: MIGRATIONS });
  return db;
}

/**
 * Runs `work` in one write transaction. The write lock is taken at once: two processes share the file, and a read
 * lock that is upgraded later could fail with SQLITE_BUSY. Nested calls join the outer transaction.
 */
export function write<T>(db: Database, work: () => T): T {
  if (db.$client.inTransaction) return work();
  return db.$client.transaction(work).immediate();
}
