import { type CalendarSettings, computeDeadline, type ExplainedDay } from '../calendar/deadline.ts';
import { extendedDeadline, resumedDeadline } from './changes.ts';
import type { Duty, DutyChange } from './table.ts';

/** One step on the way from a duty's start to its present deadline. */
export type ReplayedStep = Readonly<{ dueAt: number; days: readonly ExplainedDay[] }> &
  (
    | { readonly kind: 'rule' | 'set'; readonly change?: undefined }
    | { readonly kind: DutyChange['kind']; readonly change: DutyChange }
  );

export interface Replayed {
  /** ms */
  readonly dueAt: number;
  readonly provisional: boolean;
  readonly steps: readonly ReplayedStep[];
}

/**
 * Works a duty's deadline out again from its start through all its changes: to explain it (R9), and to find out whether
 * another calendar moves it.
 * @param changes oldest first
 */
export function replay(
  calendar: CalendarSettings,
  duty: Pick<Duty, 'startedAt' | 'amount' | 'unit' | 'setDueAt'>,
  changes: readonly DutyChange[],
): Replayed {
  const { startedAt: start, amount, unit, setDueAt } = duty;
  const begun =
    setDueAt === null
      ? computeDeadline({ ...calendar, start, amount, unit })
      : { dueAt: setDueAt, provisional: false, days: [] };
  let { dueAt, provisional } = begun;
  let pausedAt: number | undefined;
  const steps: ReplayedStep[] = [{ kind: setDueAt === null ? 'rule' : 'set', dueAt, days: begun.days }];
  for (const change of changes) {
    const moved = movedBy(change);
    if (moved) ({ dueAt, provisional } = moved);
    steps.push({ kind: change.kind, change, dueAt, days: moved?.days ?? [] });
  }
  return { dueAt, provisional, steps };

  function movedBy(change: DutyChange) {
    const present = { dueAt, unit, provisional };
    if (change.kind === 'extension')
      return extendedDeadline(calendar, { ...present, unit: change.unit ?? unit }, change.amount ?? 0);
    if (change.kind === 'pause') pausedAt = change.at;
    if (change.kind !== 'resume' || pausedAt === undefined) return undefined;
    const moved = resumedDeadline(calendar, present, pausedAt, change.at);
    pausedAt = undefined;
    return moved;
  }
}
