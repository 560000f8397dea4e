import { chmodSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { SampleToken } from './store.ts';

/**
 * Writes the sample accounts with their tokens as JSON, readable by the owner alone (0600). Whole or not at all: the
 * file appears by a rename.
 * @throws the file system's error when the folder cannot be written
 */
export function writeTokenFile(path: string, rows: readonly SampleToken[]): void {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.new`;
  writeFileSync(draft, `${JSON.stringify(rows, null, 2)}\n`, { mode: 0o600 });
  // An old draft keeps its mode when it is written over.
  chmodSync(draft, 0o600);
  renameSync(draft, path);
}
