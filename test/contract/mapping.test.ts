import { describe, expect, it } from 'vitest';
import { readBundle } from '../../src/contract/bundle.ts';
import { sameElements } from '../../src/contract/mapping.ts';

const diagram = (inside: string) => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t">
  <bpmn:process id="duty" isExecutable="true">${inside}</bpmn:process>
</bpmn:definitions>`;

const before = diagram(`
  <bpmn:startEvent id="begun" />
  <bpmn:sequenceFlow id="flow" sourceRef="begun" targetRef="work" />
  <bpmn:userTask id="work" name="办理" />
  <bpmn:boundaryEvent id="late" attachedToRef="work"><bpmn:timerEventDefinition id="t" /></bpmn:boundaryEvent>
  <bpmn:subProcess id="group"><bpmn:task id="inner" /></bpmn:subProcess>`);

describe('elements that a running instance can go on from', () => {
  it('are those that kept kind and place; names and flows may differ', async () => {
    const after = before.replace('name="办理"', 'name="承办"').replace('targetRef="work"', 'targetRef="group"');
    expect(await sameElements(before, after)).toEqual(['begun', 'work', 'late', 'group', 'inner']);
  });

  it.each<[string, string, string, string[]]>([
    ['another kind of task', 'userTask id="work" name="办理"', 'serviceTask id="work" name="办理"', ['work']],
    ['another kind of event', 'timerEventDefinition', 'messageEventDefinition', ['late']],
    ['another place of attachment', 'attachedToRef="work"', 'attachedToRef="group"', ['late']],
    ['an element that is gone', 'id="inner"', 'id="outer"', ['inner']],
    [
      'another sub-process',
      '<bpmn:subProcess id="group"><bpmn:task id="inner" /></bpmn:subProcess>',
      '<bpmn:subProcess id="group" /><bpmn:task id="inner" />',
      ['inner'],
    ],
    [
      'an element that is now repeated',
      '<bpmn:task id="inner" />',
      '<bpmn:task id="inner"><bpmn:multiInstanceLoopCharacteristics /></bpmn:task>',
      ['inner'],
    ],
  ])('are not %s', async (_, from, to, gone) => {
    const after = before.replace(from, to);
    expect(after).not.toBe(before);
    const same = await sameElements(before, after);
    expect(['begun', 'work', 'late', 'group', 'inner'].filter((id) => !same.includes(id))).toEqual(gone);
  });

  it('are all flow nodes of a diagram that did not change', async () => {
    const duty = readBundle('bpmn')['duty.bpmn'] ?? '';
    const same = await sameElements(duty, duty);
    expect(same).toContain('human-step');
    expect(same.filter((id) => id.startsWith('lane'))).toEqual([]);
  });
});
