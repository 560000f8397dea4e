/** A record with the line it begins on (from 1): its fields, or why it cannot be read. */
export type RawRecord = { readonly line: number } & ({ readonly fields: string[] } | { readonly malformed: string });

/** Longer than any record: a quotation mark was never closed. In characters. */
const LONGEST_RECORD = 1_000_000;
const LINE_BREAK = /\r\n|\n|\r/g;
const PLAIN_FIELD = /[^,\r\n]*/y;

/**
 * Reads CSV as RFC 4180 has it. Unlike the libraries it loses no more than the bad line to a bad quotation mark: the
 * record is reported and reading goes on with the line after the one it began on. Blank lines are skipped.
 */
export function* readCsv(text: string): Generator<RawRecord> {
  let at = 0;
  let line = 1;
  while (at < text.length) {
    const start = at;
    const record = readRecord(text, at);
    at = 'fields' in record ? record.end : endOfLine(text, at);
    if ('malformed' in record) yield { line, malformed: record.malformed };
    else if (record.fields.length > 1 || record.fields[0] !== '') yield { line, fields: record.fields };
    line += text.slice(start, at).match(LINE_BREAK)?.length ?? 0;
  }
}

type Read = { fields: string[]; end: number } | { malformed: string };

function readRecord(text: string, start: number): Read {
  const fields: string[] = [];
  for (let at = start; ; at++) {
    const field = text[at] === '"' ? readQuoted(text, at) : readPlain(text, at);
    if (field === undefined || field.end - start > LONGEST_RECORD) return { malformed: '引号没有结束。' };
    fields.push(field.value);
    at = field.end;
    if (at >= text.length) return { fields, end: at };
    if (text[at] === '\r' || text[at] === '\n') return { fields, end: endOfLine(text, at) };
    if (text[at] !== ',') return { malformed: '引号之后还有内容；字段中的引号要写成两个。' };
  }
}

function readPlain(text: string, start: number): { value: string; end: number } {
  PLAIN_FIELD.lastIndex = start;
  const value = PLAIN_FIELD.exec(text)?.[0] ?? '';
  return { value, end: start + value.length };
}

/** A field in quotation marks, in which two of them stand for one. */
function readQuoted(text: string, start: number): { value: string; end: number } | undefined {
  let value = '';
  for (let from = start + 1; ; ) {
    const quote = text.indexOf('"', from);
    if (quote < 0) return undefined;
    value += text.slice(from, quote);
    if (text[quote + 1] !== '"') return { value, end: quote + 1 };
    value += '"';
    from = quote + 2;
  }
}

function endOfLine(text: string, at: number): number {
  LINE_BREAK.lastIndex = at;
  const found = LINE_BREAK.exec(text);
  return found ? found.index + found[0].length : text.length;
}
