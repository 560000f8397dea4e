import type { Bundle } from '../../src/contract/bundle.ts';
import { type Element, readModel } from '../../src/contract/model.ts';

/** Which elements of a diagram some test has passed. */
export interface Coverage {
  readonly processId: string;
  readonly nodes: Count;
  readonly flows: Count;
}

interface Count {
  readonly all: number;
  /** Ids, in the order of the diagram. */
  readonly missing: readonly string[];
}

/** What is drawn but never passed: it holds other elements or says something about them. */
const NOT_PASSED = /^bpmn:(Participant|Lane|DataObject|DataObjectReference|DataStoreReference)$/;

/** Compares a bundle with what was passed. @param passed process id → element ids; ids of other bundles are ignored */
export async function coverageOf(
  bundle: Bundle,
  passed: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<Coverage[]> {
  const { model } = await readModel(bundle, { taskTypes: [], messages: [], errors: [] });
  return model.diagrams.map(({ processes, elements }) => {
    const processId = processes[0]?.id ?? '';
    const done = passed.get(processId) ?? new Set();
    const count = (chosen: readonly Element[]): Count => ({
      all: chosen.length,
      missing: chosen.map(({ id }) => id ?? '').filter((id) => !done.has(id)),
    });
    const isFlow = ({ $type }: Element) => $type === 'bpmn:SequenceFlow';
    return {
      processId,
      nodes: count(elements.filter((element) => !isFlow(element) && !NOT_PASSED.test(element.$type))),
      flows: count(elements.filter(isFlow)),
    };
  });
}

/** Process → ids that no test has passed; without the diagrams that are passed as a whole. */
export const notPassed = (coverage: readonly Coverage[]): Record<string, string[]> =>
  Object.fromEntries(
    coverage
      .map(({ processId, nodes, flows }): [string, string[]] => [processId, [...nodes.missing, ...flows.missing]])
      .filter(([, missing]) => missing.length > 0),
  );

/** A table for the screen: passed / all of each diagram and in sum. @param withMissing also the ids that were not passed */
export function coverageTable(coverage: readonly Coverage[], withMissing: boolean): string {
  const figure = ({ all, missing }: Count) => `${all - missing.length}/${all}`;
  const row = (name: string, nodes: string, flows: string) =>
    `  ${name.padEnd(28)}${nodes.padStart(9)}${flows.padStart(9)}`;
  const sum = (counts: readonly Count[]) =>
    figure({ all: counts.reduce((n, { all }) => n + all, 0), missing: counts.flatMap(({ missing }) => missing) });
  const rows = coverage.flatMap(({ processId, nodes, flows }) => [
    row(processId, figure(nodes), figure(flows)),
    ...(withMissing ? [...nodes.missing, ...flows.missing].map((id) => `      not passed: ${id}`) : []),
  ]);
  const total = row('all', sum(coverage.map(({ nodes }) => nodes)), sum(coverage.map(({ flows }) => flows)));
  return [row('elements passed by tests', 'nodes', 'flows'), ...rows, total].join('\n');
}
