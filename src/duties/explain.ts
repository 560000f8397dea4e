import type { Static } from 'typebox';
import { type CalendarSettings, isoWithOffset } from '../calendar/deadline.ts';
import { toIso } from '../http/schema.ts';
import { RESUMED } from './changes.ts';
import { UNIT_WORDS } from './deadline-rule.ts';
import { type ReplayedStep, replay } from './replay.ts';
import type { DutyView } from './schema.ts';
import type { Duty, DutyChange, PAUSE_GROUNDS } from './table.ts';

const GROUNDS: Readonly<Record<(typeof PAUSE_GROUNDS)[number], string>> = {
  citizen: '等待诉求人',
  material: '等待材料',
  court: '等待法院',
  season: '等待季节条件',
};

/** A pause has no date of its own, a recomputation names both. */
const SAY_NO_DATE: readonly ReplayedStep['kind'][] = ['pause', 'recomputed'];

/**
 * How a deadline came about (R9): the rule or the date that somebody set, then each change, with the days counted and
 * skipped.
 * @param changes oldest first
 * @param setter name of the organisation that set the date, if one is known
 */
export function explain(
  calendar: CalendarSettings,
  duty: Duty,
  changes: readonly DutyChange[],
  setter: string | undefined,
): Static<typeof DutyView>['explanation'] {
  const local = (at: number): string => isoWithOffset(at, calendar.timeZone).slice(0, 16).replace('T', ' ');
  return replay(calendar, duty, changes).steps.map((step) => ({
    kind: step.kind,
    text: `${sentence(step)}${SAY_NO_DATE.includes(step.kind) ? '' : `，${local(step.dueAt)}到期`}。`,
    dueAt: toIso(step.dueAt),
    days: [...step.days],
  }));

  function sentence({ kind, change, dueAt }: ReplayedStep): string {
    switch (kind) {
      case 'rule':
        return `${local(duty.startedAt)}起算，时限${duty.amount}${UNIT_WORDS[duty.unit]}`;
      case 'set':
        return `${local(duty.startedAt)}下达，期限由${setter ?? '下达任务的单位'}指定`;
      case 'extension':
        return `${local(change.at)}延期${change.amount ?? 0}${UNIT_WORDS[change.unit ?? duty.unit]}（${change.reason}）`;
      case 'pause':
        return `${local(change.at)}暂停计时${change.ground ? `，${GROUNDS[change.ground]}` : ''}（${change.reason}）`;
      case 'resume':
        return `${local(change.at)}恢复计时${change.reason === RESUMED ? '' : `（${change.reason}）`}，暂停的时间不计入`;
      case 'recomputed':
        return recomputed(change, dueAt);
    }
  }

  function recomputed({ at, reason, dueBefore, dueAfter }: DutyChange, dueAt: number): string {
    const moved = `${local(at)}，${reason}，由${local(dueBefore)}改为${local(dueAfter)}`;
    return dueAfter === dueAt ? moved : `${moved}；此后节假日安排又有变动`;
  }
}
