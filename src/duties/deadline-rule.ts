import { mostUnits } from '../calendar/deadline.ts';
import { DomainError } from '../errors.ts';
import { TIME_UNITS, type TimeUnit } from './table.ts';

/** A row of decision `handling-deadline` (R9). */
export interface DeadlineRule {
  /** Units from the start. */
  readonly amount: number;
  readonly unit: TimeUnit;
  /** Most units from the start, extensions included. */
  readonly limit: number;
}

/** Units in Chinese, as they follow a number. */
export const UNIT_WORDS: Readonly<Record<TimeUnit, string>> = {
  'working-day': '个工作日',
  'working-hour': '个工作小时',
  day: '天',
  hour: '小时',
  second: '秒',
};

/**
 * A rule as the decision gives it, if it makes sense: whole numbers from 1, a known unit, the limit not below the amount.
 * @throws DomainError `invalid-deadline-rule`
 */
export function deadlineRule(step: string, given: { amount: number; unit: string; limit: number }): DeadlineRule {
  const { amount, limit } = given;
  const refuse = (why: string) =>
    new DomainError('invalid-deadline-rule', 422, `步骤“${step}”的时限规则不合理：${why}`, 'rule');
  const unit = TIME_UNITS.find((known) => known === given.unit);
  if (!unit) throw refuse(`没有“${given.unit}”这个单位，可用：${TIME_UNITS.join('、')}。`);
  if (!Number.isInteger(amount) || amount < 1) throw refuse(`数量须为1以上的整数，现为${amount}。`);
  if (!Number.isInteger(limit) || limit < amount || limit > mostUnits(unit))
    throw refuse(`上限须为${amount}至${mostUnits(unit)}之间的整数，现为${limit}。`);
  return { amount, unit, limit };
}
