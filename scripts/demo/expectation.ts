import type { CaseRow, TimelineRow } from './desk.ts';

/** How a case must have ended, and what must have happened on its way. */
export interface Expectation {
  readonly path: string;
  readonly outcome: string;
  readonly round: number;
  /** Types of events, in this order; others may stand between them. */
  readonly events: readonly string[];
  /** How often an event must have happened; 0: never. */
  readonly counts?: Readonly<Record<string, number>>;
}

/** What is not as expected, as sentences; none when all is. */
export function faultsOf(found: CaseRow, timeline: readonly TimelineRow[], expected: Expectation): string[] {
  const { status, path, outcome, round } = found;
  const faults = Object.entries({ path, outcome, round, status }).flatMap(([key, value]) => {
    const wanted = key === 'status' ? 'closed' : expected[key as 'path' | 'outcome' | 'round'];
    return value === wanted ? [] : [`${key} 应为 ${wanted}，实为 ${value}`];
  });
  const missing = firstMissing(timeline, expected.events);
  if (missing !== undefined) faults.push(`办理经过中缺少事件 ${missing}，或次序不对`);
  for (const [type, wanted] of Object.entries(expected.counts ?? {})) {
    const count = timeline.filter((event) => event.type === type).length;
    if (count !== wanted) faults.push(`事件 ${type} 应有 ${wanted} 次，实有 ${count} 次`);
  }
  return faults;
}

/** The first of the types that does not follow on those before it. */
function firstMissing(timeline: readonly TimelineRow[], types: readonly string[]): string | undefined {
  let from = 0;
  for (const type of types) {
    const at = timeline.findIndex((event, i) => i >= from && event.type === type);
    if (at < 0) return type;
    from = at + 1;
  }
  return undefined;
}
