import type { Insight } from './visibility.ts';

/** Personal part of a complaint as it is kept. */
export interface ComplaintPerson {
  readonly complainantName: string;
  readonly complainantPhone: string;
  readonly hidden: boolean;
  readonly text: string;
}

/** Somebody who must not be recognised. */
export interface HiddenPerson {
  readonly name: string;
  readonly phone: string;
}

const HIDDEN = '（已隐藏）';
/** What hotlines write where they know no name: nobody is recognised by it. */
const NOBODY = ['匿名', '市民', '群众', '居民', '业主', '先生', '女士', '不详', '未提供'];
const TITLE = /(?:先生|女士|小姐|同志|老师)$/;
const SHORTEST_NAME = 2;
const SHORTEST_PHONE = 5;
const WIDTH = 0xfee0;
/** Seven digits and more, however they are set apart, in either width; not a case's number. */
const ANY_PHONE = /(?<![\w０-９])[+＋]?[\d０-９][\d０-９ ()（）-]{5,}[\d０-９](?![\w０-９])/g;
const DATE = /^\d{4}-\d{1,2}-\d{1,2}(?: \d{1,2})?$/;
/** City code and the number within the city, which may stand alone. */
const LANDLINE = /^(0(?:10|2\d|[3-9]\d\d))(\d{7,8})$/;

/** 张小明 → 张**; empty stays empty. */
export const maskName = (name: string): string => (name === '' ? '' : `${[...name][0]}**`);

/** 13812341234 → 138****1234; shorter numbers show their last two digits only. */
export function maskPhone(phone: string): string {
  if (phone.length >= 11) return `${phone.slice(0, 3)}****${phone.slice(-4)}`;
  return phone === '' ? '' : `****${phone.slice(-2)}`;
}

/**
 * The complainant and the text as far as the reader may see them.
 * A hidden complainant's name and every number that may be a telephone are also taken out of the text.
 */
export function complaintFor(
  insight: Insight,
  { complainantName, complainantPhone, hidden, text }: ComplaintPerson,
): { complainant: { name: string; phone: string }; text: string | null } {
  if (insight === 'text-person-hidden-when-asked' && hidden) {
    const person = { name: complainantName, phone: complainantPhone };
    return { complainant: { name: HIDDEN, phone: '' }, text: hideIn(text, [person]) };
  }
  return {
    complainant: { name: maskName(complainantName), phone: maskPhone(complainantPhone) },
    text: insight === 'person-only-masked' ? null : text,
  };
}

/** A text without the people's names and numbers, and without any other number that may be a telephone (R4b). */
export function hideIn(text: string, people: readonly HiddenPerson[], substitute = HIDDEN): string {
  return withoutPhones(withoutPeople(people, substitute)(text), substitute);
}

/**
 * Anything that an answer is made of, with the people taken out of each of its texts (R4b). Numbers that may be a telephone
 * go as well where the text is language; ids, keys and instants stay what they are.
 */
export function hideEverywhere<T>(value: T, people: readonly HiddenPerson[]): T {
  const hide = withoutPeople(people, HIDDEN);
  const walk = (part: unknown): unknown => {
    if (typeof part === 'string') return /\p{Script=Han}/u.test(part) ? withoutPhones(hide(part), HIDDEN) : hide(part);
    if (Array.isArray(part)) return part.map(walk);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, walk(inner)]));
  };
  return walk(value) as T;
}

const withoutPhones = (text: string, substitute: string): string =>
  text.replace(ANY_PHONE, (number) => (DATE.test(number) ? number : substitute));

/** Instants, dates and ids, which a number or a name of few letters may look like. */
const CODE = /^(?:\d{4}-\d\d-\d\d(?:T[\d:.]+Z)?|YS\d{8}-\d+|[\da-f]{8}-[\da-f-]{27})$/;

function withoutPeople(people: readonly HiddenPerson[], substitute: string): (text: string) => string {
  const patterns = new Set(people.flatMap(({ name, phone }) => [...namePattern(name), ...phonePattern(phone)]));
  if (patterns.size === 0) return (text) => text;
  const pattern = new RegExp([...patterns].join('|'), 'gu');
  return (text) => (CODE.test(text) ? text : text.replace(pattern, substitute));
}

/** 张小明 as it may be written: with spaces in it, without a title. */
function namePattern(full: string): string[] {
  const trimmed = full.replace(/\s/g, '');
  const plain = trimmed.replace(TITLE, '');
  const name = [...(plain.length >= SHORTEST_NAME ? plain : trimmed)];
  if (name.length < SHORTEST_NAME || NOBODY.includes(name.join(''))) return [];
  return [name.map(escaped).join('\\s*')];
}

/** A number as it may be written: in groups, in full width, with the country's code, without the city's. */
function phonePattern(phone: string): string[] {
  const digits = phone.replace(/\D/g, '').replace(/^(?:00)?86(?=\d{10,})/, '');
  if (digits.length < SHORTEST_PHONE) return [];
  const [, city = '', local = digits] = LANDLINE.exec(digits) ?? [];
  const start = '(?<![\\d０-９])(?:(?:[+＋]|00)?86[\\s-]*)?';
  return [`${start}${city === '' ? '' : `(?:${spaced(city)}[\\s()（）-]*)?`}${spaced(local)}(?![\\d０-９])`];
}

const spaced = (digits: string): string =>
  [...digits]
    .map((digit) => `[${digit}${String.fromCodePoint((digit.codePointAt(0) ?? 0) + WIDTH)}]`)
    .join('[\\s()（）-]*');

const escaped = (char: string): string => char.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&');
