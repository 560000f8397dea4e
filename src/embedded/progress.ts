/** The few log levels that the embedded engine uses; pino's logger is one. */
export interface Log {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

const LINE_EVERY_MS = 5_000;
const REDRAW_EVERY_MS = 250;

/**
 * Shows how far a long step is: on a terminal one line that is drawn again and again, elsewhere a log line about every
 * five seconds.
 * @param log where lines go when `out` is no terminal.
 * @param describe the state of affairs in words, asked for each time a line is shown.
 * @returns a function that ends the display.
 */
export function showProgress(
  log: Log,
  describe: () => string,
  out: Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'write'> = process.stderr,
): () => void {
  const started = Date.now();
  const line = () => `${describe()} (${Math.round((Date.now() - started) / 1000)} s)`;
  const draw = () => out.write(`\r\x1b[K${line().slice(0, (out.columns ?? 80) - 1)}`);
  const timer = out.isTTY ? setInterval(draw, REDRAW_EVERY_MS) : setInterval(() => log.info(line()), LINE_EVERY_MS);
  return () => {
    clearInterval(timer);
    if (out.isTTY) out.write('\r\x1b[K');
  };
}
