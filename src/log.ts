import { type Logger, pino } from 'pino';

export type Log = Logger;

/**
 * The service's structured log on standard output. Never hand it citizens' words, names or numbers.
 * @param level pino level, or `silent`
 */
export function createLog(level: string): Log {
  const transport = process.stdout.isTTY
    ? { target: 'pino-pretty', options: { ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss' } }
    : undefined;
  return pino({
    level,
    redact: { paths: ['req.headers.authorization', 'authorization', 'token'], censor: '[redacted]' },
    ...(transport ? { transport } : {}),
  });
}
