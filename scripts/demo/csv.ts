import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { SingleBar } from 'cli-progress';
import { parse } from 'csv-parse/sync';
import { ApiError, type Desk, OPERATOR } from './desk.ts';
import { tableOf } from './table.ts';

const ROWS_A_LINE = 500;
const LINE_EVERY_MS = 5_000;
const LINES_SHOWN = 5;

/** A row's answer; the citizens' own words are not in it. */
export interface RowAnswer {
  readonly line: number;
  readonly status: 'accepted' | 'merged' | 'known' | 'rejected';
  readonly code?: string;
  readonly field?: string;
  readonly detail?: string;
}

/** Why rows were rejected, most frequent first. */
interface Reason {
  readonly code: string;
  readonly detail: string;
  readonly count: number;
  readonly firstLines: readonly number[];
}

/** What became of the rows so far. */
export class Tally {
  readonly counts = { accepted: 0, merged: 0, known: 0, rejected: 0 };
  private readonly rejected = new Map<string, { code: string; detail: string; lines: number[] }>();

  add({ status, line, code = '', field, detail = '' }: RowAnswer): void {
    this.counts[status]++;
    if (status !== 'rejected') return;
    const name = field === undefined ? code : `${code}（${field}）`;
    const reason = this.rejected.get(name) ?? { code: name, detail, lines: [] };
    reason.lines.push(line);
    this.rejected.set(name, reason);
  }

  get total(): number {
    const { accepted, merged, known, rejected } = this.counts;
    return accepted + merged + known + rejected;
  }

  get reasons(): Reason[] {
    return [...this.rejected.values()]
      .map(({ code, detail, lines }) => ({
        code,
        detail,
        count: lines.length,
        firstLines: lines.slice(0, LINES_SHOWN),
      }))
      .sort((a, b) => b.count - a.count);
  }

  toString(): string {
    const { accepted, merged, known, rejected } = this.counts;
    return `受理 ${accepted} · 并入 ${merged} · 此前已收 ${known} · 拒收 ${rejected}`;
  }
}

/**
 * Sends a hotline's export through intake and shows how it goes.
 * @throws Error with a Chinese sentence when the file cannot be read or the import does not come to its end
 */
export async function importFile(
  desk: Desk,
  { csv: file, town, source }: { csv: string; town: string | undefined; source: string | undefined },
): Promise<void> {
  const content = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new Error(error.code === 'ENOENT' ? `没有文件 ${file}。` : `无法读取 ${file}（${error.code ?? ''}）。`);
  });
  const began = Date.now();
  const tally = new Tally();
  const progress = showProgress(rowsIn(content), tally);
  try {
    for await (const row of send(desk, content, { town, source })) {
      tally.add(row);
      progress.update();
    }
  } finally {
    progress.stop();
  }
  report(tally, (Date.now() - began) / 1_000);
}

/** Rows of a CSV file, for the progress bar only; 0 when it cannot be read, which the service will say. */
function rowsIn(content: Buffer): number {
  try {
    const options = { bom: true, relax_column_count: true, skip_empty_lines: true, relax_quotes: true };
    return Math.max(0, parse(content, options).length - 1);
  } catch {
    return 0;
  }
}

/** @throws ApiError when the file is refused as a whole; Error when the answer breaks off */
async function* send(
  desk: Desk,
  content: Buffer,
  { town, source }: { town: string | undefined; source: string | undefined },
): AsyncGenerator<RowAnswer> {
  const query = new URLSearchParams({ ...(town ? { townId: town } : {}), ...(source ? { source } : {}) });
  const response = await fetch(`${desk.url}/api/complaints/import?${query}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${desk.account(OPERATOR).token}`,
      'content-type': 'text/csv',
      accept: 'application/x-ndjson',
    },
    body: new Uint8Array(content),
  });
  if (!response.ok || !response.body)
    throw new ApiError(
      response.status,
      (await response.json().catch(() => ({}))) as { code?: string; detail?: string },
    );
  let complete = false;
  try {
    for await (const line of createInterface({ input: Readable.fromWeb(response.body), crlfDelay: Infinity })) {
      const answer = JSON.parse(line) as RowAnswer | { summary: unknown };
      if ('summary' in answer) complete = true;
      else yield answer;
    }
  } catch {
    complete = false;
  }
  if (!complete) throw new Error('导入中断：系统没有答复到最后一行。已受理的行不会重复，请再次执行同一命令。');
}

/** A bar on a terminal; elsewhere, as in a log, a line now and then. */
function showProgress(total: number, tally: Tally): { update(): void; stop(): void } {
  if (process.stdout.isTTY) {
    const bar = new SingleBar({ format: '{bar} {value}/{total} 行 · {tally}', hideCursor: true });
    bar.start(total, 0, { tally: String(tally) });
    return {
      update: () => bar.update(tally.total, { tally: String(tally) }),
      stop: () => bar.stop(),
    };
  }
  let lastAt = Date.now();
  const line = () => {
    lastAt = Date.now();
    console.log(`已处理 ${tally.total}/${total} 行 · ${tally}`);
  };
  return {
    update: () => {
      if (tally.total % ROWS_A_LINE === 0 || Date.now() - lastAt > LINE_EVERY_MS) line();
    },
    stop: () => undefined,
  };
}

function report(tally: Tally, seconds: number): void {
  console.log(`\n共 ${tally.total} 行，用时 ${seconds.toFixed(1)} 秒：${tally}`);
  if (tally.reasons.length === 0) return;
  const rows = tally.reasons.map(({ code, count, firstLines, detail }) => [
    code,
    String(count),
    `${firstLines.join('、')}${count > firstLines.length ? ' …' : ''}`,
    detail,
  ]);
  console.log(`\n拒收原因\n${tableOf([['代码', '行数', '行号', '首例说明'], ...rows])}`);
}
