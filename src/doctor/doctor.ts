import { startMessage } from '../cases/start.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/open.ts';
import { stepName } from '../engine/store.ts';
import {
  cancelTask,
  casesWithoutInstance,
  finishCompletion,
  inOneGo,
  type JoinedEngine,
  openSubjects,
  type Published,
  publish,
  publishedMessages,
  staleCompletions,
  staleTasks,
} from './store.ts';

/** Something that database and engine do not agree on. */
export interface Difference {
  readonly caseId: string;
  /** Chinese: what is missing. */
  readonly missing: string;
  /** Chinese: what mends it. */
  readonly remedy: string;
  readonly mend: (db: Database, clock: Clock) => void;
}

/** A start message that the engine took and that led to no instance for so long is taken for lost, ms. */
const START_MS = 600_000;

const STAGE_NAMES: Readonly<Record<string, string>> = {
  discovery: '问题发现',
  whistle: '街道吹哨',
  dispatch: '平台调度',
  report: '部门报到',
  feedback: '结果反馈',
};

/**
 * What the main process hears of at any time: which variable names the subject, and what it is called. Requests for more
 * time are not among it: `open-duty` calls for the decision itself when it takes the duty over.
 */
const HEARD_ANY_TIME = {
  'meeting-called': { id: 'meetingId', subjects: 'meetings', name: '会议' },
  'direction-given': { id: 'directionId', subjects: 'directions', name: '镇街指挥意见' },
  'sub-task-given': { id: 'itemId', subjects: 'subTasks', name: '分办事项' },
  'consultation-opened': { id: 'consultationId', subjects: 'consultations', name: '征求民意' },
  'case-withdrawn': { id: 'caseId', subjects: 'cases', name: '撤诉' },
} as const;
type Heard = keyof typeof HEARD_ANY_TIME;

/**
 * Compares the database with the engine that the service has joined last (issue 2, 12): an emptied engine has no process
 * instance for cases that are open, and has not heard of what is under way beside them. The engine itself is not asked:
 * every case keeps the epoch of the engine that works on it.
 * @param now ms
 */
export function findDifferences(db: Database, engine: JoinedEngine, now: number): Difference[] {
  const differences = [
    ...lostInstances(db, engine, now),
    ...lostMessages(db, engine),
    ...lostCompletions(db, engine),
    ...lostTasks(db, engine),
  ];
  return differences.sort((a, b) => a.caseId.localeCompare(b.caseId));
}

/** Mends every difference in one transaction; the running service tells the engine through the outbox. */
export function mend(db: Database, clock: Clock, differences: readonly Difference[]): void {
  inOneGo(db, () => {
    for (const difference of differences) difference.mend(db, clock);
  });
}

/** Whether this engine has heard of it, or will as soon as the outbox is delivered. */
const heard = ({ status, finishedAt }: Published, { since }: JoinedEngine): boolean =>
  status === 'pending' || (status === 'delivered' && (finishedAt ?? 0) >= since);

function lostInstances(db: Database, engine: JoinedEngine, now: number): Difference[] {
  const started = new Map(
    publishedMessages(db, ['case-registered']).map((row) => [row.message.correlationKey, row] as const),
  );
  const onItsWay = (caseId: string) => {
    const row = started.get(caseId);
    return row && heard(row, engine) && (row.finishedAt === null || now - row.finishedAt < START_MS);
  };
  return casesWithoutInstance(db, engine.epoch)
    .filter(({ id }) => !onItsWay(id))
    .map((stood) => ({
      caseId: stood.id,
      missing: `现在的引擎中没有它的流程实例（案件在“${STAGE_NAMES[stood.stage] ?? stood.stage}”环节）`,
      remedy: '重新发起流程，从该环节继续，已办结的任务不再办理',
      mend: (db, clock) => publish(db, clock, startMessage(stood)),
    }));
}

function lostMessages(db: Database, engine: JoinedEngine): Difference[] {
  const open = openSubjects(db);
  /** The last message of each subject: one that was changed since is told as it is now. */
  const last = new Map<string, { row: Published; name: Heard; caseId: string }>();
  for (const row of publishedMessages(db, Object.keys(HEARD_ANY_TIME) as Heard[])) {
    const { name, correlationKey, variables } = row.message;
    const { id, subjects } = HEARD_ANY_TIME[name as Heard];
    const subject = String(id === 'caseId' ? correlationKey : variables[id]);
    const caseId = open[subjects].get(subject);
    if (caseId !== undefined) last.set(`${name} ${subject}`, { row, name: name as Heard, caseId });
  }
  return [...last.values()]
    .filter(({ row }) => !heard(row, engine))
    .map(({ row, name, caseId }) => ({
      caseId,
      missing: `现在的引擎不知道尚未办完的${HEARD_ANY_TIME[name].name}`,
      remedy: '重新通知引擎',
      mend: (db, clock) => publish(db, clock, row.message),
    }));
}

function lostCompletions(db: Database, engine: JoinedEngine): Difference[] {
  return staleCompletions(db, engine.epoch).map(({ outboxId, caseId, step }) => ({
    caseId,
    missing: `“${stepName(db, step)}”的表单已提交，但它的任务属于以前的引擎`,
    remedy: '不再发往引擎，流程重新走到这一步时直接采用这份表单',
    mend: (db, clock) => finishCompletion(db, outboxId, clock.now()),
  }));
}

function lostTasks(db: Database, engine: JoinedEngine): Difference[] {
  return staleTasks(db, engine.epoch).map(({ id, caseId, step }) => ({
    caseId,
    missing: `“${stepName(db, step)}”的任务属于以前的引擎，无法再办结`,
    remedy: '收回这一任务；时限照旧，流程重新走到这一步时再交办',
    mend: (db) => cancelTask(db, id),
  }));
}
