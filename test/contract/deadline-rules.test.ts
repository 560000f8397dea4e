import { expect, test } from 'vitest';
import { readBundle } from '../../src/contract/bundle.ts';
import { deadlineRules } from '../../src/contract/deadline-rules.ts';
import { type DecisionTable, readModel } from '../../src/contract/model.ts';

const OUTPUTS = ['amount', 'unit', 'limit'];
const CATCH_ALL = { id: 'rule-2', inputs: ['', '-'], outputs: ['5', '"working-day"', '15'] };

const findings = (table: DecisionTable) =>
  deadlineRules({ tables: new Map([['handling-deadline.dmn', table]]) }).map(({ rule, element, message }) =>
    [rule, element, message].join(' '),
  );
const withRow = (...outputs: string[]) =>
  findings({ outputs: OUTPUTS, rows: [{ id: 'rule-1', inputs: ['"report"', ''], outputs }, CATCH_ALL] });

test.each([
  ['working days', '3', '"working-day"', '13'],
  ['a limit that is the amount: no extension', '3', '"day"', '3'],
  ['seconds by the thousand', '20', '"second"', '3620'],
])('accepts %s', (_name, ...outputs) => {
  expect(withRow(...outputs)).toEqual([]);
});

test.each([
  ['no days', ['0', '"day"', '10'], '数量应为1以上的整数，现为“0”'],
  ['less than none', ['-1', '"day"', '10'], '数量应为1以上的整数，现为“-1”'],
  ['half a day', ['1.5', '"day"', '10'], '数量应为1以上的整数，现为“1.5”'],
  ['nothing', ['', '"day"', '10'], '数量应为1以上的整数，现为“”'],
  ['an amount that is worked out', ['days + 1', '"day"', '10'], '数量应为1以上的整数，现为“days + 1”'],
  ['a limit below the amount', ['5', '"day"', '4'], '上限4小于数量5'],
  ['no limit', ['5', '"day"', '-'], '上限应为1以上的整数，现为“-”'],
  ['a limit beyond all measure', ['5', '"day"', '1001'], '上限1001太大，最多 1000'],
  ['an unknown unit', ['5', '"moon"', '10'], '单位 "moon" 不认识'],
  ['a unit without quotation marks', ['5', 'day', '10'], '单位 day 不认识'],
])('refuses a rule of %s and names its row', (_name, outputs, sentence) => {
  const found = withRow(...outputs);
  expect(found).toHaveLength(1);
  expect(found[0]).toContain('deadline-rule rule-1 ');
  expect(found[0]).toContain(sentence);
});

test('misses the row for every other step', () => {
  const rows = [{ ...CATCH_ALL, inputs: ['"report"', ''] }];
  expect(findings({ outputs: OUTPUTS, rows })).toEqual([expect.stringContaining('deadline-rule-catch-all')]);
});

test('misses an output column', () => {
  const rows = [{ ...CATCH_ALL, outputs: ['5', '"working-day"'] }];
  expect(findings({ outputs: ['amount', 'unit'], rows })).toEqual([expect.stringContaining('缺少输出列 limit')]);
});

test('reads the table that the project ships', async () => {
  const code = { taskTypes: [], messages: [], errors: [] };
  const { model } = await readModel(readBundle('bpmn'), code);
  const table = model.tables.get('handling-deadline.dmn');
  expect(table?.outputs).toEqual(OUTPUTS);
  expect(table?.rows.length).toBeGreaterThan(20);
  expect(table?.rows.at(-1)?.inputs).toEqual(['', '', '']);
  expect(deadlineRules(model)).toEqual([]);
});
