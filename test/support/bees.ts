import { setTimeout as pause } from 'node:timers/promises';
import { ApiError, type Desk, type TaskRow } from '../../scripts/demo/desk.ts';
import { answerOf } from './matter.ts';

/** Codes that say only that somebody or something else was quicker. */
const LOST_RACES = new Set(['task-not-found', 'task-already-done', 'task-cancelled']);
const ROUND_MS = 300;

/** A request that is repeated while the service is away: what a patient person does. */
export async function patiently<T>(call: () => Promise<T>, until = Date.now() + 120_000): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (error instanceof ApiError || Date.now() > until) throw error;
      await pause(ROUND_MS);
    }
  }
}

/**
 * Completes whatever is open in a case until it is closed, through outages of the service and the engine.
 * @param answers what is answered to a step besides the usual
 */
export async function playToEnd(
  desk: Desk,
  caseId: string,
  onTask?: (task: TaskRow) => void,
  answers: Readonly<Record<string, Record<string, unknown>>> = {},
): Promise<void> {
  for (;;) {
    const found = await patiently(() => desk.case(caseId));
    if (found.status === 'closed') return;
    for (const task of found.openTasks.filter(({ status }) => status === 'open')) {
      onTask?.(task);
      try {
        const usual = answerOf(desk, task.step, task.organisation?.id);
        await desk.complete(task, caseId, { ...usual, ...answers[task.step] });
      } catch (error) {
        // A network error leaves open whether it was done; the next look at the case tells.
        if (error instanceof ApiError && !LOST_RACES.has(error.code)) throw error;
      }
    }
    await pause(ROUND_MS);
  }
}
