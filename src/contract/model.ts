import { basename, extname } from 'node:path';
import { BpmnModdle } from 'bpmn-moddle';
import { DmnModdle } from 'dmn-moddle';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };
import type { Bundle } from './bundle.ts';

/** Something that must be mended before the bundle may be deployed. */
export interface Finding {
  /** Base name of the file, or the path of a worker. */
  readonly file: string;
  /** Id of the element, if one is meant. */
  readonly element?: string;
  /** Stable kebab-case id of the rule. */
  readonly rule: string;
  /** A Chinese sentence for the process designer. */
  readonly message: string;
}

/** An element as moddle reads it: properties by their BPMN names, references resolved. */
export interface Element {
  readonly $type: string;
  readonly id?: string;
  readonly name?: string;
  readonly [property: string]: unknown;
}

/** One readable `.bpmn` file. */
export interface Diagram {
  readonly file: string;
  readonly processes: readonly Element[];
  /** Participants, lanes, flow nodes and sequence flows, those of sub-processes included. */
  readonly elements: readonly Element[];
  /** Messages, errors and escalations that the file declares. */
  readonly declared: readonly Element[];
}

/** A decision table as text: what a rule of the contract wants to know of it. */
export interface DecisionTable {
  /** Names of the output columns. */
  readonly outputs: readonly string[];
  readonly rows: readonly {
    readonly id: string;
    /** FEEL of each input cell; empty or `-`: whatever the value is. */
    readonly inputs: readonly string[];
    /** FEEL of each output cell, in the order of `outputs`. */
    readonly outputs: readonly string[];
  }[];
}

/** What the rules look at: a parsed bundle and the names that the code contributes. */
export interface Model {
  readonly diagrams: readonly Diagram[];
  /** Ids of the decisions or forms in each readable `.dmn` or `.form` file. */
  readonly decisions: ReadonlyMap<string, readonly string[]>;
  readonly forms: ReadonlyMap<string, readonly string[]>;
  /** The decision table of each readable `.dmn` file that has one. */
  readonly tables: ReadonlyMap<string, DecisionTable>;
  readonly code: CodeNames;
}

/** Names on the code's side of the contract. */
export interface CodeNames {
  /** Task types that have a worker. */
  readonly taskTypes: readonly string[];
  readonly messages: readonly string[];
  /** BPMN error codes that workers throw. */
  readonly errors: readonly string[];
}

/** Name without folder and ending: the id that the file's content must have. */
export const stem = (file: string): string => basename(file, extname(file));

/** Parses every file. Unreadable ones become findings of the rule `unreadable` and are left out of the model. */
export async function readModel(bundle: Bundle, code: CodeNames): Promise<{ model: Model; findings: Finding[] }> {
  const diagrams: Diagram[] = [];
  const decisions = new Map<string, readonly string[]>();
  const forms = new Map<string, readonly string[]>();
  const tables = new Map<string, DecisionTable>();
  const findings: Finding[] = [];
  for (const [file, text] of Object.entries(bundle)) {
    try {
      if (file.endsWith('.bpmn')) diagrams.push(await readDiagram(file, text));
      else if (file.endsWith('.dmn')) {
        const found = await readDecisions(text);
        decisions.set(
          file,
          found.map(({ id }) => id ?? ''),
        );
        const table = found.map(tableOf).find((one) => one !== undefined);
        if (table) tables.set(file, table);
      } else forms.set(file, [String((JSON.parse(text) as { id?: unknown } | null)?.id)]);
    } catch (error) {
      findings.push({ file, rule: 'unreadable', message: `文件无法解析：${(error as Error).message.split('\n')[0]}` });
    }
  }
  return { model: { diagrams, decisions, forms, tables, code }, findings };
}

async function readDiagram(file: string, xml: string): Promise<Diagram> {
  const { rootElement, warnings } = await new BpmnModdle({ zeebe }).fromXML(xml);
  if (warnings[0]) throw new Error(warnings[0].message);
  const roots = many(rootElement as Element, 'rootElements');
  const processes = roots.filter((root) => root.$type === 'bpmn:Process');
  const participants = roots.flatMap((root) => many(root, 'participants'));
  return {
    file,
    processes,
    elements: [...participants, ...processes.flatMap(flatten)],
    declared: roots.filter((root) => ['bpmn:Message', 'bpmn:Error', 'bpmn:Escalation'].includes(root.$type)),
  };
}

const flatten = (scope: Element): Element[] => [
  ...many(scope, 'laneSets').flatMap((set) => many(set, 'lanes')),
  ...many(scope, 'flowElements').flatMap((element) => [element, ...flatten(element)]),
];

async function readDecisions(xml: string): Promise<Element[]> {
  const { rootElement, warnings } = await new DmnModdle().fromXML(xml, 'dmn:Definitions');
  if (warnings[0]) throw new Error(warnings[0].message);
  return many(rootElement as Element, 'drgElement').filter((element) => element.$type === 'dmn:Decision');
}

function tableOf(decision: Element): DecisionTable | undefined {
  const logic = one(decision, 'decisionLogic');
  if (logic?.$type !== 'dmn:DecisionTable') return undefined;
  const cells = (rule: Element, property: string) =>
    many(rule, property).map((cell) => text(cell, 'text')?.trim() ?? '');
  return {
    outputs: many(logic, 'output').map((output) => output.name ?? ''),
    rows: many(logic, 'rule').map((rule) => ({
      id: rule.id ?? '',
      inputs: cells(rule, 'inputEntry'),
      outputs: cells(rule, 'outputEntry'),
    })),
  };
}

/** A property that holds a list of elements; empty when it is absent. */
export const many = (element: Element, property: string): readonly Element[] =>
  (element[property] as Element[] | undefined) ?? [];

/** A property that holds one element, for example a reference. */
export const one = (element: Element, property: string): Element | undefined =>
  element[property] as Element | undefined;

/** A property that holds text. */
export const text = (element: Element | undefined, property: string): string | undefined =>
  element?.[property] as string | undefined;

/** The extension element of the given type, for example `zeebe:TaskDefinition`. */
export function extension(element: Element, type: string): Element | undefined {
  const values = one(element, 'extensionElements');
  return values && many(values, 'values').find((value) => value.$type === type);
}

/** The event definition of the given type, for example `bpmn:ErrorEventDefinition`. */
export const eventDefinition = (element: Element, type: string): Element | undefined =>
  many(element, 'eventDefinitions').find((definition) => definition.$type === type);
