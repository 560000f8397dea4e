import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * Everything that can be configured, parsed from the environment and the command line once and frozen.
 * This is the only file that reads `process.env`; README.md's table documents each variable.
 */
export interface Config {
  /** Folder for database, engine data, downloads and token file (absolute). */
  readonly dataDir: string;
  /** Folder with the bundle: `*.bpmn`, `decisions/*.dmn`, `forms/*.form` (absolute). */
  readonly bundleDir: string;
  /** IANA zone of the city's offices and of every deadline. */
  readonly timeZone: string;
  readonly logLevel: string;
  /** Which parts run in this process. */
  readonly parts: { readonly api: boolean; readonly workers: boolean };
  readonly http: { readonly host: string; readonly port: number };
  /** Empty: results are only fetched, never told. */
  readonly hotlines: Hotlines;
  readonly zeebe: {
    /** Address of an outside cluster's gateway; undefined: the embedded engine is used. */
    readonly address: string | undefined;
    /** Where Operate shows process instances; undefined: no links. Embedded engines know their own. */
    readonly operateUrl: string | undefined;
    /** Lease of a user task's job, ms. */
    readonly taskLeaseMs: number;
  };
  readonly embedded: EmbeddedConfig;
}

/** Hotlines that are told what became of their orders (R4b), by the `source` of the orders. */
export type Hotlines = Readonly<Record<string, { readonly url: string; readonly secret: string }>>;

/** Settings of the engine that `npm start` brings up itself. Ports are TCP ports on `host`. */
export interface EmbeddedConfig {
  /** Folder of this engine's data, logs and state file (absolute). */
  readonly dir: string;
  /** Folder of the unpacked distribution, shared by engines (absolute). */
  readonly distributionDir: string;
  readonly host: string;
  readonly withOperate: boolean;
  readonly ports: {
    readonly gateway: number;
    readonly command: number;
    readonly internal: number;
    readonly web: number;
    readonly management: number;
    readonly openSearch: number;
    readonly openSearchTransport: number;
  };
  /** JVM maximum heaps, as `-Xmx` takes them. */
  readonly brokerHeap: string;
  readonly openSearchHeap: string;
  /** Lets tests move the broker's clock; never in operation. */
  readonly clockControlled: boolean;
  /** Where the broker tells of every element that a process instance passes, in the way of Elasticsearch; tests only. */
  readonly recordsUrl: string | undefined;
  /** Candidate for the Java home, looked at before PATH and the usual folders. */
  readonly javaHome: string | undefined;
}

const USAGE = `npm start -- [--only api|workers] [--without-operate]`;

/**
 * Parses environment and arguments.
 * @throws Error with a sentence naming the variable or flag that is wrong.
 */
export function loadConfig(
  env: NodeJS.ProcessEnv = process.env,
  argv: readonly string[] = process.argv.slice(2),
): Config {
  const flags = parseFlags(argv);
  const dataDir = resolve(env.YISHAO_DATA_DIR ?? '.data');
  const heap = (name: string, fallback: string) =>
    pattern(env, name, fallback, /^\d+[mMgG]$/, 'a heap size such as 512m or 2g');
  return Object.freeze({
    dataDir,
    bundleDir: resolve(env.YISHAO_BUNDLE_DIR ?? 'bpmn'),
    timeZone: timeZone(env.YISHAO_TIME_ZONE ?? 'Asia/Shanghai'),
    logLevel: pattern(env, 'YISHAO_LOG_LEVEL', 'info', /^(trace|debug|info|warn|error|silent)$/, 'a log level'),
    parts: { api: flags.only !== 'workers', workers: flags.only !== 'api' },
    http: { host: env.YISHAO_HOST ?? '127.0.0.1', port: port(env, 'YISHAO_PORT', 3000) },
    hotlines: env.YISHAO_HOTLINES ? hotlines(env.YISHAO_HOTLINES) : {},
    zeebe: {
      address: env.ZEEBE_ADDRESS || undefined,
      operateUrl: env.YISHAO_OPERATE_URL || undefined,
      taskLeaseMs: whole(env, 'YISHAO_TASK_LEASE_MS', 3_600_000, 1_000),
    },
    embedded: {
      dir: resolve(dataDir, 'engine'),
      distributionDir: resolve(env.YISHAO_ENGINE_DISTRIBUTION ?? `${dataDir}/distribution`),
      host: env.YISHAO_ENGINE_HOST ?? '127.0.0.1',
      withOperate: !flags.withoutOperate && env.YISHAO_WITHOUT_OPERATE !== 'true',
      ports: {
        gateway: port(env, 'YISHAO_GATEWAY_PORT', 26500),
        command: port(env, 'YISHAO_COMMAND_PORT', 26501),
        internal: port(env, 'YISHAO_INTERNAL_PORT', 26502),
        web: port(env, 'YISHAO_OPERATE_PORT', 8080),
        management: port(env, 'YISHAO_MANAGEMENT_PORT', 9600),
        openSearch: port(env, 'YISHAO_OPENSEARCH_PORT', 9200),
        openSearchTransport: port(env, 'YISHAO_OPENSEARCH_TRANSPORT_PORT', 9300),
      },
      brokerHeap: heap('YISHAO_ENGINE_HEAP', '768m'),
      openSearchHeap: heap('YISHAO_OPENSEARCH_HEAP', '512m'),
      clockControlled: env.YISHAO_ENGINE_CLOCK_CONTROLLED === 'true',
      recordsUrl: env.YISHAO_ENGINE_RECORDS_URL || undefined,
      javaHome: env.JAVA_HOME || undefined,
    },
  });
}

interface Flags {
  only: 'api' | 'workers' | undefined;
  withoutOperate: boolean;
}

function parseFlags(argv: readonly string[]): Flags {
  const flags: Flags = { only: undefined, withoutOperate: false };
  for (let i = 0; i < argv.length; i++) {
    const arg = argv[i];
    if (arg === '--without-operate') flags.withoutOperate = true;
    else if (arg === '--only') {
      const value = argv[++i];
      if (value !== 'api' && value !== 'workers') throw new Error(`--only takes "api" or "workers". Usage: ${USAGE}`);
      flags.only = value;
    }
  }
  return flags;
}

function pattern(env: NodeJS.ProcessEnv, name: string, fallback: string, shape: RegExp, what: string): string {
  const value = env[name] ?? fallback;
  if (!shape.test(value)) throw new Error(`${name} must be ${what}, but is "${value}".`);
  return value;
}

function whole(
  env: NodeJS.ProcessEnv,
  name: string,
  fallback: number,
  least: number,
  most = Number.MAX_SAFE_INTEGER,
): number {
  const value = env[name] === undefined ? fallback : Number(env[name]);
  if (!Number.isInteger(value) || value < least || value > most)
    throw new Error(`${name} must be a whole number from ${least} to ${most}, but is "${env[name]}".`);
  return value;
}

const port = (env: NodeJS.ProcessEnv, name: string, fallback: number): number => whole(env, name, fallback, 1, 65_535);

const SHORTEST_SECRET = 16;
const LOOPBACK = ['127.0.0.1', '[::1]', 'localhost'];

/** Reads the file of hotlines. Results go over TLS, except to this machine itself. */
function hotlines(file: string): Hotlines {
  const entries = readJson(file);
  if (typeof entries !== 'object' || entries === null || Array.isArray(entries))
    throw new Error(`YISHAO_HOTLINES: ${file} must hold {"<source>": {"url": "https://…", "secret": "…"}}.`);
  for (const [source, entry] of Object.entries(entries as Record<string, { url?: unknown; secret?: unknown } | null>)) {
    const url = typeof entry?.url === 'string' && URL.canParse(entry.url) ? new URL(entry.url) : undefined;
    if (url?.protocol !== 'https:' && !(url?.protocol === 'http:' && LOOPBACK.includes(url.hostname)))
      throw new Error(`YISHAO_HOTLINES: the url of "${source}" in ${file} must be an https address.`);
    if (typeof entry?.secret !== 'string' || entry.secret.length < SHORTEST_SECRET)
      throw new Error(
        `YISHAO_HOTLINES: the secret of "${source}" in ${file} needs ${SHORTEST_SECRET} characters or more.`,
      );
  }
  return entries as Hotlines;
}

/** The parser's own message would quote from a file with secrets. */
function readJson(file: string): unknown {
  const text = readFileSync(resolve(file), 'utf8');
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`YISHAO_HOTLINES: ${file} is not valid JSON.`);
  }
}

function timeZone(zone: string): string {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return zone;
  } catch {
    throw new Error(`YISHAO_TIME_ZONE must be an IANA time zone such as Asia/Shanghai, but is "${zone}".`);
  }
}
