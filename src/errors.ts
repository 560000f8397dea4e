/**
 * The one error class of the domain. Everything that a caller did wrong, or that the domain forbids, is a `DomainError`
 * with a stable code; anything else that is thrown is a defect and becomes a 500 or a retried job.
 */
export class DomainError extends Error {
  /** Stable, machine-readable, kebab-case. Part of the public API: never rename one. */
  readonly code: string;
  /** HTTP status that the code maps to. */
  readonly status: number;
  /** JSON pointer or field name that is wrong, if one is. */
  readonly field: string | undefined;

  /** @param detail a sentence in the user's language (Chinese first) that says what to do. */
  constructor(code: string, status: number, detail: string, field?: string) {
    super(detail);
    this.name = 'DomainError';
    this.code = code;
    this.status = status;
    this.field = field;
  }
}

/** 400 with the field that is wrong. */
export const invalid = (code: string, detail: string, field?: string): DomainError =>
  new DomainError(code, 400, detail, field);

/** 403: the caller may know of the thing but not do this to it. */
export const forbidden = (code: string, detail: string): DomainError => new DomainError(code, 403, detail);

/** 404: does not exist or may not be known to the caller; the two are never told apart. */
export const notFound = (code: string, detail: string): DomainError => new DomainError(code, 404, detail);

/** 409: the thing is no longer in the state that the caller saw. */
export const conflict = (code: string, detail: string, field?: string): DomainError =>
  new DomainError(code, 409, detail, field);

/** What is wrong with a row of a file. */
export interface RowFault {
  /** As the spreadsheet program shows it: the first row is 1. */
  readonly row: number;
  /** Heading of the column; null: the row as a whole. */
  readonly column: string | null;
  readonly detail: string;
}

/** Faults that are told one by one; the rest is counted. */
const MOST_FAULTS = 500;
const FAULTS_IN_DETAIL = 3;

/** 400 for a file of which nothing was taken, with everything that is wrong in it. */
export class InvalidRows extends DomainError {
  /** In the order of the file. */
  readonly rows: readonly RowFault[];

  constructor(faults: readonly RowFault[]) {
    const sorted = [...faults].sort((a, b) => a.row - b.row);
    const first = sorted.slice(0, FAULTS_IN_DETAIL).map(({ row, detail }) => `第 ${row} 行：${detail}`);
    super('invalid-rows', 400, `共有 ${sorted.length} 处错误，没有导入任何内容。${first.join('')}`);
    this.rows = sorted.slice(0, MOST_FAULTS);
  }
}
