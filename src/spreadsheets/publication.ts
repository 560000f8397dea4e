import { isDeepStrictEqual } from 'node:util';
import { conflict } from '../errors.ts';

interface Versioned {
  readonly id: string;
  /** Version in which the row last changed. */
  readonly version: number;
}

/** The next state of something that is published as a whole. */
export interface NextState<T> {
  readonly rows: T[];
  readonly changed: boolean;
  readonly added: number;
  readonly altered: number;
  readonly removed: number;
}

/** Sets drafts against the present rows: a row that stays as it was keeps its version, every other one gets `number`. */
export function nextState<T extends Versioned>(
  present: readonly T[],
  drafts: readonly Omit<T, 'version'>[],
  number: number,
): NextState<T> {
  const before = new Map(present.map((row) => [row.id, row]));
  let added = 0;
  let altered = 0;
  const rows = drafts.map((draft) => {
    const known = before.get((draft as unknown as Versioned).id);
    if (known && isDeepStrictEqual(known, { ...draft, version: known.version })) return known;
    if (known) altered++;
    else added++;
    return { ...draft, version: number } as unknown as T;
  });
  const removed = present.length - (rows.length - added);
  return { rows, changed: added + altered + removed > 0, added, altered, removed };
}

/** Name of an exported sheet. It carries the version, so that an edit of an old export is noticed when it comes back. */
export const sheetName = (what: string, version: number | null): string => `${what}-v${version ?? 0}`;

/**
 * Refuses changes that were made to an older export: they would silently take back what was published since.
 * @throws DomainError `outdated-version`
 */
export function assertNotOutdated(name: string, what: string, current: number | null): void {
  const base = name.startsWith(`${what}-v`) ? /-v(\d+)$/.exec(name)?.[1] : undefined;
  if (base !== undefined && Number(base) !== (current ?? 0))
    throw conflict(
      'outdated-version',
      `文件是按第 ${base} 版导出后修改的，现行为第 ${current ?? 0} 版。请重新导出，在新文件上修改。`,
    );
}
