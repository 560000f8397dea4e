import { describe, expect, test } from 'vitest';
import { Blocks } from '../../scripts/demo/blocks.ts';
import { Tally } from '../../scripts/demo/csv.ts';
import { tableOf, widthOf } from '../../scripts/demo/table.ts';

describe('blocks', () => {
  test('the first teller is heard live, the others wait for their turn', () => {
    const heard: string[] = [];
    const blocks = new Blocks(3, (line) => heard.push(line));
    blocks.say(1, 'b1');
    blocks.say(0, 'a1');
    blocks.say(2, 'c1');
    expect(heard).toEqual(['a1']);
    blocks.end(2);
    blocks.end(0);
    expect(heard).toEqual(['a1', 'b1']);
    blocks.say(1, 'b2');
    blocks.end(1);
    expect(heard).toEqual(['a1', 'b1', 'b2', 'c1']);
  });
});

describe('table', () => {
  test('columns stand below each other although Chinese characters are twice as wide', () => {
    const lines = tableOf([
      ['结果', '案件'],
      ['ok', 'YS1'],
      ['已解决（一）', 'YS2'],
    ]).split('\n');
    const columnOf = (line: string | undefined, word: string) => widthOf(line?.slice(0, line.indexOf(word)) ?? '');
    expect([columnOf(lines[0], '案件'), columnOf(lines[2], 'YS1'), columnOf(lines[3], 'YS2')]).toEqual([14, 14, 14]);
  });
});

describe('tally of an import', () => {
  test('rejected rows are grouped by code and field, most frequent first, with their first line numbers', () => {
    const tally = new Tally();
    tally.add({ line: 2, status: 'accepted' });
    tally.add({ line: 3, status: 'rejected', code: 'unknown-town', field: 'townId', detail: '没有这个镇街。' });
    for (const line of [4, 5, 6, 7, 8, 9])
      tally.add({ line, status: 'rejected', code: 'invalid-date', field: 'receivedAt', detail: '不是有效的日期。' });
    tally.add({ line: 10, status: 'known' });
    expect(tally.counts).toEqual({ accepted: 1, merged: 0, known: 1, rejected: 7 });
    expect(tally.total).toBe(9);
    expect(tally.reasons).toEqual([
      { code: 'invalid-date（receivedAt）', detail: '不是有效的日期。', count: 6, firstLines: [4, 5, 6, 7, 8] },
      { code: 'unknown-town（townId）', detail: '没有这个镇街。', count: 1, firstLines: [3] },
    ]);
  });
});
