import type { Clock } from '../clock.ts';
import { type Database, write } from '../db/open.ts';
import { conflict, invalid } from '../errors.ts';
import type { Log } from '../log.ts';
import { areasWithoutLeader } from '../register/leader-store.ts';
import type { Principal } from '../register/store.ts';
import { assertNotOutdated, nextState, sheetName } from '../spreadsheets/publication.ts';
import { assertNoFaults, readRows } from '../spreadsheets/rows.ts';
import { writeWorkbook } from '../spreadsheets/workbook.ts';
import { CATALOGUE_HEADINGS, catalogueFaults, catalogueSheet, takeItem } from './sheet.ts';
import { listItems } from './store.ts';
import { currentCatalogueVersion, itemsInUse, publishCatalogue } from './version-store.ts';

const SHEET = '高频事项清单';
const NOTE = '导入表格';
const MOST_NAMED = 10;

/** The catalogue as a workbook, to be edited and handed in again. */
export async function exportCatalogue(db: Database): Promise<{ version: number | null; file: Buffer }> {
  const version = currentCatalogueVersion(db);
  return { version, file: await writeWorkbook([catalogueSheet(sheetName(SHEET, version), listItems(db))]) };
}

/**
 * Publishes a new version of the catalogue (R3) from a workbook, all or nothing; the same content publishes nothing.
 * Items keep their id, and one that cases or the register still speak of may not vanish.
 * @throws DomainError of `readRows`, `invalid-rows`, `empty-catalogue`, `item-in-use`, `outdated-version`
 */
export async function importCatalogue(
  { db, clock, log }: { readonly db: Database; readonly clock: Clock; readonly log: Log },
  person: Principal,
  file: Uint8Array,
  note: string = NOTE,
) {
  const sheet = await readRows(file, CATALOGUE_HEADINGS, takeItem);
  assertNoFaults([...sheet.faults, ...catalogueFaults(sheet.rows)]);
  if (sheet.rows.length === 0) throw invalid('empty-catalogue', '表格中没有事项。');
  return write(db, () => {
    const current = currentCatalogueVersion(db);
    const number = (current ?? 0) + 1;
    const drafts = sheet.rows.map(({ value }) => value);
    const { rows, changed, ...counts } = nextState(listItems(db), drafts, number);
    if (!changed) return { changed, number: current, ...counts, warnings: warningsAbout(db) };
    assertNotOutdated(sheet.name, SHEET, current);
    assertNoneInUse(db, drafts);
    publishCatalogue(db, number, rows, { by: person.personId, at: clock.now(), note });
    log.info({ personId: person.personId, number, ...counts }, 'administration: catalogue published');
    return { changed, number, ...counts, warnings: warningsAbout(db) };
  });
}

function assertNoneInUse(db: Database, kept: readonly { id: string }[]): void {
  const used = itemsInUse(
    db,
    kept.map(({ id }) => id),
  );
  const named = (ids: readonly string[]) =>
    `${ids.slice(0, MOST_NAMED).join('、')}${ids.length > MOST_NAMED ? '等' : ''}`;
  if (used.cases.length > 0)
    throw conflict(
      'item-in-use',
      `已有案件使用事项：${named(used.cases)}。这些事项不能删除，编码也不能改。`,
      '事项编码',
    );
  if (used.register.length > 0)
    throw conflict(
      'item-in-use',
      `应哨部门数据库中还有事项：${named(used.register)}。请先在名录中去掉这些事项，再从清单中删除。`,
      '事项编码',
    );
}

const warningsAbout = (db: Database): string[] =>
  areasWithoutLeader(db).map(({ area, leadingGroup }) => `领域“${area}”在${leadingGroup}没有条线分管领导。`);
