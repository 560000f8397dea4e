import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** What the engine says of an element that was passed. */
const PASSED = new Set(['ELEMENT_ACTIVATED', 'ELEMENT_COMPLETED', 'SEQUENCE_FLOW_TAKEN']);

interface Record {
  readonly intent: string;
  readonly value: { readonly bpmnProcessId: string; readonly elementId: string };
}

let receivers = 0;

/**
 * Listens on loopback for what brokers tell of their process instances (`YISHAO_ENGINE_RECORDS_URL`), as Elasticsearch
 * would, until this process ends. Each element is kept once, in a file of this receiver in `dir`, at once: a test that is
 * killed loses nothing that it has heard.
 * @returns the base URL
 */
export async function receiveRecords(dir: string): Promise<string> {
  const file = join(dir, `${process.pid}-${receivers++}`);
  const known = new Set<string>();
  const server = createServer(async (request, response) => {
    const fresh = passedElements(await text(request)).filter((line) => !known.has(line));
    for (const line of fresh) known.add(line);
    if (fresh.length > 0) appendFileSync(file, `${fresh.join('\n')}\n`);
    response.setHeader('content-type', 'application/json');
    response.end(request.url === '/_bulk' ? '{"errors":false,"items":[]}' : '{"acknowledged":true}');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  server.unref();
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Elements in a bulk request, each once: `process element`. Every other line of it says only where a record belongs. */
function passedElements(body: string): string[] {
  const records = body
    .split('\n')
    .filter((line, index) => index % 2 === 1 && line !== '')
    .map((line) => JSON.parse(line) as Record);
  const lines = records
    .filter(({ intent }) => PASSED.has(intent))
    .map(({ value: { bpmnProcessId, elementId } }) => `${bpmnProcessId} ${elementId}`);
  return [...new Set(lines)];
}

/** Every element that any receiver of the run has heard of: process id → element ids. */
export function recordedElements(dir: string): Map<string, Set<string>> {
  const passed = new Map<string, Set<string>>();
  const lines = readdirSync(dir).flatMap((name) => readFileSync(join(dir, name), 'utf8').trim().split('\n'));
  for (const line of lines) {
    const [processId = '', elementId = ''] = line.split(' ');
    const elements = passed.get(processId) ?? new Set();
    passed.set(processId, elements.add(elementId));
  }
  return passed;
}
