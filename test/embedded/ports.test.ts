import { createServer, type Server } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type EmbeddedConfig, loadConfig } from '../../src/config.ts';
import { checkPorts, neededPorts } from '../../src/embedded/ports.ts';
import { freePorts } from '../support/ports.ts';

let config: EmbeddedConfig;
let server: Server | undefined;

beforeEach(async () => {
  const names = ['GATEWAY', 'COMMAND', 'INTERNAL', 'OPERATE', 'MANAGEMENT', 'OPENSEARCH', 'OPENSEARCH_TRANSPORT'];
  const ports = await freePorts(names.length);
  config = loadConfig(
    Object.fromEntries(names.map((name, i) => [`YISHAO_${name}_PORT`, String(ports[i])])),
    [],
  ).embedded;
});
afterEach(() => {
  server?.close();
  server = undefined;
});

function occupy(port: number): Promise<void> {
  return new Promise((resolve) => {
    server = createServer().listen(port, '127.0.0.1', () => resolve());
  });
}

test('free ports pass', async () => {
  await expect(checkPorts(config)).resolves.toBeUndefined();
});

test('a taken port is named with its purpose, its variable and what to do', async () => {
  await occupy(config.ports.gateway);
  await expect(checkPorts(config)).rejects.toThrow(
    new RegExp(`^Port ${config.ports.gateway} \\(the engine's gateway\\) is taken.*; stop .* set YISHAO_GATEWAY_PORT`),
  );
});

test("OpenSearch's ports need not be free without Operate", async () => {
  await occupy(config.ports.openSearch);
  await expect(checkPorts({ ...config, withOperate: false })).resolves.toBeUndefined();
  await expect(checkPorts(config)).rejects.toThrow('YISHAO_OPENSEARCH_PORT');
});

test('one port for two purposes is refused', async () => {
  const ports = { ...config.ports, command: config.ports.gateway };
  await expect(checkPorts({ ...config, ports })).rejects.toThrow('YISHAO_COMMAND_PORT and YISHAO_GATEWAY_PORT');
});

test("a port above OpenSearch's limit is refused", async () => {
  const ports = { ...config.ports, openSearch: 19_200 };
  await expect(checkPorts({ ...config, ports })).rejects.toThrow('YISHAO_OPENSEARCH_PORT must be at most 9299');
});

test('an address that the machine does not have is told from a taken port', async () => {
  await expect(checkPorts({ ...config, host: '192.0.2.1' })).rejects.toThrow('YISHAO_ENGINE_HOST');
});

test('every needed port has a variable of its own', () => {
  const variables = neededPorts(config).map(({ variable }) => variable);
  expect(new Set(variables).size).toBe(Object.keys(config.ports).length);
});

test('no free port is handed out twice', async () => {
  const ports = (await Promise.all([freePorts(9), freePorts(9), freePorts(9)])).flat();
  expect(new Set(ports).size).toBe(27);
});
