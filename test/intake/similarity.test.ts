import { describe, expect, test } from 'vitest';
import { likeness, scoreOf, tellingBy, tiesOf, wordsOf } from '../../src/intake/similarity.ts';

const alike = () => 1;
const complaint = (subject: string, text = '', change: object = {}) => ({
  subject: wordsOf(subject),
  words: wordsOf(subject, text),
  place: wordsOf(''),
  townId: null,
  itemId: null,
  ...change,
});

test('words are pairs of characters and Latin words, each once; single characters and digits are none', () => {
  expect([...wordsOf('停水，停水了 KTV', 'A 3号 12号')]).toEqual(['停水', '水了', 'ktv', '12']);
});

describe('likeness', () => {
  test.each([
    ['停水', '停水', 1],
    ['停水', '路灯', 0],
    ['停水三天', '停水两天', 1 / 3],
    ['', '停水', 0],
    ['', '', 0],
  ])('of “%s” and “%s” is %d', (one, other, expected) => {
    expect(likeness(wordsOf(one), wordsOf(other), alike)).toBeCloseTo(expected);
    expect(likeness(wordsOf(other), wordsOf(one), alike)).toBeCloseTo(expected);
  });

  test('is greater by a rare word than by a common one', () => {
    const words = wordsOf('搅拌。我们');
    const telling = tellingBy(1000, words, new Map(Object.entries({ 搅拌: 3, 我们: 900 })));
    expect(likeness(words, wordsOf('搅拌。大家'), telling)).toBeGreaterThan(
      likeness(words, wordsOf('吵闹。我们'), telling),
    );
    expect(telling('别的')).toBe((telling('搅拌') + telling('我们')) / 2);
    expect(tellingBy(0, wordsOf(''), new Map())('别的')).toBe(0);
  });
});

describe('score', () => {
  const water = complaint('小区停水');

  test('is 1 for the same and 0 for nothing in common, whatever is known of them', () => {
    const known = { place: wordsOf('幸福路'), townId: 'town', itemId: 'water-supply' };
    expect(scoreOf(water, water, alike)).toBe(1);
    expect(scoreOf(complaint('小区停水', '', known), complaint('小区停水', '', known), alike)).toBe(1);
    expect(scoreOf(complaint('小区停水', '', known), complaint('路灯不亮'), alike)).toBe(0);
  });

  test('rises with the same place, item and town, and leaves out what the complaint does not say', () => {
    const asked = complaint('停水三天', '', { place: wordsOf('幸福路'), townId: 'town', itemId: 'water-supply' });
    const scores = [{}, { townId: 'town' }, { itemId: 'water-supply' }, { place: wordsOf('幸福路') }].map((known) =>
      scoreOf(asked, complaint('停水两天', '', known), alike),
    );
    expect(scores).toEqual([0.233, 0.283, 0.333, 0.383]);
    expect(scoreOf(complaint('停水三天'), complaint('停水两天', '', { townId: 'town' }), alike)).toBe(0.333);
  });

  test('finds a matter by its subject where long texts share little', () => {
    const one = complaint('搅拌站噪声', '每天夜里两点开始施工，孩子无法入睡，请尽快查处这家企业。');
    const other = complaint('搅拌站噪声扰民', '窗户不敢开，灰尘很大，多次反映没有结果，希望领导重视。');
    expect(scoreOf(one, other, alike)).toBeGreaterThan(0.3);
  });
});

describe('the words that tie two complaints', () => {
  test('are what both say, as long as it can be, the most telling first', () => {
    const text = '我们这里搅拌站夜里有噪声，ktv';
    const frequency = new Map(Object.entries({ 搅拌: 3, 拌站: 3, ktv: 9, 夜里: 50, 噪声: 100, 我们: 900 }));
    const telling = tellingBy(1000, wordsOf(text), frequency);
    const other = '噪声来自搅拌站；我们 KTV 夜里很吵';
    expect(tiesOf(text, other, telling)).toEqual(['搅拌站', 'ktv', '夜里', '噪声', '我们']);
  });

  test('are few, and long ones shown by their beginning', () => {
    const text = '一二三四五六七八九十甲乙丙丁戊己庚辛壬癸子丑寅卯';
    expect(tiesOf(text, text, alike)).toEqual(['一二三四五六七八九十甲乙丙丁戊己庚辛壬癸']);
    const many = Array.from({ length: 20 }, (_, i) => String.fromCodePoint(0x4e00 + 2 * i, 0x4e01 + 2 * i)).join('，');
    expect(tiesOf(many, many, alike)).toHaveLength(8);
  });
});
