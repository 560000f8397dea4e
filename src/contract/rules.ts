import { deadlineRules } from './deadline-rules.ts';
import {
  type Diagram,
  type Element,
  eventDefinition,
  extension,
  type Finding,
  type Model,
  many,
  one,
  stem,
  text,
} from './model.ts';

/**
 * The contract between diagrams and code (design, decision 9: one name opens every door). Each rule is a pure function
 * of the model; the file `test/contract/rules.test.ts` holds one good and one bad example of each.
 */
export type Rule = (model: Model) => Finding[];

/** A process, decision or form bears the name of its file, and a file holds exactly one. */
export const resourceIds: Rule = ({ diagrams, decisions, forms }) => {
  const owned: Array<[file: string, ids: readonly string[], rule: string, what: string]> = [
    ...diagrams.map((d): [string, string[], string, string] => [
      d.file,
      d.processes.map((p) => p.id ?? ''),
      'process-id',
      '流程',
    ]),
    ...[...decisions].map(([file, ids]): [string, readonly string[], string, string] => [
      file,
      ids,
      'decision-id',
      '决策',
    ]),
    ...[...forms].map(([file, ids]): [string, readonly string[], string, string] => [file, ids, 'form-id', '表单']),
  ];
  return owned
    .filter(([file, ids]) => ids.length !== 1 || ids[0] !== stem(file))
    .map(([file, ids, rule, what]) => ({
      file,
      rule,
      message: `${what}的 id 应与文件名一致，只有一个，为“${stem(file)}”，现在是“${ids.join('、')}”。`,
    }));
};

/** Every task type has a worker and every worker a task. */
export const taskTypes: Rule = ({ diagrams, code }) => {
  const used = eachElement(diagrams).flatMap(({ file, element }) => {
    const type = text(extension(element, 'zeebe:TaskDefinition'), 'type');
    return type === undefined ? [] : [{ file, element, type }];
  });
  const orphans = used
    .filter(({ type }) => !code.taskTypes.includes(type))
    .map(({ file, element, type }) =>
      finding(file, element, 'task-type-without-worker', `任务类型“${type}”没有对应的程序 workers/${type}.ts。`),
    );
  const idle = code.taskTypes
    .filter((type) => !used.some((use) => use.type === type))
    .map((type) => ({
      file: `workers/${type}.ts`,
      rule: 'worker-without-task',
      message: `没有任何流程使用任务类型“${type}”。`,
    }));
  return [...orphans, ...idle];
};

/** Called processes and decisions exist and are bound by deployment, so that a running case keeps its bundle. */
export const references: Rule = ({ diagrams, decisions }) =>
  eachElement(diagrams).flatMap(({ file, element }) => {
    const called = extension(element, 'zeebe:CalledElement');
    const decision = extension(element, 'zeebe:CalledDecision');
    const found: Finding[] = [];
    const processId = text(called, 'processId');
    const decisionId = text(decision, 'decisionId');
    if (called && !diagrams.some((diagram) => diagram.processes.some((process) => process.id === processId)))
      found.push(finding(file, element, 'called-process-missing', `调用的流程“${processId}”不存在。`));
    if (decision && ![...decisions.values()].some((ids) => ids.includes(decisionId ?? '')))
      found.push(finding(file, element, 'called-decision-missing', `调用的决策“${decisionId}”不存在。`));
    for (const link of [called, decision])
      if (link && text(link, 'bindingType') !== 'deployment')
        found.push(finding(file, element, 'binding', '绑定方式应为 deployment（与同一次部署的版本绑定）。'));
    return found;
  });

const DUTY_INPUTS = ['step', 'form', 'organisationId', 'role', 'stage', 'profile', 'scope'];

/** A call of `duty` says who does what by when, and its form exists. */
export const duties: Rule = ({ diagrams, forms }) =>
  eachElement(diagrams)
    .filter(({ element }) => text(extension(element, 'zeebe:CalledElement'), 'processId') === 'duty')
    .flatMap(({ file, element }) => {
      const inputs = inputsOf(element);
      const missing = DUTY_INPUTS.filter((name) => !inputs.has(name)).map((name) =>
        finding(file, element, 'duty-input', `调用“任务与时限”缺少输入变量 ${name}。`),
      );
      const form = literal(inputs.get('form'));
      const found = form !== undefined && [...forms.values()].some((ids) => ids.includes(form));
      if (inputs.has('form') && !found)
        missing.push(finding(file, element, 'form-missing', `表单“${form ?? inputs.get('form')}”不存在。`));
      return missing;
    });

/** Somebody publishes each message. */
export const messages: Rule = ({ diagrams, code }) =>
  eachDeclared(diagrams, 'bpmn:Message')
    .filter(({ element }) => !code.messages.includes(element.name ?? ''))
    .map(({ file, element }) =>
      finding(file, element, 'message-without-publisher', `没有程序发布消息“${element.name}”。`),
    );

/** Every error and escalation that is thrown is caught somewhere in the bundle, and the other way round. */
export const throws: Rule = ({ diagrams, code }) => [
  ...unmatched(diagrams, {
    definition: 'bpmn:ErrorEventDefinition',
    reference: 'errorRef',
    code: 'errorCode',
    rule: 'error',
    what: '错误',
    byWorkers: code.errors,
  }),
  ...unmatched(diagrams, {
    definition: 'bpmn:EscalationEventDefinition',
    reference: 'escalationRef',
    code: 'escalationCode',
    rule: 'escalation',
    what: '升级',
    byWorkers: [],
  }),
];

interface Throwable {
  definition: string;
  reference: string;
  code: string;
  rule: string;
  what: string;
  byWorkers: readonly string[];
}

const THROWING = ['bpmn:EndEvent', 'bpmn:IntermediateThrowEvent'];

function unmatched(diagrams: readonly Diagram[], kind: Throwable): Finding[] {
  const events = eachElement(diagrams).flatMap(({ file, element }) => {
    const definition = eventDefinition(element, kind.definition);
    if (!definition) return [];
    const code = text(one(definition, kind.reference), kind.code) ?? '';
    return [{ file, element, code, throwing: THROWING.includes(element.$type) }];
  });
  const caught = events.filter((event) => !event.throwing);
  const thrown = events.filter((event) => event.throwing);
  const lost = (code: string) => !caught.some((event) => event.code === code);
  return [
    ...thrown
      .filter(({ code }) => lost(code))
      .map(({ file, element, code }) =>
        finding(file, element, `${kind.rule}-not-caught`, `${kind.what}“${code}”没有流程接收。`),
      ),
    ...kind.byWorkers.filter(lost).map((code) => ({
      file: 'workers',
      rule: `${kind.rule}-not-caught`,
      message: `程序抛出的${kind.what}“${code}”没有流程接收。`,
    })),
    ...caught
      .filter(({ code }) => !kind.byWorkers.includes(code) && !thrown.some((event) => event.code === code))
      .map(({ file, element, code }) =>
        finding(file, element, `${kind.rule}-never-thrown`, `没有流程或程序抛出${kind.what}“${code}”。`),
      ),
  ];
}

const CHINESE = /\p{Script=Han}/u;

/**
 * Everything that a clerk reads has a Chinese name. That includes a gateway that only joins, because Operate's instance
 * history shows its id otherwise; a flow needs a name where it answers a gateway's question.
 */
export const names: Rule = ({ diagrams }) =>
  eachElement(diagrams).flatMap(({ file, element }) => {
    if (element.$type === 'bpmn:SequenceFlow') {
      if (!answers(element) || CHINESE.test(element.name ?? '')) return [];
      return [
        finding(file, element, 'flow-without-answer', '离开判断网关的连线应有中文名称，作为对网关所提问题的回答。'),
      ];
    }
    if (!element.name) return [finding(file, element, 'name-missing', '图形没有名称。')];
    return CHINESE.test(element.name)
      ? []
      : [finding(file, element, 'name-not-chinese', `名称“${element.name}”不是中文。`)];
  });

const QUESTIONS = ['bpmn:ExclusiveGateway', 'bpmn:InclusiveGateway'];

function answers(flow: Element): boolean {
  const source = one(flow, 'sourceRef');
  return source !== undefined && QUESTIONS.includes(source.$type) && many(source, 'outgoing').length > 1;
}

export const rules: readonly Rule[] = [
  resourceIds,
  taskTypes,
  references,
  duties,
  deadlineRules,
  messages,
  throws,
  names,
];

const eachElement = (diagrams: readonly Diagram[]) =>
  diagrams.flatMap(({ file, elements }) => elements.map((element) => ({ file, element })));

const eachDeclared = (diagrams: readonly Diagram[], type: string) =>
  diagrams.flatMap(({ file, declared }) =>
    declared.filter((element) => element.$type === type).map((element) => ({ file, element })),
  );

const finding = (file: string, element: Element, rule: string, message: string): Finding => ({
  file,
  ...(element.id === undefined ? {} : { element: element.id }),
  rule,
  message,
});

/** Input mappings of an activity: target → source. */
function inputsOf(element: Element): Map<string, string> {
  const mapping = extension(element, 'zeebe:IoMapping');
  const inputs = mapping ? many(mapping, 'inputParameters') : [];
  return new Map(inputs.map((input) => [text(input, 'target') ?? '', text(input, 'source') ?? '']));
}

/** The text of a source that is a constant (`="report"` or `report`), else undefined. */
function literal(source: string | undefined): string | undefined {
  if (source === undefined) return undefined;
  if (!source.startsWith('=')) return source;
  return /^=\s*"([^"]*)"$/.exec(source)?.[1];
}
