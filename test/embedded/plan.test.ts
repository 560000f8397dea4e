import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type EmbeddedConfig, loadConfig } from '../../src/config.ts';
import { type ChildPlan, engineUrls, readPlan, writePlan } from '../../src/embedded/plan.ts';

let config: EmbeddedConfig;
beforeEach(async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'yishao-plan-'));
  config = loadConfig(
    { YISHAO_DATA_DIR: dataDir, YISHAO_ENGINE_HEAP: '321m', YISHAO_OPENSEARCH_PORT: '9211' },
    [],
  ).embedded;
});
afterEach(() => rm(join(config.dir, '..'), { recursive: true }));

async function planned(changes: Partial<EmbeddedConfig> = {}): Promise<Record<string, ChildPlan>> {
  const distribution = { camunda: '/shared/camunda', openSearch: '/shared/opensearch' };
  await writePlan({ ...config, ...changes }, { home: '/java', version: 21 }, distribution);
  return Object.fromEntries((await readPlan(config.dir)).children.map((child) => [child.name, child]));
}

test('everything that listens is bound to the configured host', async () => {
  const { broker } = await planned();
  const settings = await readFile(join(config.dir, 'opensearch/config/opensearch.yml'), 'utf8');
  const hosts = ['ZEEBE_BROKER_NETWORK_HOST', 'ZEEBE_BROKER_GATEWAY_NETWORK_HOST', 'SERVER_ADDRESS'];
  for (const name of [...hosts, 'MANAGEMENT_SERVER_ADDRESS']) expect(broker?.env[name]).toBe('127.0.0.1');
  expect(settings).toContain('network.host: "127.0.0.1"');
});

test("the broker writes into the engine's own folder, not into the shared distribution", async () => {
  const { broker } = await planned();
  expect(broker?.env.ZEEBE_BROKER_DATA_DIRECTORY?.startsWith(config.dir)).toBe(true);
  expect(broker?.args).toContain(`-Dapp.home=${join(config.dir, 'broker')}`);
});

test('without Operate there is neither OpenSearch nor an exporter', async () => {
  const { broker, openSearch } = await planned({ withOperate: false });
  expect(openSearch).toBeUndefined();
  expect(Object.keys(broker?.env ?? {}).filter((name) => /EXPORTER|OPERATE/.test(name))).toEqual([]);
});

test('what process instances do is sent to where it is configured, and nothing else', async () => {
  const recordsUrl = 'http://127.0.0.1:4711';
  const { broker } = await planned({ withOperate: false, recordsUrl });
  const exporter = 'ZEEBE_BROKER_EXPORTERS_RECORDS';
  expect(broker?.env).toMatchObject({
    [`${exporter}_ARGS_URL`]: recordsUrl,
    [`${exporter}_ARGS_INDEX_VARIABLE`]: 'false',
    [`${exporter}_ARGS_INDEX_CREATETEMPLATE`]: 'false',
  });
  expect(broker?.env).not.toHaveProperty(`${exporter}_ARGS_INDEX_PROCESSINSTANCE`);
});

test('the clock can be moved only when that is configured', async () => {
  expect((await planned()).broker?.env.ZEEBE_CLOCK_CONTROLLED).toBeUndefined();
  expect((await planned({ clockControlled: true })).broker?.env.ZEEBE_CLOCK_CONTROLLED).toBe('true');
});

test('heaps and ports come from the configuration', async () => {
  const { broker, openSearch } = await planned();
  expect(broker?.args).toContain('-Xmx321m');
  // The starter adds one.
  expect(openSearch?.args.slice(-2)).toEqual(['-baseHttpPort', '9210']);
  expect(broker?.env.CAMUNDA_OPERATE_OPENSEARCH_URL).toBe('http://127.0.0.1:9211');
});

test.each([
  ['0.0.0.0', 'http://127.0.0.1:8080'],
  ['::1', 'http://[::1]:8080'],
  ['10.1.2.3', 'http://10.1.2.3:8080'],
])('an engine on %s is reached at %s', (host, rest) => {
  expect(engineUrls({ ...config, host }).rest).toBe(rest);
});
