import { describe, expect, test } from 'vitest';
import {
  engineFields,
  type FormComponent,
  type FormSchema,
  optionKeys,
  validateForm,
  valueKeys,
} from '../../src/tasks/form.ts';

const form = (...components: FormComponent[]): FormSchema => ({ components });
const field = (type: string, rest: object = {}): FormSchema => form({ type, key: 'a', label: '甲', ...rest });
const OPTIONS = [
  { value: 'x', label: 'X' },
  { value: 'y', label: 'Y' },
];

/** What becomes of the data: the kept data, or the field that is refused. */
function outcome(schema: FormSchema, data: Record<string, unknown>, context = {}): unknown {
  try {
    return validateForm(schema, data, context);
  } catch (error) {
    const { code, field: wrong, message } = error as { code: string; field: string; message: string };
    expect(code).toBe('invalid-form-data');
    expect(message).toMatch(/[\u4e00-\u9fff]/);
    return `refused: ${wrong}`;
  }
}

const REFUSED = 'refused: a';

describe('single fields', () => {
  const cases: [string, FormSchema, unknown, unknown][] = [
    ['text', field('textfield'), '好', { a: '好' }],
    ['text that is a number', field('textfield'), 5, REFUSED],
    ['empty text', field('textfield'), '', {}],
    ['null', field('textfield'), null, {}],
    ['required, empty', field('textarea', { validate: { required: true } }), '', REFUSED],
    ['required, spaces', field('textarea', { validate: { required: true } }), '  \n', REFUSED],
    ['required, absent', field('textarea', { validate: { required: true } }), undefined, REFUSED],
    ['text at its limit', field('textarea', { validate: { maxLength: 2 } }), '两字', { a: '两字' }],
    ['text over its limit', field('textarea', { validate: { maxLength: 2 } }), '三个字', REFUSED],
    ['limit counts characters, not code units', field('textarea', { validate: { maxLength: 1 } }), '𠮷', { a: '𠮷' }],
    ['text over the general limit', field('textarea'), '长'.repeat(10_001), REFUSED],
    ['text below its minimum', field('textfield', { validate: { minLength: 2 } }), '一', REFUSED],
    ['text by pattern', field('textfield', { validate: { pattern: '^\\d+$' } }), '12', { a: '12' }],
    ['text against pattern', field('textfield', { validate: { pattern: '^\\d+$' } }), '1a', REFUSED],
    ['an email', field('textfield', { validate: { validationType: 'email' } }), 'a@b.cn', { a: 'a@b.cn' }],
    ['no email', field('textfield', { validate: { validationType: 'email' } }), 'a@b', REFUSED],
    ['number', field('number'), 1.5, { a: 1.5 }],
    ['zero', field('number', { validate: { required: true } }), 0, { a: 0 }],
    ['number as text', field('number'), '1', REFUSED],
    ['number below', field('number', { validate: { min: 0 } }), -1, REFUSED],
    ['number above', field('number', { validate: { max: 5 } }), 6, REFUSED],
    ['number at the edges', field('number', { validate: { min: 6, max: 6 } }), 6, { a: 6 }],
    ['fraction where whole', field('number', { decimalDigits: 0 }), 1.5, REFUSED],
    ['too many decimals', field('number', { decimalDigits: 1 }), 1.25, REFUSED],
    ['checkbox', field('checkbox'), false, { a: false }],
    ['checkbox as text', field('checkbox'), 'true', REFUSED],
    ['required checkbox, unticked', field('checkbox', { validate: { required: true } }), false, REFUSED],
    ['radio', field('radio', { values: OPTIONS }), 'y', { a: 'y' }],
    ['radio outside', field('radio', { values: OPTIONS }), 'z', REFUSED],
    ['select from the context', field('select', { valuesKey: 'list' }), 'x', { a: 'x' }],
    ['select outside the context', field('select', { valuesKey: 'list' }), 'z', REFUSED],
    ['select without options', field('select', { valuesKey: 'nothing' }), 'x', REFUSED],
    ['select by expression', field('select', { valuesExpression: '=["p","q"]' }), 'q', { a: 'q' }],
    ['taglist', field('taglist', { values: OPTIONS }), ['x', 'y'], { a: ['x', 'y'] }],
    ['empty taglist', field('taglist', { values: OPTIONS }), [], {}],
    ['taglist outside', field('taglist', { values: OPTIONS }), ['x', 'z'], REFUSED],
    ['taglist twice', field('checklist', { values: OPTIONS }), ['x', 'x'], REFUSED],
    ['taglist as text', field('taglist', { values: OPTIONS }), 'x', REFUSED],
    ['date', field('datetime', { subtype: 'date' }), '2026-02-28', { a: '2026-02-28' }],
    ['date that is none', field('datetime', { subtype: 'date' }), '2026-02-30', REFUSED],
    ['date with time', field('datetime', { subtype: 'date' }), '2026-02-28T00:00', REFUSED],
    ['time', field('datetime', { subtype: 'time' }), '23:59', { a: '23:59' }],
    ['time that is none', field('datetime', { subtype: 'time' }), '24:00', REFUSED],
    [
      'date and time',
      field('datetime', { subtype: 'datetime' }),
      '2026-02-28T23:59+08:00',
      { a: '2026-02-28T23:59+08:00' },
    ],
    ['date and bad time', field('datetime', { subtype: 'datetime' }), '2026-02-28T25:00', REFUSED],
  ];
  test.each(cases)('%s', (_name, schema, value, expected) => {
    expect(outcome(schema, { a: value }, { options: { list: OPTIONS } })).toEqual(expected);
  });

  test('fields that the form does not have are refused', () => {
    expect(outcome(field('textfield'), { a: '一', b: '二' })).toBe('refused: b');
    expect(outcome(form({ type: 'text' }), { text: '一' })).toBe('refused: text');
    expect(outcome(field('textfield'), { constructor: '一' })).toBe('refused: constructor');
  });

  test('a component that the server does not know is a defect of the form', () => {
    expect(() => validateForm(field('filepicker'), { a: 'x' })).toThrow('not supported');
  });
});

describe('conditions', () => {
  const conditional = form(
    { type: 'radio', key: 'outcome', values: OPTIONS, validate: { required: true } },
    { type: 'textarea', key: 'reason', validate: { required: true }, conditional: { hide: '=outcome != "y"' } },
    { type: 'textfield', key: 'note', conditional: { hide: '=reason = null' } },
    {
      type: 'group',
      conditional: { hide: '=outcome = "y"' },
      components: [{ type: 'number', key: 'count', validate: { required: true } }],
    },
  );
  const cases: [string, Record<string, unknown>, unknown][] = [
    ['a hidden field is not required', { outcome: 'x', count: 1 }, { outcome: 'x', count: 1 }],
    ['a hidden field is dropped', { outcome: 'x', count: 1, reason: '多余' }, { outcome: 'x', count: 1 }],
    [
      'and what it would have shown',
      { outcome: 'x', count: 1, reason: '多余', note: '又' },
      { outcome: 'x', count: 1 },
    ],
    ['a shown field is required', { outcome: 'y' }, 'refused: reason'],
    [
      'a group hides what is in it',
      { outcome: 'y', reason: '理由', note: '注' },
      { outcome: 'y', reason: '理由', note: '注' },
    ],
    ['a shown group requires what is in it', { outcome: 'x' }, 'refused: count'],
    ['nothing given', {}, 'refused: outcome'],
  ];
  test.each(cases)('%s', (_name, data, expected) => {
    expect(outcome(conditional, data)).toEqual(expected);
  });
});

describe('lists', () => {
  const items = form({
    type: 'dynamiclist',
    path: 'items',
    label: '事项',
    allowAddRemove: true,
    defaultRepetitions: 1,
    components: [
      { type: 'textfield', key: 'what', validate: { required: true } },
      { type: 'select', key: 'who', valuesKey: 'list' },
      { type: 'textfield', key: 'why', conditional: { hide: '=this.what != "x"' } },
    ],
  });
  const cases: [string, Record<string, unknown>, unknown][] = [
    [
      'rows',
      { items: [{ what: '一', who: 'x' }, { what: '二' }] },
      { items: [{ what: '一', who: 'x' }, { what: '二' }] },
    ],
    ['no row where one is shown from the start', {}, 'refused: items'],
    ['a row without its required field', { items: [{ what: '一' }, { who: 'x' }] }, 'refused: items.1.what'],
    ['a choice outside the options', { items: [{ what: '一', who: 'z' }] }, 'refused: items.0.who'],
    ['an unknown field in a row', { items: [{ what: '一', when: '' }] }, 'refused: items.0.when'],
    ['a row that is none', { items: ['一'] }, 'refused: items.0'],
    ['no list', { items: { 0: {} } }, 'refused: items'],
    ['too many rows', { items: Array.from({ length: 201 }, () => ({ what: '一' })) }, 'refused: items'],
    [
      'a condition on the row',
      {
        items: [
          { what: 'x', why: '因' },
          { what: 'y', why: '因' },
        ],
      },
      { items: [{ what: 'x', why: '因' }, { what: 'y' }] },
    ],
  ];
  test.each(cases)('%s', (_name, data, expected) => {
    expect(outcome(items, data, { options: { list: OPTIONS } })).toEqual(expected);
  });

  const fixed = form({
    type: 'dynamiclist',
    path: 'problems',
    allowAddRemove: false,
    components: [
      { type: 'number', key: 'seq', readonly: true },
      { type: 'checkbox', key: 'solved' },
    ],
  });
  const prefilled = { problems: [{ seq: 1 }, { seq: 2 }] };
  test('read-only fields stay as they were, whatever is sent', () => {
    const given = { problems: [{ seq: 9, solved: true }, { solved: false }] };
    const kept = {
      problems: [
        { seq: 1, solved: true },
        { seq: 2, solved: false },
      ],
    };
    expect(outcome(fixed, given, { prefilled })).toEqual(kept);
  });

  test('a list that cannot grow keeps its number of rows, or is left out as a whole', () => {
    expect(outcome(fixed, { problems: [{ solved: true }] }, { prefilled })).toBe('refused: problems');
    expect(outcome(fixed, {}, { prefilled })).toEqual({});
  });
});

test('only fields marked for the engine become variables', () => {
  const schema = form(
    { type: 'radio', key: 'outcome', properties: { engine: 'true' } },
    { type: 'group', components: [{ type: 'number', key: 'count', properties: { engine: 'true' } }] },
    { type: 'textarea', key: 'reason', properties: { engine: 'false' } },
  );
  expect(engineFields(schema, { outcome: 'x', reason: '群众的话' })).toEqual({ outcome: 'x' });
  expect(engineFields(schema, { outcome: 'x', count: 2 })).toEqual({ outcome: 'x', count: 2 });
});

test('a form says which options and which values it needs, and a list of rows is no list of options', () => {
  const inner: FormComponent = { type: 'select', key: 'who', valuesKey: 'departments' };
  const schema = form({ type: 'dynamiclist', path: 'items', components: [inner] });
  expect(optionKeys(schema)).toEqual(new Set(['departments']));
  expect(valueKeys(schema)).toEqual(new Set(['items', 'who']));
});
