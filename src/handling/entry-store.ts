import type { Case } from '../cases/case-store.ts';
import { latestEvent } from '../cases/store.ts';
import type { Database } from '../db/open.ts';

/** Where the main process is entered: at one of its stages (R1), in direct handling, or with a leading group. */
export const ENTRIES = ['discovery', 'whistle', 'dispatch', 'report', 'direct', 'leadership', 'feedback'] as const;
export type Entry = (typeof ENTRIES)[number];

/** What decides where a case goes on. */
export type Standing = Pick<Case, 'path' | 'stage' | 'leadingGroupId'>;

/**
 * Where a case goes on whose process instance was lost with its engine. Stages before it are not walked again; duties in
 * it that the database calls done are skipped by `open-duty`.
 */
export function entryOf({ path, stage, leadingGroupId }: Standing): Entry {
  if (stage === 'feedback') return 'feedback';
  if (leadingGroupId !== null) return 'leadership';
  if (path === 'ordinary') return 'direct';
  if (path === 'whistle') return stage === 'dispatch' || stage === 'report' ? stage : 'whistle';
  return path === 'undecided' && stage === 'whistle' ? 'whistle' : 'discovery';
}

/**
 * Where this engine's process begins with a case, as it was before this engine knew of it.
 * @param before the case with the engine epoch that it was last worked on in; null: no engine has seen it yet
 * @returns the entry, and for `leadership` why the leading group took over
 */
export function entryInto(
  db: Database,
  before: Standing & Pick<Case, 'id' | 'engineEpoch'>,
): { readonly entry: Entry; readonly leadershipReason: string | null } {
  const entry = before.engineEpoch === null ? 'discovery' : entryOf(before);
  if (entry !== 'leadership') return { entry, leadershipReason: null };
  const reason = latestEvent(db, before.id, ['leadership-taken-over'])?.data.reason;
  return { entry, leadershipReason: typeof reason === 'string' ? reason : 'by-hand' };
}
