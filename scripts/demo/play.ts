import { setTimeout as pause } from 'node:timers/promises';
import type { CaseRow, Desk } from './desk.ts';
import { faultsOf } from './expectation.ts';
import { Scene } from './scene.ts';
import type { Story } from './stories.ts';
import { endWord, lineOf, pathWord } from './words.ts';

const LOOK_AGAIN_MS = 250;
const MAIN_PROCESS = 'joint-handling';

/** How a story went. */
export interface Played {
  readonly story: Story;
  readonly caseId: string | undefined;
  readonly instanceKey: string | undefined;
  /** As the case says it, in Chinese. */
  readonly path: string;
  readonly outcome: string;
  readonly seconds: number;
  /** What was not as it should be, as sentences. */
  readonly faults: readonly string[];
}

export interface Stage {
  readonly desk: Desk;
  /** The city's IANA time zone. */
  readonly timeZone: string;
  /** Name of each step, as the diagrams have it. */
  readonly steps: Readonly<Record<string, string>>;
  /** Word that no other run has. */
  readonly batch: string;
}

/** Plays a story to its end and tells each step while it happens. Never throws: what went wrong is a fault. */
export async function playStory(story: Story, stage: Stage, say: (line: string) => void): Promise<Played> {
  const { desk, batch, timeZone } = stage;
  const began = Date.now();
  const faults: string[] = [];
  const ended = new AbortController();
  let caseId: string | undefined;
  let found: CaseRow | undefined;
  let telling: Promise<void> | undefined;
  try {
    caseId = await story.open(desk, batch);
    telling = tell(stage, caseId, say, ended.signal).catch((error: Error) => void faults.push(error.message));
    const today = new Date().toLocaleDateString('sv-SE', { timeZone });
    await story.play(new Scene(desk, caseId, today));
    found = await desk.closed(caseId);
    faults.push(...faultsOf(found, await desk.timeline(caseId), story.expected));
  } catch (error) {
    faults.push((error as Error).message);
    found ??= caseId === undefined ? undefined : await desk.case(caseId).catch(() => undefined);
    if (found) faults.push(whereItStands(found, stage));
  }
  ended.abort();
  await telling;
  return {
    story,
    caseId,
    instanceKey: found && mainInstance(found)?.key,
    path: found ? pathWord(found.path) : '',
    outcome: found?.outcome ? endWord(found.outcome) : '',
    seconds: (Date.now() - began) / 1_000,
    // The teller may have met the same fault.
    faults: [...new Set(faults)],
  };
}

const mainInstance = ({ processInstances }: CaseRow) =>
  processInstances.find(({ processId }) => processId === MAIN_PROCESS);

function whereItStands({ status, openTasks }: CaseRow, { steps }: Stage): string {
  if (status === 'closed') return '案件已结案';
  const tasks = openTasks.map(({ step, organisation }) => `${steps[step] ?? step}（${organisation?.name ?? '无'}）`);
  return `案件停在：${tasks.length > 0 ? tasks.join('、') : '没有未办任务'}`;
}

/** Says where the case can be watched, then every event as it comes, until told that the story has ended. */
async function tell(
  { desk, timeZone, steps }: Stage,
  caseId: string,
  say: (line: string) => void,
  ended: AbortSignal,
): Promise<void> {
  const names = { organisation: (id: string) => desk.nameOf(id), step: (id: string) => steps[id] ?? id };
  /** Key of the case's main process instance, once the engine has begun it. */
  let instanceKey: string | undefined;
  let lastId = 0;
  for (;;) {
    const last = ended.aborted;
    if (instanceKey === undefined) {
      const instance = mainInstance(await desk.case(caseId));
      if (instance) {
        say(`案件 ${caseId} · 流程实例 ${instance.key} · ${instance.operateUrl ?? '（Operate 未启用）'}`);
        instanceKey = instance.key;
      }
    }
    if (instanceKey !== undefined || last)
      for (const event of await desk.timeline(caseId)) {
        if (event.id <= lastId) continue;
        lastId = event.id;
        const time = new Date(event.at).toLocaleTimeString('sv-SE', { timeZone });
        const line = lineOf(event, time, names);
        if (line !== undefined) say(`${caseId} ${instanceKey ?? ''} ${line}`);
      }
    if (last) return;
    await pause(LOOK_AGAIN_MS, undefined, { signal: ended }).catch(() => undefined);
  }
}
