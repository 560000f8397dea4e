import type { Bundle } from './bundle.ts';
import { describeDecision } from './describe-decision.ts';
import { describeDiagram } from './describe-diagram.ts';
import { describeForm } from './describe-form.ts';
import { type Description, differenceLines, EMPTY } from './described.ts';

/** What a deployment would change in one file. */
export interface FileChange {
  readonly file: string;
  readonly kind: 'added' | 'removed' | 'changed';
  /** Chinese, one change each, by element, rule or field; empty when only the drawing differs. */
  readonly lines: readonly string[];
}

/**
 * Compares two bundles by what they say, not by how they are drawn: elements of diagrams (name, type, flows, properties,
 * mappings), rules of decisions, fields of forms.
 * @returns files that differ, by name
 * @throws Error naming a file that differs and cannot be parsed
 */
export async function bundleChanges(before: Bundle, after: Bundle): Promise<FileChange[]> {
  const files = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const differing = files.filter((file) => before[file] !== after[file]);
  return Promise.all(
    differing.map(async (file) => ({
      file,
      kind: before[file] === undefined ? 'added' : after[file] === undefined ? 'removed' : 'changed',
      lines: differenceLines(await describe(file, before[file]), await describe(file, after[file])),
    })),
  );
}

async function describe(file: string, text: string | undefined): Promise<Description> {
  if (text === undefined) return EMPTY;
  try {
    if (file.endsWith('.bpmn')) return await describeDiagram(text);
    return file.endsWith('.dmn') ? await describeDecision(text) : describeForm(text);
  } catch (error) {
    throw new Error(`${file} 无法解析：${(error as Error).message.split('\n')[0]}`, { cause: error });
  }
}

const KINDS = { added: '新增', removed: '删除', changed: '修改' } as const;

/** Changes as people read them: each file, and below it what changes in it. New and removed files are named only. */
export function changeLines(changes: readonly FileChange[]): string[] {
  return changes.flatMap(({ file, kind, lines }) => {
    if (kind !== 'changed') return [`${KINDS[kind]} ${file}（${lines.length} 个元素）`];
    const below = lines.length > 0 ? lines : ['只改了图面，内容没有变化'];
    return [`${KINDS[kind]} ${file}`, ...below.map((line) => `  ${line}`)];
  });
}
