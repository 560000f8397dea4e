/** One element, rule or field of a file as people know it, and everything about it that has an effect. */
export interface Described {
  /** Chinese, with its id: `服务任务“登记报到”（record-report）`. */
  readonly label: string;
  /** Chinese name of a property → its value as text. */
  readonly facts: Readonly<Record<string, string>>;
}

/** What one file says, without how it is drawn. */
export interface Description {
  /** By id. */
  readonly things: ReadonlyMap<string, Described>;
  /** Ids of those whose order has an effect. */
  readonly order: readonly string[];
}

export const EMPTY: Description = { things: new Map(), order: [] };

/** Differences between two states of a file, one Chinese line each; empty when only the drawing differs. */
export function differenceLines(before: Description, after: Description): string[] {
  const lines = [...after.things]
    .filter(([id]) => !before.things.has(id))
    .map(([, { label }]) => `新增：${label}`)
    .concat([...before.things].filter(([id]) => !after.things.has(id)).map(([, { label }]) => `删除：${label}`));
  for (const [id, { label, facts }] of after.things) {
    const earlier = before.things.get(id);
    const changes = earlier ? factChanges(earlier.facts, facts) : [];
    if (changes.length > 0) lines.push(`修改：${label}：${changes.join('；')}`);
  }
  const kept = (one: Description, other: Description) => one.order.filter((id) => other.things.has(id)).join();
  if (kept(before, after) !== kept(after, before)) lines.push('修改：先后顺序变了');
  return lines;
}

const factChanges = (before: Described['facts'], after: Described['facts']): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => before[name] !== after[name])
    .map((name) => `${name} ${shown(before[name])} → ${shown(after[name])}`);

const shown = (value: string | undefined): string => (value === undefined ? '（无）' : `“${value}”`);

/** Facts without those that are absent or empty. */
export const present = (facts: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(facts).filter((fact): fact is [string, string] => !!fact[1]));

/** `类型“名称”（id）` */
export const labelOf = (type: string, name: string | undefined, id: string): string =>
  `${type}${name ? `“${name.replaceAll('\n', ' ')}”` : ''}（${id}）`;
