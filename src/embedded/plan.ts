import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { EmbeddedConfig } from '../config.ts';
import type { Distribution } from './distribution.ts';
import type { Java } from './java.ts';
import { marker } from './processes.ts';
import type { ChildName, EngineUrls } from './state.ts';

const SETTINGS = resolve(import.meta.dirname, '../../scripts/engine');

/** What a guardian is to run; stands in `plan.json` in the engine's data folder. */
export interface Plan {
  readonly host: string;
  readonly ports: EmbeddedConfig['ports'];
  readonly urls: EngineUrls;
  /** In the order of their start. */
  readonly children: readonly ChildPlan[];
}

/** One Java process. */
export interface ChildPlan {
  readonly name: ChildName;
  readonly program: string;
  readonly args: readonly string[];
  /** The whole environment: nothing is inherited, so that stray ZEEBE_* or SPRING_* variables change nothing. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** File that receives stdout and stderr (absolute). */
  readonly output: string;
}

/** The log that a process writes (absolute). */
export const logFile = (dir: string, name: ChildName | 'guardian'): string =>
  join(dir, 'logs', `${name.toLowerCase()}.log`);

/** What a process prints before it can log, or when its JVM dies (absolute). */
export const outputFile = (dir: string, name: ChildName): string => join(dir, 'logs', `${name.toLowerCase()}.out`);

/** Where an engine with this configuration will answer. */
export function engineUrls(config: EmbeddedConfig): EngineUrls {
  const { ports } = config;
  // A wildcard address can be listened on but not connected to.
  const reachable = config.host === '0.0.0.0' || config.host === '::' ? '127.0.0.1' : config.host;
  const host = reachable.includes(':') ? `[${reachable}]` : reachable;
  const rest = `http://${host}:${ports.web}`;
  const always = { gateway: `${host}:${ports.gateway}`, rest, management: `http://${host}:${ports.management}` };
  if (!config.withOperate) return always;
  return { ...always, openSearch: `http://${host}:${ports.openSearch}`, operate: `${rest}/operate` };
}

/** Writes the settings files and the plan into the engine's data folder. */
export async function writePlan(config: EmbeddedConfig, java: Java, distribution: Distribution): Promise<void> {
  const urls = engineUrls(config);
  const broker = brokerPlan(config, urls, java, distribution);
  const children = config.withOperate ? [openSearchPlan(config, java, distribution), broker] : [broker];
  await mkdir(join(config.dir, 'logs'), { recursive: true });
  for (const child of children) await mkdir(child.cwd, { recursive: true });
  if (config.withOperate) await writeOpenSearchSettings(config);
  const plan: Plan = { host: config.host, ports: config.ports, urls, children };
  await writeFile(join(config.dir, 'plan.json'), JSON.stringify(plan, null, 2));
}

/** Reads what {@link writePlan} wrote. */
export async function readPlan(dir: string): Promise<Plan> {
  return JSON.parse(await readFile(join(dir, 'plan.json'), 'utf8')) as Plan;
}

/** JVM options that hold for both processes. */
function jvmArgs(config: EmbeddedConfig, heap: string): string[] {
  return [
    marker(config.dir),
    `-Xmx${heap}`,
    // The first compiler alone: on two cores a start with Operate took 20 s instead of 31 s, and 2,784 cases sent in one
    // go were all waiting for their first person after 218 s instead of 233 s.
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    '-XX:+ExitOnOutOfMemoryError',
    `-XX:ErrorFile=${join(config.dir, 'logs', 'hs_err_%p.log')}`,
    '-Dfile.encoding=UTF-8',
  ];
}

/** Java takes the encoding of file names from the locale, and data folders may have Chinese names. */
const LOCALE = { LC_ALL: 'C.UTF-8' };

function openSearchPlan(config: EmbeddedConfig, java: Java, distribution: Distribution): ChildPlan {
  const home = join(config.dir, 'opensearch');
  const program = [
    ...['-classpath', join(distribution.openSearch, '*'), 'org.codelibs.opensearch.runner.OpenSearchRunner'],
    ...['-basePath', home, '-confPath', join(home, 'config'), '-dataPath', join(home, 'data')],
    ...['-logsPath', join(config.dir, 'logs'), '-clusterName', 'yishao', '-numOfNode', '1'],
    // The starter counts its nodes from one and adds the number to this port.
    ...['-baseHttpPort', String(config.ports.openSearch - 1)],
  ];
  return {
    name: 'openSearch',
    program: join(java.home, 'bin', 'java'),
    args: [...jvmArgs(config, config.openSearchHeap), ...program],
    env: LOCALE,
    cwd: home,
    output: outputFile(config.dir, 'openSearch'),
  };
}

async function writeOpenSearchSettings(config: EmbeddedConfig): Promise<void> {
  const folder = join(config.dir, 'opensearch', 'config');
  await mkdir(folder, { recursive: true });
  await copyFile(join(SETTINGS, 'opensearch-log4j2.properties'), join(folder, 'log4j2.properties'));
  const settings = {
    'network.host': config.host,
    'transport.port': config.ports.openSearchTransport,
    'discovery.type': 'single-node',
    // In bytes, because the default of 95 % blocks writing on a large disk that still has room.
    'cluster.routing.allocation.disk.watermark.low': '2gb',
    'cluster.routing.allocation.disk.watermark.high': '1gb',
    'cluster.routing.allocation.disk.watermark.flood_stage': '500mb',
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name}: ${JSON.stringify(value)}\n`);
  await writeFile(join(folder, 'opensearch.yml'), lines.join(''));
}

function brokerPlan(config: EmbeddedConfig, urls: EngineUrls, java: Java, distribution: Distribution): ChildPlan {
  const home = join(config.dir, 'broker');
  const classpath = `${join(distribution.camunda, 'config')}:${join(distribution.camunda, 'lib', '*')}`;
  // The launch scripts set the same, but with app.home and basedir in the shared distribution, where logs and data
  // would land.
  const program = [
    `-Dapp.home=${home}`,
    `-Dbasedir=${home}`,
    `-Dlog4j2.configurationFile=${join(SETTINGS, 'broker-log4j2.xml')}`,
    `-Dyishao.log=${join(config.dir, 'logs', 'broker')}`,
    '-classpath',
    classpath,
    config.withOperate ? 'io.camunda.application.StandaloneCamunda' : 'io.camunda.application.StandaloneBroker',
  ];
  return {
    name: 'broker',
    program: join(java.home, 'bin', 'java'),
    args: [...jvmArgs(config, config.brokerHeap), ...program],
    env: { ...LOCALE, ...brokerEnv(config, home), ...(config.withOperate ? operateEnv(urls) : {}) },
    cwd: home,
    output: outputFile(config.dir, 'broker'),
  };
}

function brokerEnv(config: EmbeddedConfig, home: string): Record<string, string> {
  const { host, ports } = config;
  return {
    ZEEBE_BROKER_NETWORK_HOST: host,
    ZEEBE_BROKER_NETWORK_COMMANDAPI_PORT: String(ports.command),
    ZEEBE_BROKER_NETWORK_INTERNALAPI_PORT: String(ports.internal),
    ZEEBE_BROKER_GATEWAY_NETWORK_HOST: host,
    ZEEBE_BROKER_GATEWAY_NETWORK_PORT: String(ports.gateway),
    // Zeebe's gossip socket (UDP, internal port) cannot be bound to one address; it drops packets of another cluster.
    ZEEBE_BROKER_CLUSTER_CLUSTERNAME: randomUUID(),
    // The AWS client in the OpenSearch connector would ask the cloud's metadata address for credentials.
    AWS_EC2_METADATA_DISABLED: 'true',
    ZEEBE_BROKER_DATA_DIRECTORY: join(home, 'data'),
    SERVER_ADDRESS: host,
    SERVER_PORT: String(ports.web),
    MANAGEMENT_SERVER_ADDRESS: host,
    MANAGEMENT_SERVER_PORT: String(ports.management),
    ...(config.clockControlled ? { ZEEBE_CLOCK_CONTROLLED: 'true' } : {}),
    ...(config.recordsUrl === undefined ? {} : recordsEnv(config.recordsUrl)),
  };
}

/** Everything else that the Elasticsearch exporter would send of itself. */
const OTHER_RECORDS =
  'decision decisionEvaluation decisionRequirements deployment deploymentDistribution commandDistribution error escalation ' +
  'incident job message messageCorrelation messageStartEventSubscription messageSubscription process ' +
  'processInstanceCreation processInstanceMigration processInstanceModification processMessageSubscription variable ' +
  'variableDocument timer signal signalSubscription resourceDeletion form userTask compensationSubscription user ' +
  'authorization';

/** The exporter for Elasticsearch, cut down to what process instances do: nothing else in 8.6 gives it to a program. */
function recordsEnv(url: string): Record<string, string> {
  const exporter = 'ZEEBE_BROKER_EXPORTERS_RECORDS';
  const off = ['createTemplate', ...OTHER_RECORDS.split(' ')];
  return {
    [`${exporter}_CLASSNAME`]: 'io.camunda.zeebe.exporter.ElasticsearchExporter',
    [`${exporter}_ARGS_URL`]: url,
    [`${exporter}_ARGS_BULK_DELAY`]: '1',
    ...Object.fromEntries(off.map((name) => [`${exporter}_ARGS_INDEX_${name.toUpperCase()}`, 'false'])),
  };
}

function operateEnv(urls: EngineUrls): Record<string, string> {
  const openSearch = urls.openSearch ?? '';
  const exporter = 'ZEEBE_BROKER_EXPORTERS_OPENSEARCH';
  return {
    SPRING_PROFILES_ACTIVE: 'operate,broker,auth',
    CAMUNDA_DATABASE_TYPE: 'opensearch',
    CAMUNDA_DATABASE_URL: openSearch,
    CAMUNDA_OPERATE_DATABASE: 'opensearch',
    CAMUNDA_OPERATE_OPENSEARCH_URL: openSearch,
    CAMUNDA_OPERATE_ZEEBEOPENSEARCH_URL: openSearch,
    CAMUNDA_OPERATE_ZEEBE_GATEWAYADDRESS: urls.gateway,
    [`${exporter}_CLASSNAME`]: 'io.camunda.zeebe.exporter.opensearch.OpensearchExporter',
    [`${exporter}_ARGS_URL`]: openSearch,
    [`${exporter}_ARGS_BULK_SIZE`]: '50',
    [`${exporter}_ARGS_BULK_DELAY`]: '1',
    [`${exporter}_ARGS_INDEX_NUMBEROFSHARDS`]: '1',
    [`${exporter}_ARGS_INDEX_NUMBEROFREPLICAS`]: '0',
  };
}
