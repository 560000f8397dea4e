import { invalid } from '../errors.ts';

type Part = string | number;

/** Where a page ended, as an opaque word. */
export const encodeCursor = (parts: readonly Part[]): string =>
  Buffer.from(JSON.stringify(parts)).toString('base64url');

/**
 * Reads a cursor back.
 * @param kinds type of each part
 * @throws DomainError `invalid-cursor`
 */
export function decodeCursor<const K extends readonly ('string' | 'number')[]>(
  cursor: string,
  kinds: K,
): { -readonly [I in keyof K]: K[I] extends 'string' ? string : number } {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    parts = undefined;
  }
  if (!Array.isArray(parts) || parts.length !== kinds.length || parts.some((part, i) => typeof part !== kinds[i]))
    throw invalid('invalid-cursor', '翻页位置无效，请从第一页重新查询。', 'cursor');
  return parts as never;
}

/** Cuts one page out of rows that were read with `limit + 1`. */
export function pageOf<R, I>(
  rows: readonly R[],
  limit: number,
  positionOf: (row: R) => readonly Part[],
  toItem: (row: R) => I,
): { items: I[]; nextCursor: string | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(toItem),
    nextCursor: rows.length > limit && last ? encodeCursor(positionOf(last)) : null,
  };
}
