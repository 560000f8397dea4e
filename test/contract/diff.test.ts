import { describe, expect, it } from 'vitest';
import { readBundle } from '../../src/contract/bundle.ts';
import { bundleChanges, changeLines } from '../../src/contract/diff.ts';

const diagram = (inside: string, more = '') => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="t">
  <bpmn:process id="duty" name="任务" isExecutable="true">${inside}</bpmn:process>${more}
</bpmn:definitions>`;

const START = '<bpmn:startEvent id="begun" name="开始" />';
const FLOW = '<bpmn:sequenceFlow id="begun--notify" sourceRef="begun" targetRef="notify" />';
const task = (inside: string, name = '提醒') =>
  `<bpmn:serviceTask id="notify" name="${name}"><bpmn:extensionElements>${inside}</bpmn:extensionElements></bpmn:serviceTask>`;
const definition = (type: string) => `<zeebe:taskDefinition type="${type}" retries="5" />`;
const mapping = (parameters: string) => `<zeebe:ioMapping>${parameters}</zeebe:ioMapping>`;
const TASK = task(definition('notify'));

/** Lines below the file's own for a change of one diagram. */
async function linesOf(before: string, after: string, file = 'duty.bpmn'): Promise<string[]> {
  const [name, ...lines] = changeLines(await bundleChanges({ [file]: before }, { [file]: after }));
  expect(name).toBe(`修改 ${file}`);
  return lines.map((line) => line.trim());
}

describe('what a deployment changes', () => {
  it('is nothing when the files are the same', async () => {
    const bundle = readBundle('bpmn');
    expect(await bundleChanges(bundle, { ...bundle })).toEqual([]);
  });

  it('names files that come and go with how much is in them', async () => {
    const changes = await bundleChanges({ 'a.bpmn': diagram(START) }, { 'duty.bpmn': diagram(START + TASK + FLOW) });
    expect(changeLines(changes)).toEqual(['删除 a.bpmn（2 个元素）', '新增 duty.bpmn（4 个元素）']);
  });

  it('can be told for every file of the project', async () => {
    const bundle = readBundle('bpmn');
    const changes = await bundleChanges({}, bundle);
    expect(changes.map(({ file }) => file)).toEqual(Object.keys(bundle).sort());
    for (const { lines } of changes) expect(lines).not.toEqual([]);
  });

  it('names the file that cannot be read', async () => {
    await expect(bundleChanges({}, { 'duty.bpmn': '<nothing' })).rejects.toThrow('duty.bpmn');
  });

  describe('in a diagram', () => {
    it('is named by element', async () => {
      expect(await linesOf(diagram(START), diagram(TASK))).toEqual([
        '新增：服务任务“提醒”（notify）',
        '删除：开始事件“开始”（begun）',
      ]);
    });

    it.each<[string, string, string, string]>([
      ['a name', TASK, task(definition('notify'), '短信提醒'), '名称 “提醒” → “短信提醒”'],
      ['a task type', TASK, task(definition('supervise')), '任务类型 “notify” → “supervise”'],
      [
        'mappings',
        task(mapping('<zeebe:input source="=caseId" target="caseId" /><zeebe:output source="=a" target="a" />')),
        task(mapping('<zeebe:input source="=id" target="caseId" /><zeebe:input source="=b" target="b" />')),
        '输入 caseId “=caseId” → “=id”；输出 a “=a” → （无）；输入 b （无） → “=b”',
      ],
      [
        'a header',
        task('<zeebe:taskHeaders><zeebe:header key="template" value="a" /></zeebe:taskHeaders>'),
        task('<zeebe:taskHeaders><zeebe:header key="template" value="b" /></zeebe:taskHeaders>'),
        '参数 template “a” → “b”',
      ],
    ])('tells %s', async (_, before, after, change) => {
      const name = /name="(.+?)"/.exec(after)?.[1];
      expect(await linesOf(diagram(before), diagram(after))).toEqual([`修改：服务任务“${name}”（notify）：${change}`]);
    });

    it('tells an element of another type under the same id', async () => {
      const before = '<bpmn:task id="notify" name="提醒" />';
      expect(await linesOf(diagram(before), diagram(before.replace('task', 'userTask')))).toEqual([
        '修改：用户任务“提醒”（notify）：类型 “Task” → “用户任务”',
      ]);
    });

    it('tells where a flow goes, and when', async () => {
      const condition = '<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">=a</bpmn:conditionExpression>';
      const after = `<bpmn:sequenceFlow id="begun--notify" sourceRef="notify" targetRef="begun">${condition}</bpmn:sequenceFlow>`;
      expect(await linesOf(diagram(START + TASK + FLOW), diagram(START + TASK + after))).toEqual([
        '修改：连线（begun--notify）：起点 “begun” → “notify”；终点 “notify” → “begun”；条件 （无） → “=a”',
      ]);
    });

    it('tells what an event waits for', async () => {
      const event = (inside: string) =>
        `${TASK}<bpmn:boundaryEvent id="late" attachedToRef="notify">${inside}</bpmn:boundaryEvent>`;
      const timer = (at: string) =>
        event(
          `<bpmn:timerEventDefinition id="t"><bpmn:timeDate xsi:type="bpmn:tFormalExpression">${at}</bpmn:timeDate></bpmn:timerEventDefinition>`,
        );
      const message = (key: string) =>
        `<bpmn:message id="m" name="resumed"><bpmn:extensionElements><zeebe:subscription correlationKey="${key}" /></bpmn:extensionElements></bpmn:message>`;
      const heard = event('<bpmn:messageEventDefinition id="t" messageRef="m" />');
      expect(await linesOf(diagram(timer('=a')), diagram(timer('=b')))).toEqual([
        '修改：边界事件（late）：定时 “=a” → “=b”',
      ]);
      expect(await linesOf(diagram(heard, message('=a')), diagram(heard, message('=b')))).toEqual([
        '修改：边界事件（late）：消息关联键 “=a” → “=b”',
      ]);
    });

    it('tells that an element moved into a sub-process, and how it is repeated', async () => {
      const loop = (collection: string) =>
        `<bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="${collection}" /></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>`;
      const group = (inside: string, items: string) =>
        `<bpmn:subProcess id="group">${inside}${loop(items)}</bpmn:subProcess>`;
      expect(await linesOf(diagram(START + group('', '=a')), diagram(group(START, '=b')))).toEqual([
        '修改：子流程（group）：多实例集合 “=a” → “=b”',
        '修改：开始事件“开始”（begun）：所属子流程 （无） → “group”',
      ]);
    });

    it('is nothing but the drawing when elements only move', async () => {
      const drawn = (x: number) =>
        diagram(
          START,
          `<bpmndi:BPMNDiagram id="di"><bpmndi:BPMNPlane id="plane" bpmnElement="duty"><bpmndi:BPMNShape id="shape" bpmnElement="begun"><dc:Bounds x="${x}" y="0" width="36" height="36" /></bpmndi:BPMNShape></bpmndi:BPMNPlane></bpmndi:BPMNDiagram>`,
        );
      expect(await linesOf(drawn(1), drawn(2))).toEqual(['只改了图面，内容没有变化']);
    });
  });

  describe('in a decision', () => {
    const rule = (id: string, step: string, amount: string) =>
      `<rule id="${id}"><inputEntry id="i-${id}"><text>${step}</text></inputEntry><outputEntry id="o-${id}"><text>${amount}</text></outputEntry></rule>`;
    const decision = (rules: string, hitPolicy = 'FIRST') =>
      `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="时限" namespace="n">
  <decision id="handling-deadline" name="时限"><decisionTable id="table" hitPolicy="${hitPolicy}">
    <input id="step" label="步骤"><inputExpression id="e" typeRef="string"><text>step</text></inputExpression></input>
    <output id="amount" label="数量" name="amount" typeRef="number" />${rules}
  </decisionTable></decision></definitions>`;
    const R1 = rule('r1', '"report"', '3');
    const R2 = rule('r2', '', '5');
    const lines = (before: string, after: string) => linesOf(before, after, 'handling-deadline.dmn');

    it('is named by rule, with what the rule says', async () => {
      expect(await lines(decision(R1), decision(R2))).toEqual([
        '新增：第 1 条规则“5”（r2）',
        '删除：第 1 条规则“"report"，3”（r1）',
      ]);
      expect(await lines(decision(R1 + R2), decision(rule('r1', '"report"', '2') + R2))).toEqual([
        '修改：第 1 条规则“"report"，2”（r1）：数量 “3” → “2”',
      ]);
    });

    it('is the order, when that differs', async () => {
      expect(await lines(decision(R1 + R2), decision(R2 + R1))).toEqual(['修改：先后顺序变了']);
    });

    it('is what holds for the whole table', async () => {
      expect(
        await lines(decision(R1), decision(R1, 'UNIQUE').replace('<text>step</text>', '<text>task</text>')),
      ).toEqual([
        '修改：决策“时限”（handling-deadline）：命中策略 “FIRST” → “UNIQUE”',
        '修改：输入列“步骤”（step）：变量 “step” → “task”',
      ]);
    });
  });

  describe('in a form', () => {
    const outcome = { id: 'f1', key: 'outcome', type: 'radio', label: '结果', values: [{ value: 'a', label: '甲' }] };
    const reason = { id: 'f2', key: 'reason', type: 'textarea', label: '理由', layout: { row: 'r1' } };
    const form = (...components: object[]) => JSON.stringify({ id: 'report', components });
    const lines = (before: string, after: string) => linesOf(before, after, 'report.form');

    it('is named by field', async () => {
      const required = { ...outcome, validate: { required: true } };
      expect(await lines(form(outcome), form(required, reason))).toEqual([
        '新增：字段“理由”（reason，textarea）',
        '修改：字段“结果”（outcome，radio）：校验 （无） → “{"required":true}”',
      ]);
    });

    it('is told of fields inside lists too', async () => {
      const list = (label: string) =>
        form({ id: 'l', path: 'rows', type: 'dynamiclist', components: [{ ...reason, label }] });
      expect(await lines(list('理由'), list('原因'))).toEqual([
        '修改：字段“原因”（rows.reason，textarea）：标题 “理由” → “原因”',
      ]);
    });

    it('is nothing but the drawing when fields only stand elsewhere', async () => {
      expect(await lines(form(outcome, reason), form(outcome, { ...reason, layout: { row: 'r2' } }))).toEqual([
        '只改了图面，内容没有变化',
      ]);
    });
  });
});
