import { BpmnModdle } from 'bpmn-moddle';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };
import { type Described, type Description, labelOf, present } from './described.ts';
import { type Element, many, one, text } from './model.ts';

const TYPES: Readonly<Record<string, string>> = {
  Process: '流程',
  Participant: '参与者',
  Lane: '泳道',
  SequenceFlow: '连线',
  StartEvent: '开始事件',
  EndEvent: '结束事件',
  BoundaryEvent: '边界事件',
  IntermediateCatchEvent: '中间捕获事件',
  IntermediateThrowEvent: '中间抛出事件',
  UserTask: '用户任务',
  ServiceTask: '服务任务',
  SendTask: '发送任务',
  ReceiveTask: '接收任务',
  ScriptTask: '脚本任务',
  BusinessRuleTask: '业务规则任务',
  CallActivity: '调用活动',
  SubProcess: '子流程',
  ExclusiveGateway: '排他网关',
  ParallelGateway: '并行网关',
  InclusiveGateway: '包容网关',
  EventBasedGateway: '事件网关',
};

const EVENTS: Readonly<Record<string, string>> = {
  MessageEventDefinition: '消息',
  TimerEventDefinition: '定时',
  ErrorEventDefinition: '错误',
  EscalationEventDefinition: '升级',
  SignalEventDefinition: '信号',
  LinkEventDefinition: '链接',
  TerminateEventDefinition: '终止',
  CompensateEventDefinition: '补偿',
};

/** Properties of an element that are attributes, or references to other elements, with their Chinese names. */
const ATTRIBUTES: Readonly<Record<string, string>> = {
  name: '名称',
  sourceRef: '起点',
  targetRef: '终点',
  attachedToRef: '附着于',
  default: '默认走向',
  conditionExpression: '条件',
  cancelActivity: '中断',
  isInterrupting: '中断',
  triggeredByEvent: '由事件触发',
  isExecutable: '可执行',
};

const EXTENSIONS: Readonly<Record<string, string>> = {
  'TaskDefinition.type': '任务类型',
  'TaskDefinition.retries': '重试次数',
  'CalledElement.processId': '调用的流程',
  'CalledElement.bindingType': '流程绑定',
  'CalledDecision.decisionId': '调用的决策',
  'CalledDecision.resultVariable': '决策结果变量',
  'CalledDecision.bindingType': '决策绑定',
  'AssignmentDefinition.candidateGroups': '候选组',
  'AssignmentDefinition.assignee': '办理人',
  'TaskSchedule.dueDate': '到期时间',
  'LoopCharacteristics.inputCollection': '多实例集合',
  'LoopCharacteristics.inputElement': '多实例元素',
  'LoopCharacteristics.outputCollection': '多实例结果集合',
  'LoopCharacteristics.outputElement': '多实例结果元素',
  'Subscription.correlationKey': '消息关联键',
};

const plain = ($type: string): string => $type.replace(/^\w+:/, '');

/** Describes the elements of a diagram by id. @throws Error when it cannot be parsed */
export async function describeDiagram(xml: string): Promise<Description> {
  const { rootElement } = await new BpmnModdle({ zeebe }).fromXML(xml);
  const roots = many(rootElement as Element, 'rootElements');
  const elements = roots.flatMap((root): readonly Element[] => [
    ...many(root, 'participants'),
    ...(root.$type === 'bpmn:Process' ? [root, ...inside(root)] : []),
  ]);
  const things = elements.map((element): [string, Described] => {
    const { $type, id = '', name } = element;
    return [id, { label: labelOf(TYPES[plain($type)] ?? plain($type), name, id), facts: factsOf(element) }];
  });
  return { things: new Map(things), order: [] };
}

/** What is inside a process or sub-process. */
const inside = (scope: Element): Element[] => [
  ...many(scope, 'laneSets').flatMap((set) => many(set, 'lanes')),
  ...many(scope, 'flowElements').flatMap((element) => [element, ...inside(element)]),
];

function factsOf(element: Element): Record<string, string> {
  const attributes = Object.entries(ATTRIBUTES).map(([property, name]) => [name, wordOf(element[property])]);
  return present({
    类型: TYPES[plain(element.$type)] ?? plain(element.$type),
    ...Object.fromEntries(attributes.filter(([, value]) => value !== undefined)),
    所属子流程: subProcessOf(element),
    说明: many(element, 'documentation')
      .map((one) => text(one, 'text'))
      .join('\n'),
    泳道所含: [...many(element, 'flowNodeRef')].map(({ id }) => id).join('、'),
    ...loopFacts(one(element, 'loopCharacteristics')),
    ...extensionFacts(element),
    ...eventFacts(element),
    ...messageFacts(one(element, 'messageRef')),
  });
}

/** The sub-process that an element is in; undefined in the process itself. */
function subProcessOf(element: Element): string | undefined {
  const parent = one(element, '$parent');
  return parent?.$type === 'bpmn:SubProcess' ? parent.id : undefined;
}

/** An attribute as it is, a reference as the id that it names, an expression as its text. */
function wordOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'object') return String(value);
  const { id, body } = value as { id?: string; body?: string };
  return body ?? id;
}

function eventFacts(element: Element): Record<string, string | undefined> {
  const [definition] = many(element, 'eventDefinitions');
  if (!definition) return {};
  const timer = ['timeDate', 'timeDuration', 'timeCycle'].map((kind) => wordOf(definition[kind])).find(Boolean);
  return {
    事件: EVENTS[plain(definition.$type)] ?? plain(definition.$type),
    定时: timer,
    链接: text(definition, 'name'),
    错误代码: text(one(definition, 'errorRef'), 'errorCode'),
    升级代码: text(one(definition, 'escalationRef'), 'escalationCode'),
    ...messageFacts(one(definition, 'messageRef')),
  };
}

const messageFacts = (message: Element | undefined): Record<string, string | undefined> =>
  message ? { 消息: message.name, ...extensionFacts(message) } : {};

const loopFacts = (loop: Element | undefined): Record<string, string | undefined> =>
  loop
    ? {
        多实例: loop.isSequential === true ? '依次' : '同时',
        多实例完成条件: wordOf(loop.completionCondition),
        ...extensionFacts(loop),
      }
    : {};

function extensionFacts(element: Element): Record<string, string | undefined> {
  const values = one(element, 'extensionElements');
  return Object.assign({}, ...(values ? many(values, 'values') : []).map(extensionFact)) as Record<string, string>;
}

function extensionFact(value: Element): Record<string, string | undefined> {
  const type = plain(value.$type);
  if (type === 'IoMapping')
    return {
      ...mappings('输入', many(value, 'inputParameters')),
      ...mappings('输出', many(value, 'outputParameters')),
    };
  if (type === 'TaskHeaders')
    return Object.fromEntries(many(value, 'values').map((header) => [`参数 ${header.key}`, text(header, 'value')]));
  const attributes = Object.entries(value).filter(([, attribute]) => typeof attribute !== 'object');
  return Object.fromEntries(
    attributes.map(([key, attribute]) => [EXTENSIONS[`${type}.${key}`] ?? `${type}.${key}`, String(attribute)]),
  );
}

const mappings = (kind: string, parameters: readonly Element[]): Record<string, string | undefined> =>
  Object.fromEntries(parameters.map((parameter) => [`${kind} ${parameter.target}`, text(parameter, 'source')]));
