import { DmnModdle } from 'dmn-moddle';
import { type Described, type Description, labelOf, present } from './described.ts';
import { type Element, many, one, text } from './model.ts';

/** Describes decisions with their columns and rules by id. @throws Error when it cannot be parsed */
export async function describeDecision(xml: string): Promise<Description> {
  const { rootElement } = await new DmnModdle().fromXML(xml, 'dmn:Definitions');
  const decisions = many(rootElement as Element, 'drgElement').filter(({ $type }) => $type === 'dmn:Decision');
  const things = new Map<string, Described>();
  const order: string[] = [];
  for (const decision of decisions) {
    const logic = one(decision, 'decisionLogic');
    const { id = '', name } = decision;
    things.set(id, {
      label: labelOf('决策', name, id),
      facts: present({
        名称: name,
        命中策略: text(logic, 'hitPolicy'),
        表达式: text(logic, 'text'),
      }),
    });
    if (!logic) continue;
    const columns = [...many(logic, 'input'), ...many(logic, 'output')];
    for (const column of columns) things.set(column.id ?? '', columnOf(column));
    many(logic, 'rule').forEach((rule, index) => {
      const ruleId = rule.id ?? '';
      things.set(ruleId, ruleOf(rule, index + 1, columns));
      order.push(ruleId);
    });
  }
  return { things, order };
}

const titleOf = (column: Element): string => text(column, 'label') ?? column.name ?? column.id ?? '';

function columnOf(column: Element): Described {
  const expression = one(column, 'inputExpression');
  const values = one(column, 'inputValues') ?? one(column, 'outputValues');
  return {
    label: labelOf(expression ? '输入列' : '输出列', titleOf(column), column.id ?? ''),
    facts: present({
      名称: titleOf(column),
      变量: expression ? text(expression, 'text') : column.name,
      类型: text(expression ?? column, 'typeRef'),
      取值: text(values, 'text'),
    }),
  };
}

/** A rule's cells by the titles of their columns. */
function ruleOf(rule: Element, number: number, columns: readonly Element[]): Described {
  const cells = [...many(rule, 'inputEntry'), ...many(rule, 'outputEntry')].map((cell) => text(cell, 'text') || '-');
  const shown = cells.filter((cell) => cell !== '-').join('，');
  return {
    label: `第 ${number} 条规则“${shown}”（${rule.id ?? ''}）`,
    facts: present({
      ...Object.fromEntries(cells.map((cell, index) => [titleOf(columns[index] ?? rule), cell])),
      说明: text(rule, 'description'),
    }),
  };
}
