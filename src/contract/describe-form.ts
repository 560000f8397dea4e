import { type Described, type Description, labelOf } from './described.ts';

interface Component {
  readonly id?: string;
  readonly key?: string;
  readonly path?: string;
  readonly type?: string;
  readonly label?: string;
  readonly components?: readonly Component[];
  readonly [property: string]: unknown;
}

const NAMES: Readonly<Record<string, string>> = {
  type: '类型',
  label: '标题',
  key: '键',
  path: '路径',
  text: '文字',
  description: '说明',
  values: '选项',
  valuesKey: '选项来源',
  validate: '校验',
  conditional: '显示条件',
  properties: '属性',
  defaultValue: '默认值',
  readonly: '只读',
  disabled: '停用',
};

/** Where it stands on the screen. */
const LAYOUT = ['id', 'layout', 'components'];

/** Describes the fields and texts of a form, those of groups and lists included. @throws Error when it is no JSON */
export function describeForm(json: string): Description {
  const things = new Map<string, Described>();
  for (const [id, field] of flatten((JSON.parse(json) as Component).components ?? [], '')) {
    // Two fields may share a key when conditions show one of them at a time.
    const same = [...things.keys()].filter((other) => other.replace(/#\d+$/, '') === id).length;
    things.set(same === 0 ? id : `${id}#${same + 1}`, field);
  }
  return { things, order: [...things.keys()] };
}

function flatten(components: readonly Component[], within: string): [string, Described][] {
  return components.flatMap((component): [string, Described][] => {
    const id = `${within}${component.key ?? component.path ?? component.id ?? ''}`;
    const { type = '', label } = component;
    const facts = Object.entries(component)
      .filter(([property]) => !LAYOUT.includes(property))
      .map(([property, value]) => [NAMES[property] ?? property, worded(value)]);
    const field = { label: labelOf('字段', label, `${id}，${type}`), facts: Object.fromEntries(facts) };
    return [[id, field], ...flatten(component.components ?? [], `${id}.`)];
  });
}

const worded = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
