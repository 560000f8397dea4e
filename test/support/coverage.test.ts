import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { coverageOf, coverageTable, notPassed } from './coverage.ts';
import { receiveRecords, recordedElements } from './records.ts';

const DIAGRAM = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t">
  <bpmn:process id="duty" isExecutable="true">
    <bpmn:laneSet id="lanes"><bpmn:lane id="lane"><bpmn:flowNodeRef>begun</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>
    <bpmn:startEvent id="begun" />
    <bpmn:sequenceFlow id="begun--group" sourceRef="begun" targetRef="group" />
    <bpmn:subProcess id="group"><bpmn:task id="inner" /></bpmn:subProcess>
  </bpmn:process>
</bpmn:definitions>`;

describe('what the process tests pass', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'yishao-records-'));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  const send = async (url: string, ...records: [intent: string, process: string, element: string][]) => {
    const lines = records.flatMap(([intent, bpmnProcessId, elementId]) => [
      JSON.stringify({ index: { _index: 'process-instance' } }),
      JSON.stringify({ valueType: 'PROCESS_INSTANCE', intent, value: { bpmnProcessId, elementId } }),
    ]);
    const answer = await fetch(`${url}/_bulk`, { method: 'POST', body: `${lines.join('\n')}\n` });
    expect(await answer.json()).toEqual({ errors: false, items: [] });
  };

  it('is gathered from all brokers, each element once', async () => {
    const [one, other] = [await receiveRecords(dir), await receiveRecords(dir)];
    expect(recordedElements(dir)).toEqual(new Map());
    await send(one, ['ELEMENT_ACTIVATED', 'duty', 'begun'], ['ELEMENT_COMPLETED', 'duty', 'begun']);
    await send(one, ['ELEMENT_ACTIVATED', 'duty', 'begun'], ['ELEMENT_ACTIVATING', 'duty', 'inner']);
    await send(other, ['SEQUENCE_FLOW_TAKEN', 'duty', 'begun--group'], ['ELEMENT_ACTIVATED', 'feedback', 'begun']);
    expect(recordedElements(dir)).toEqual(
      new Map([
        ['duty', new Set(['begun', 'begun--group'])],
        ['feedback', new Set(['begun'])],
      ]),
    );
  });

  it('is held against the diagrams: nodes and flows, those of sub-processes included, lanes not', async () => {
    const passed = new Map([['duty', new Set(['begun', 'begun--group', 'of another bundle'])]]);
    const coverage = await coverageOf({ 'duty.bpmn': DIAGRAM }, passed);
    expect(coverage).toEqual([
      { processId: 'duty', nodes: { all: 3, missing: ['group', 'inner'] }, flows: { all: 1, missing: [] } },
    ]);
    expect(notPassed(coverage)).toEqual({ duty: ['group', 'inner'] });
    const table = coverageTable(coverage, true).split('\n');
    expect(table.map((line) => line.trim().replaceAll(/ +/g, ' '))).toEqual([
      'elements passed by tests nodes flows',
      'duty 1/3 1/1',
      'not passed: group',
      'not passed: inner',
      'all 1/3 1/1',
    ]);
  });
});
