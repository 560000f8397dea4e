import { mostUnits } from '../calendar/deadline.ts';
import { TIME_UNITS } from '../duties/table.ts';
import type { DecisionTable, Finding, Model } from './model.ts';

const FILE = 'handling-deadline.dmn';
const COLUMNS = ['amount', 'unit', 'limit'] as const;
type Column = (typeof COLUMNS)[number];
type Row = DecisionTable['rows'][number];

/**
 * Every row of decision `handling-deadline` is a rule that makes sense (R9), so that no duty becomes an incident for it:
 * whole numbers from 1, a known unit, a limit not below the amount; and a row for every step that no other names.
 */
export function deadlineRules({ tables }: Pick<Model, 'tables'>): Finding[] {
  const table = tables.get(FILE);
  if (!table) return [];
  const missing = COLUMNS.filter((column) => !table.outputs.includes(column));
  if (missing.length > 0)
    return missing.map((column) => ({
      file: FILE,
      rule: 'deadline-rule-column',
      message: `时限规则缺少输出列 ${column}。`,
    }));
  const nonsense = table.rows.flatMap((row) =>
    faultsOf(row, (column) => row.outputs[table.outputs.indexOf(column)] ?? '').map((message) => ({
      file: FILE,
      element: row.id,
      rule: 'deadline-rule',
      message,
    })),
  );
  if (table.rows.some(isCatchAll)) return nonsense;
  const message = '时限规则没有兜底的一行（所有条件都留空）：未列明的步骤得不到时限。';
  return [...nonsense, { file: FILE, rule: 'deadline-rule-catch-all', message }];
}

function faultsOf({ id }: Row, cell: (column: Column) => string): string[] {
  const faults: string[] = [];
  const [amount, limit] = [whole(cell('amount')), whole(cell('limit'))];
  if (amount === undefined) faults.push(`规则 ${id} 的数量应为1以上的整数，现为“${cell('amount')}”。`);
  if (limit === undefined) faults.push(`规则 ${id} 的上限应为1以上的整数，现为“${cell('limit')}”。`);
  if (amount !== undefined && limit !== undefined && limit < amount)
    faults.push(`规则 ${id} 的上限${limit}小于数量${amount}。`);
  const unit = TIME_UNITS.find((known) => cell('unit') === `"${known}"`);
  if (unit && limit !== undefined && limit > mostUnits(unit))
    faults.push(`规则 ${id} 的上限${limit}太大，最多 ${mostUnits(unit)}。`);
  if (!unit) faults.push(`规则 ${id} 的单位 ${cell('unit')} 不认识，可用："${TIME_UNITS.join('"、"')}"。`);
  return faults;
}

/** A literal whole number from 1; anything that would have to be worked out cannot be checked and is none. */
const whole = (cell: string): number | undefined => (/^[1-9]\d*$/.test(cell) ? Number(cell) : undefined);

const isCatchAll = ({ inputs }: Row): boolean => inputs.every((cell) => cell === '' || cell === '-');
