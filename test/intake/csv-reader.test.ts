import { describe, expect, test } from 'vitest';
import { readCsv } from '../../src/intake/csv-reader.ts';

/** Fields, or the word that is wrong, each with its line. */
const read = (text: string) =>
  [...readCsv(text)].map((record) => [record.line, 'fields' in record ? record.fields : 'malformed']);

describe('readCsv', () => {
  const cases: [string, string, unknown[]][] = [
    ['nothing', '', []],
    [
      'plain fields',
      'a,b\n1,2',
      [
        [1, ['a', 'b']],
        [2, ['1', '2']],
      ],
    ],
    [
      'each kind of line end',
      'a\r\nb\rc\n',
      [
        [1, ['a']],
        [2, ['b']],
        [3, ['c']],
      ],
    ],
    [
      'empty fields',
      ',\n,,',
      [
        [1, ['', '']],
        [2, ['', '', '']],
      ],
    ],
    ['blank lines', '\n\na\n\n', [[3, ['a']]]],
    [
      'commas, marks and line ends in quotes',
      '"a,""b""\r\nc",d\ne',
      [
        [1, ['a,"b"\r\nc', 'd']],
        [3, ['e']],
      ],
    ],
    ['a mark inside a plain field', 'a"b,c', [[1, ['a"b', 'c']]]],
    ['an empty quoted field', '"",x', [[1, ['', 'x']]]],
    [
      'words after a closing mark',
      'a\n"b"c,d\ne',
      [
        [1, ['a']],
        [2, 'malformed'],
        [3, ['e']],
      ],
    ],
    [
      'a mark that is never closed',
      'a\n"b\nc\nd',
      [
        [1, ['a']],
        [2, 'malformed'],
        [3, ['c']],
        [4, ['d']],
      ],
    ],
    [
      'two bad lines in a row',
      '"a"x\n"b"x\nc',
      [
        [1, 'malformed'],
        [2, 'malformed'],
        [3, ['c']],
      ],
    ],
  ];
  test.each(cases)('reads %s', (_name, text, expected) => {
    expect(read(text)).toEqual(expected);
  });
});
