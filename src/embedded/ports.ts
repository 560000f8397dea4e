import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import type { EmbeddedConfig } from '../config.ts';

const run = promisify(execFile);

/** OpenSearch's starter looks for a free port up to this one and gives up above it. */
const HIGHEST_OPENSEARCH_PORT = 9299;

/** A port that the engine listens on. */
export interface NeededPort {
  readonly port: number;
  /** What listens there, in words. */
  readonly purpose: string;
  /** The environment variable that sets it. */
  readonly variable: string;
}

/** The ports that an engine with this configuration listens on. */
export function neededPorts(config: EmbeddedConfig): NeededPort[] {
  const { ports } = config;
  const broker = [
    { port: ports.gateway, purpose: "the engine's gateway", variable: 'YISHAO_GATEWAY_PORT' },
    { port: ports.command, purpose: "the broker's command API", variable: 'YISHAO_COMMAND_PORT' },
    { port: ports.internal, purpose: "the broker's internal API", variable: 'YISHAO_INTERNAL_PORT' },
    { port: ports.web, purpose: "Operate and the engine's REST API", variable: 'YISHAO_OPERATE_PORT' },
    { port: ports.management, purpose: "the engine's health and clock", variable: 'YISHAO_MANAGEMENT_PORT' },
  ];
  if (!config.withOperate) return broker;
  return [
    ...broker,
    { port: ports.openSearch, purpose: 'OpenSearch', variable: 'YISHAO_OPENSEARCH_PORT' },
    {
      port: ports.openSearchTransport,
      purpose: "OpenSearch's transport",
      variable: 'YISHAO_OPENSEARCH_TRANSPORT_PORT',
    },
  ];
}

/**
 * Checks that every port of the engine can be listened on.
 * @throws Error naming the port, its variable and, where it can be known, who has taken it.
 */
export async function checkPorts(config: EmbeddedConfig): Promise<void> {
  if (config.withOperate && config.ports.openSearch > HIGHEST_OPENSEARCH_PORT)
    throw new Error(
      `YISHAO_OPENSEARCH_PORT must be at most ${HIGHEST_OPENSEARCH_PORT}, but is ${config.ports.openSearch}.`,
    );
  const taken = new Map<number, NeededPort>();
  for (const needed of neededPorts(config)) {
    const other = taken.get(needed.port);
    if (other)
      throw new Error(`${needed.variable} and ${other.variable} are both ${needed.port}; set one of them anew.`);
    taken.set(needed.port, needed);
    const fault = await listenFault(needed.port, config.host);
    if (fault === undefined) continue;
    if (fault === 'EADDRNOTAVAIL')
      throw new Error(`This machine has no address ${config.host}; set YISHAO_ENGINE_HOST to one that it has.`);
    const why = fault === 'EACCES' ? 'may not be used by this user' : `is taken${await takenBy(needed.port)}`;
    throw new Error(
      `Port ${needed.port} (${needed.purpose}) ${why}; stop what uses it or set ${needed.variable} to a free port.`,
    );
  }
}

/** @returns undefined when the port can be listened on, else the system's error code. */
function listenFault(port: number, host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

/** Best effort: neither tool need be installed, and other users' processes stay hidden. */
async function takenBy(port: number): Promise<string> {
  const ss = await run('ss', ['-ltnpH', `sport = :${port}`]).catch(() => undefined);
  const [, name, pid] = /\("([^"]+)",pid=(\d+)/.exec(ss?.stdout ?? '') ?? [];
  if (pid !== undefined) return ` by ${name} (process ${pid})`;
  const lsof = await run('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc']).catch(() => undefined);
  const owner = /^p(\d+)\nc(.+)$/m.exec(lsof?.stdout ?? '');
  return owner ? ` by ${owner[2]} (process ${owner[1]})` : '';
}
