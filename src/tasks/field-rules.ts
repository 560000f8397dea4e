import type { FormComponent, Option } from './form.ts';

/** Says what is wrong with a value that is not empty, as the end of a sentence; undefined when it is right. */
type Rule = (field: FormComponent, value: unknown, options: readonly Option[] | undefined) => string | undefined;

/** Longest text of a field that sets no limit of its own, in characters. */
const MOST_CHARACTERS = 10_000;
const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const TIME = /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?(Z|[+-]\d\d:\d\d)?$/;
const FORMATS: Readonly<Record<string, RegExp>> = {
  email: /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
  phone: /^\+?[\d() -]{5,20}$/,
};

const text: Rule = ({ validate = {} }, value) => {
  if (typeof value !== 'string') return '应为文字。';
  const length = [...value].length;
  const most = Number(validate.maxLength ?? MOST_CHARACTERS);
  if (length > most) return `太长，最多 ${most} 字。`;
  if (length < Number(validate.minLength ?? 0)) return `太短，至少 ${validate.minLength} 字。`;
  const format = validate.validationType ? FORMATS[validate.validationType] : undefined;
  if (format && !format.test(value)) return '格式不对。';
  return validate.pattern && !new RegExp(validate.pattern).test(value) ? '格式不对。' : undefined;
};

const number: Rule = ({ validate = {}, decimalDigits }, value) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) return '应为数字。';
  if (decimalDigits !== undefined && Number(value.toFixed(decimalDigits)) !== value)
    return decimalDigits === 0 ? '应为整数。' : `最多 ${decimalDigits} 位小数。`;
  if (validate.min !== undefined && value < Number(validate.min)) return `不能小于 ${validate.min}。`;
  return validate.max !== undefined && value > Number(validate.max) ? `不能大于 ${validate.max}。` : undefined;
};

const checkbox: Rule = (_field, value) => (typeof value === 'boolean' ? undefined : '应为是或否。');

const choice: Rule = (_field, value, options) =>
  options?.some((option) => option.value === value) ? undefined : '的取值不在可选范围内。';

const choices: Rule = (field, value, options) => {
  if (!Array.isArray(value)) return '应为列表。';
  if (new Set(value).size < value.length) return '中有重复的项。';
  return value.map((one) => choice(field, one, options)).find((fault) => fault !== undefined);
};

const datetime: Rule = ({ subtype = 'date' }, value) => {
  if (typeof value !== 'string') return '应为日期。';
  const [date = '', time = ''] = value.split('T');
  if (subtype === 'time') return TIME.test(value) ? undefined : '不是有效的时间。';
  const timeFits = subtype === 'datetime' ? TIME.test(time) : !value.includes('T');
  return isDate(date) && timeFits ? undefined : '不是有效的日期。';
};

function isDate(value: string): boolean {
  const [, year, month, day] = DATE.exec(value)?.map(Number) ?? [];
  if (year === undefined || month === undefined || day === undefined) return false;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

const RULES: Readonly<Record<string, Rule>> = {
  textfield: text,
  textarea: text,
  number,
  checkbox,
  select: choice,
  radio: choice,
  checklist: choices,
  taglist: choices,
  datetime,
};

/** Components that a form may use for values; the bundle's check holds the forms against it. */
export const FIELD_TYPES: readonly string[] = Object.keys(RULES);

/** @throws Error for a component that the server does not know: the form must not be used */
export const fieldRule: Rule = (field, value, options) => {
  const rule = RULES[field.type];
  if (!rule)
    throw new Error(`The form component "${field.type}" is not supported; use one of ${FIELD_TYPES.join(', ')}.`);
  return rule(field, value, options);
};
