import { describe, expect, test } from 'vitest';
import { caseNumber, clearWinner, contentHash, dateStamp, parseInstant } from '../../src/intake/rules.ts';

const ZONE = 'Asia/Shanghai';

describe('parseInstant', () => {
  const cases: [string, string | undefined][] = [
    ['2019/4/25 9:32:09', '2019-04-25T01:32:09.000Z'],
    ['2019-04-25 09:32', '2019-04-25T01:32:00.000Z'],
    ['2019-04-25T09:32:09', '2019-04-25T01:32:09.000Z'],
    ['2019.4.25', '2019-04-24T16:00:00.000Z'],
    ['2019年4月25日 9时32分09秒', '2019-04-25T01:32:09.000Z'],
    ['2019年4月25日 9时32分', '2019-04-25T01:32:00.000Z'],
    ['2019-04-25T01:32:09Z', '2019-04-25T01:32:09.000Z'],
    ['2019-04-25T09:32:09.5+08:00', '2019-04-25T01:32:09.500Z'],
    ['2019/2/29', undefined],
    ['2019/4/25 24:00', undefined],
    ['2019/4/25 9', undefined],
    ['25/4/2019', undefined],
    ['20190425', undefined],
    ['', undefined],
  ];
  test.each(cases)('%s', (text, expected) => {
    const found = parseInstant(text, ZONE);
    expect(found === undefined ? undefined : new Date(found).toISOString()).toBe(expected);
  });
});

test('the fingerprint of a complaint ignores spaces, marks and width, not who complains', () => {
  const person = { name: '张三', phone: '1' };
  expect(contentHash(person, '路灯，不亮！Ａ1')).toBe(contentHash(person, ' 路灯 不亮 a1'));
  expect(contentHash(person, '路灯')).not.toBe(contentHash({ ...person, phone: '2' }, '路灯'));
  expect(contentHash(person, '路灯')).not.toBe(contentHash(person, '井盖'));
});

test('case numbers carry the city’s date and grow past four digits', () => {
  expect(dateStamp(Date.parse('2026-11-23T16:30:00Z'), ZONE)).toBe('20261124');
  expect(caseNumber('20261123', 7)).toBe('YS20261123-0007');
  expect(caseNumber('20261123', 12345)).toBe('YS20261123-12345');
});

test('an item is taken only when the words speak more for it than for the next', () => {
  expect(clearWinner([])).toBeNull();
  expect(clearWinner([{ itemId: 'a', words: ['停水'] }])).toBe('a');
  expect(
    clearWinner([
      { itemId: 'a', words: ['停水'] },
      { itemId: 'b', words: ['噪音'] },
    ]),
  ).toBeNull();
  expect(
    clearWinner([
      { itemId: 'a', words: ['自来水'] },
      { itemId: 'b', words: ['噪音'] },
    ]),
  ).toBe('a');
});
