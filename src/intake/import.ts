import { setImmediate } from 'node:timers/promises';
import type { Static } from 'typebox';
import { Compile } from 'typebox/compile';
import type { Profile } from '../cases/table.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/open.ts';
import { DomainError, invalid } from '../errors.ts';
import { fieldOf, sentenceOf, type ValidationError } from '../http/validation.ts';
import type { Principal } from '../register/store.ts';
import { type Column, type CsvRecord, openCsv } from './csv.ts';
import { type NewComplaint, takeComplaint } from './intake.ts';
import { ComplaintBody, type ImportSummary } from './schema.ts';

type Row = Static<typeof ImportSummary>['rows'][number];
type Counts = Record<Row['status'], number>;

interface Defaults {
  readonly source?: string | undefined;
  readonly townId?: string | undefined;
  readonly profile?: Profile | undefined;
}

const SUBJECT_CHARACTERS = 40;
const complaintBody = Compile(ComplaintBody);

/**
 * Takes a hotline's export, each row in a transaction of its own, so that a bad row costs only itself and a file that
 * is sent again takes nothing twice.
 * @returns what became of each row, in order
 * @throws DomainError before the first row when the file cannot be read at all
 */
export function importComplaints(
  deps: { db: Database; clock: Clock; timeZone: string },
  person: Principal,
  file: Buffer,
  defaults: Defaults,
): AsyncGenerator<Row> {
  return rowsOf(openCsv(file));

  async function* rowsOf(records: Iterable<CsvRecord>): AsyncGenerator<Row> {
    for (const record of records) {
      yield take(record);
      // Each row is a transaction of some milliseconds: other requests get their turn in between.
      await setImmediate();
    }
  }

  function take(record: CsvRecord): Row {
    const { line } = record;
    try {
      if ('malformed' in record) throw invalid('csv-malformed', record.malformed);
      const { status, caseId } = takeComplaint(deps, person, complaintOf(record.values, defaults));
      return { line, status, caseId };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const { code, field, message: detail } = error;
      return { line, status: 'rejected', code, detail, ...(field === undefined ? {} : { field }) };
    }
  }
}

/** Counts rows as they pass and keeps the rejected ones. */
export async function summarise(rows: AsyncIterable<Row>): Promise<Static<typeof ImportSummary>> {
  const counts = emptyCounts();
  const rejected: Row[] = [];
  for await (const row of rows) {
    counts[row.status]++;
    if (row.status === 'rejected') rejected.push(row);
  }
  return { ...counts, rows: rejected };
}

/** One JSON line a row as it is taken, and a summary as the last line. */
export async function* asLines(rows: AsyncIterable<Row>): AsyncGenerator<string> {
  const counts = emptyCounts();
  for await (const row of rows) {
    counts[row.status]++;
    yield `${JSON.stringify(row)}\n`;
  }
  yield `${JSON.stringify({ summary: counts })}\n`;
}

const emptyCounts = (): Counts => ({ accepted: 0, merged: 0, known: 0, rejected: 0 });

/** @throws DomainError `invalid-input` with the column */
function complaintOf(values: Partial<Record<Column, string>>, defaults: Defaults): NewComplaint {
  const { text = '', subject, complainantName = '', complainantPhone, place = '', ...rest } = values;
  const body = withoutEmpty({
    source: defaults.source ?? 'csv',
    orderNumber: rest.orderNumber,
    channel: rest.channel || 'import',
    subject: subject || [...text].slice(0, SUBJECT_CHARACTERS).join(''),
    text,
    place,
    townId: rest.townId || defaults.townId,
    itemId: rest.itemId,
    complainant: withoutEmpty({ name: complainantName, phone: complainantPhone }),
    hidden: yesOrNo(rest.hidden),
    receivedAt: rest.receivedAt,
    repeatCount: whole(rest.repeatCount),
    pushedDepartments: whole(rest.pushedDepartments),
    legacyMatter: yesOrNo(rest.legacyMatter),
    profile: defaults.profile,
  });
  const problem = complaintBody.Errors(body)[0] as ValidationError | undefined;
  if (problem) throw invalid('invalid-input', sentenceOf(problem), fieldOf(problem));
  return body as unknown as NewComplaint;
}

/** Empty cells are as good as no column, except where the complaint must have a text. */
const withoutEmpty = (values: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(values).filter(
      ([key, value]) => value !== undefined && (value !== '' || ALWAYS_GIVEN.includes(key)),
    ),
  );
const ALWAYS_GIVEN: readonly string[] = ['text', 'subject', 'place', 'name'];

/** A word that is neither yes nor no is left as it is, for the schema to refuse. */
function yesOrNo(cell: string | undefined): boolean | string | undefined {
  if (cell === undefined || cell === '') return undefined;
  if (['是', 'true', '1', 'yes'].includes(cell.toLowerCase())) return true;
  return ['否', 'false', '0', 'no'].includes(cell.toLowerCase()) ? false : cell;
}

const whole = (cell: string | undefined): number | undefined =>
  cell === undefined || cell === '' ? undefined : Number(cell);
