import { calendarOf } from '../calendar/store.ts';
import { processActor } from '../cases/case-store.ts';
import type { Clock } from '../clock.ts';
import { type Database, write } from '../db/open.ts';
import { changesOf, movableDuties, setProvisional } from './change-store.ts';
import { moveDuty } from './move.ts';
import { replay } from './replay.ts';
import type { Duty } from './table.ts';

interface Deps {
  readonly db: Database;
  readonly clock: Clock;
  readonly timeZone: string;
}

/** A notice reaches so far into the neighbouring years, and zones add their hours, ms. */
const MARGIN_MS = 9 * 86_400_000;

/**
 * Works out anew the deadlines that a calendar moves (R9): those of open provisional duties and, when the notice of a year
 * was imported, of those that run in that year. What moves is told to the timeline and to the clock in the process.
 * @returns how many deadlines moved
 */
export function recomputeDeadlines(deps: Deps, year?: number): number {
  const { db, timeZone } = deps;
  return write(db, () => {
    const calendar = calendarOf(db, timeZone);
    const moved = movableDuties(db, year === undefined ? undefined : spanOf(year)).filter((duty) => {
      const changes = changesOf(db, duty.id).map(({ row }) => row);
      const { dueAt, provisional } = replay(calendar, duty, changes);
      if (dueAt !== duty.dueAt) move(deps, duty, { dueAt, provisional }, year);
      else if (provisional !== duty.provisional) setProvisional(db, duty.id, provisional);
      return dueAt !== duty.dueAt;
    });
    return moved.length;
  });
}

function move(deps: Deps, duty: Duty, found: Pick<Duty, 'dueAt' | 'provisional'>, year: number | undefined): void {
  const reason = `${year === undefined ? '' : `${year}年`}节假日安排公布后重新计算`;
  const after = { ...found, pausedAt: duty.pausedAt };
  const actor = processActor('recompute-deadlines', null, duty.organisationId);
  moveDuty(deps, actor, duty, { kind: 'recomputed', reason, after }, { data: { year: year ?? null } });
}

const spanOf = (year: number) => ({
  from: Date.UTC(year, 0, 1) - MARGIN_MS,
  to: Date.UTC(year + 1, 0, 1) + MARGIN_MS,
});
