import type { Clock } from '../clock.ts';
import { type Database, write } from '../db/open.ts';
import { recomputeDeadlines } from '../duties/recompute.ts';
import type { Principal } from '../register/store.ts';
import { checkNotice, type GivenDay } from './notice.ts';
import { saveYear } from './store.ts';

/**
 * Takes over the official notice of a year (国务院办公厅节假日安排通知, R9) in place of what was known, and works out
 * anew the deadlines that it moves. All of it or nothing.
 * @returns how many deadlines moved
 * @throws DomainError of `checkNotice`
 */
export function importNotice(
  deps: { readonly db: Database; readonly clock: Clock; readonly timeZone: string },
  person: Principal,
  year: number,
  { notice, days }: { readonly notice: string; readonly days: readonly GivenDay[] },
): number {
  const { db, clock } = deps;
  checkNotice(year, days);
  return write(db, () => {
    saveYear(db, { year, notice, importedAt: clock.now(), importedBy: person.personId }, days);
    return recomputeDeadlines(deps, year);
  });
}
