import { evaluate, unaryTest } from 'feelin';
import { invalid } from '../errors.ts';
import { fieldRule } from './field-rules.ts';

/** The parts of a form-js schema that the server reads. */
export interface FormComponent {
  readonly type: string;
  readonly key?: string;
  /** Where a group or dynamic list keeps its values. */
  readonly path?: string;
  readonly label?: string;
  readonly components?: readonly FormComponent[];
  readonly validate?: {
    readonly required?: boolean;
    readonly min?: number | string;
    readonly max?: number | string;
    readonly minLength?: number | string;
    readonly maxLength?: number | string;
    readonly pattern?: string;
    readonly validationType?: string;
  };
  /** Shown and not to be changed: what the task started with stays. */
  readonly readonly?: boolean;
  /** Rows of a dynamic list may be added and removed. */
  readonly allowAddRemove?: boolean;
  readonly defaultRepetitions?: number;
  readonly decimalDigits?: number;
  readonly subtype?: string;
  readonly values?: readonly Option[];
  readonly valuesKey?: string;
  readonly valuesExpression?: string;
  readonly conditional?: { readonly hide?: string };
  /** Custom properties: `engine: "true"` makes a field a process variable. */
  readonly properties?: Readonly<Record<string, string>>;
}

export interface FormSchema {
  readonly id?: string;
  readonly components: readonly FormComponent[];
}

export interface Option {
  readonly value: unknown;
  readonly label: string;
}

export type FormData = Record<string, unknown>;

/** Components that show something and hold no value. */
const DISPLAYS = ['text', 'html', 'image', 'button', 'spacer', 'separator', 'table', 'iframe', 'documentPreview'];
const MOST_ROWS = 200;

/** What a task brings to its form. */
export interface FormContext {
  /** Options by `valuesKey`. */
  readonly options?: Readonly<Record<string, readonly Option[]>>;
  /** Values that the form started with. */
  readonly prefilled?: FormData;
}

/**
 * Checks what somebody filled in against the form and returns what is to be kept: shown fields only, empty ones left out,
 * read-only ones as they were. The same rules as form-js in the browser, which cannot be trusted.
 * @throws DomainError `invalid-form-data` with the field, e.g. `items.0.description`
 */
export function validateForm(form: FormSchema, data: FormData, context: FormContext = {}): FormData {
  const { options = {}, prefilled = {} } = context;
  return readLevel(form.components, data, { values: options, prefilled, path: [] });
}

/** The fields that the form marks for the engine; nothing else of it becomes a process variable (design, decision 6). */
export function engineFields(form: FormSchema, data: FormData): FormData {
  const fields = flatten(form.components).filter(({ properties }) => properties?.engine === 'true');
  return Object.fromEntries(fields.flatMap(({ key }) => (key !== undefined && key in data ? [[key, data[key]]] : [])));
}

/** Names of the options (`valuesKey`) that a form's selections offer. */
export const optionKeys = (form: FormSchema): Set<string> => namesIn(form, ({ valuesKey }) => [valuesKey]);

/** Names of the values (`key`, list `path`) that a form can start with. */
export const valueKeys = (form: FormSchema): Set<string> => namesIn(form, ({ key, path }) => [key, path]);

function namesIn(form: FormSchema, read: (component: FormComponent) => readonly (string | undefined)[]): Set<string> {
  const walk = (components: readonly FormComponent[]): string[] =>
    components.flatMap((component) =>
      [...read(component), ...walk(component.components ?? [])].filter((name) => name !== undefined),
    );
  return new Set(walk(form.components));
}

interface Level {
  /** What conditions and options may read besides this level's own data. */
  readonly values: FormData;
  readonly prefilled: FormData;
  readonly path: readonly string[];
}

function readLevel(components: readonly FormComponent[], given: FormData, level: Level): FormData {
  const known = new Set(flatten(components).map(nameOf));
  const stranger = Object.keys(given).find((key) => !known.has(key));
  if (stranger !== undefined) throw wrong([...level.path, stranger], `表单中没有“${stranger}”这一项。`);
  const { shown, data } = withoutHidden(components, given, level);
  const result: FormData = {};
  for (const field of shown) {
    const name = nameOf(field);
    const value = field.type === 'dynamiclist' ? readRows(field, data, level) : readField(field, data, level);
    if (value !== undefined) result[name] = value;
  }
  return result;
}

function readField(field: FormComponent, data: FormData, { values, prefilled, path }: Level): unknown {
  const name = nameOf(field);
  const label = field.label ?? name;
  const value = field.readonly ? prefilled[name] : data[name];
  if (field.validate?.required && isBlank(value)) throw wrong([...path, name], `请填写“${label}”。`);
  if (isEmpty(value)) return undefined;
  const fault = fieldRule(field, value, optionsOf(field, { ...values, ...data }));
  if (fault !== undefined) throw wrong([...path, name], `“${label}”${fault}`);
  return value;
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** Not filled in, as a required field sees it: spaces alone and an unticked box as well. */
const isBlank = (value: unknown): boolean =>
  isEmpty(value) || value === false || (typeof value === 'string' && value.trim() === '');

function readRows(list: FormComponent, data: FormData, level: Level): FormData[] | undefined {
  const name = nameOf(list);
  const label = list.label ?? name;
  const path = [...level.path, name];
  const rows = data[name] ?? [];
  const before = (level.prefilled[name] ?? []) as readonly FormData[];
  if (!Array.isArray(rows) || rows.length > MOST_ROWS)
    throw wrong(path, `“${label}”应为不超过 ${MOST_ROWS} 行的列表。`);
  if (rows.length < leastRows(list)) throw wrong(path, `“${label}”至少要有 ${leastRows(list)} 行。`);
  if (rows.length === 0) return undefined;
  if (list.allowAddRemove === false && rows.length !== before.length)
    throw wrong(path, `“${label}”不能增减，应有 ${before.length} 行。`);
  return rows.map((row: unknown, i) => {
    const rowPath = [...path, String(i)];
    if (typeof row !== 'object' || row === null || Array.isArray(row))
      throw wrong(rowPath, `“${label}”第 ${i + 1} 行格式不对。`);
    const values = { ...level.values, ...data, this: row, parent: data, i: [i + 1] };
    return readLevel(list.components ?? [], row as FormData, { values, prefilled: before[i] ?? {}, path: rowPath });
  });
}

/** form-js shows that many rows from the start, and their required fields must be filled in. */
function leastRows({ components = [], defaultRepetitions = 0 }: FormComponent): number {
  return components.some(({ validate }) => validate?.required) ? defaultRepetitions : 0;
}

/** Name under which a component keeps its value. */
const nameOf = ({ key, path }: FormComponent): string => key ?? path ?? '';

/** Fields of one level of data; a group only arranges them. */
function flatten(components: readonly FormComponent[]): FormComponent[] {
  return components.flatMap((component) => {
    if (DISPLAYS.includes(component.type)) return [];
    return component.type === 'group' ? flatten(component.components ?? []) : [component];
  });
}

/**
 * Leaves out hidden fields with what they hold. A hidden field may be what shows another, so it is repeated until
 * nothing more is hidden.
 */
function withoutHidden(
  components: readonly FormComponent[],
  given: FormData,
  level: Level,
): { shown: FormComponent[]; data: FormData } {
  let data = given;
  for (;;) {
    const scope = { ...level.values, ...data };
    const shown = flatten(visible(components, scope));
    const names = new Set(shown.map(nameOf));
    const kept = Object.fromEntries(Object.entries(data).filter(([name]) => names.has(name)));
    if (Object.keys(kept).length === Object.keys(data).length) return { shown, data: kept };
    data = kept;
  }
}

function visible(components: readonly FormComponent[], scope: FormData): FormComponent[] {
  return components.flatMap((component) => {
    if (isHidden(component, scope)) return [];
    const { components: inner, type } = component;
    return inner && type === 'group' ? [{ ...component, components: visible(inner, scope) }] : [component];
  });
}

function isHidden({ conditional }: FormComponent, scope: FormData): boolean {
  const hide = conditional?.hide;
  return hide?.startsWith('=') ? unaryTest(hide.slice(1), scope).value === true : false;
}

/** Options of a choice; undefined where the component is none. */
function optionsOf(
  { values, valuesKey, valuesExpression }: FormComponent,
  scope: FormData,
): readonly Option[] | undefined {
  if (values) return values;
  const found = valuesKey
    ? scope[valuesKey]
    : valuesExpression && evaluate(valuesExpression.replace(/^=/, ''), scope).value;
  if (found === undefined || found === '') return undefined;
  return Array.isArray(found)
    ? found.map((option) => (typeof option === 'object' ? option : { value: option, label: String(option) }))
    : [];
}

const wrong = (path: readonly string[], sentence: string) => invalid('invalid-form-data', sentence, path.join('.'));
