import { listItems } from '../catalogue/store.ts';
import type { Clock } from '../clock.ts';
import { type Database, write } from '../db/open.ts';
import { invalid } from '../errors.ts';
import type { Log } from '../log.ts';
import { assertNotOutdated, nextState, sheetName } from '../spreadsheets/publication.ts';
import { assertNoFaults, readRows } from '../spreadsheets/rows.ts';
import { writeWorkbook } from '../spreadsheets/workbook.ts';
import { dateOf } from './dates.ts';
import { asEntries, conflicting, unknownCodes, warningsAbout } from './rules.ts';
import { REGISTER_HEADINGS, registerSheet, takeEntry } from './sheet.ts';
import { type Entry, organisationById, type Principal } from './store.ts';
import { currentRegisterVersion, knownCodes, listEntries, listNamedEntries, publishRegister } from './version-store.ts';

const SHEET = '应哨部门数据库';
const NOTE = '导入表格';

interface Deps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly timeZone: string;
}

/** The response register as a workbook, to be edited and handed in again. Its dates are local ones. */
export async function exportRegister({ db, timeZone }: Pick<Deps, 'db' | 'timeZone'>) {
  const version = currentRegisterVersion(db);
  const sheet = registerSheet(sheetName(SHEET, version), listNamedEntries(db), timeZone);
  return { version, file: await writeWorkbook([sheet]) };
}

/**
 * Publishes a new version of the response register (R5) from a workbook, all or nothing; the same content publishes
 * nothing. Running cases keep the version that they were dispatched with.
 * @throws DomainError of `readRows`, `invalid-rows`, `empty-register`, `outdated-version`
 */
export async function importRegister(deps: Deps, person: Principal, file: Uint8Array, note: string = NOTE) {
  const { db, clock, log, timeZone } = deps;
  const sheet = await readRows(file, REGISTER_HEADINGS, takeEntry(timeZone));
  return write(db, () => {
    const current = currentRegisterVersion(db);
    const present = listEntries(db);
    const known = knownCodes(db);
    assertNoFaults([...sheet.faults, ...unknownCodes(sheet.rows, known), ...conflicting(sheet.rows, present)]);
    if (sheet.rows.length === 0) throw invalid('empty-register', '表格中没有应哨部门。');
    const drafts = sheet.rows.map(({ value }) => value);
    const number = (current ?? 0) + 1;
    const entries = asEntries(drafts, present, known.people, (instant) => dateOf(instant, timeZone));
    const { rows, changed, ...counts } = nextState(present, entries, number);
    const warnings = warningsOf(db, rows, clock.now());
    if (!changed) return { changed, number: current, ...counts, warnings };
    assertNotOutdated(sheet.name, SHEET, current);
    publishRegister(db, number, rows, { by: person.personId, at: clock.now(), note });
    log.info({ personId: person.personId, number, ...counts }, 'administration: register published');
    return { changed, number, ...counts, warnings };
  });
}

function warningsOf(db: Database, entries: readonly Entry[], now: number): string[] {
  const items = new Map(listItems(db).map(({ id, name }) => [id, name]));
  const nameOf = (id: string) => items.get(id) ?? organisationById(db, id)?.name ?? id;
  return warningsAbout(entries, [...items.keys()], now, nameOf);
}
