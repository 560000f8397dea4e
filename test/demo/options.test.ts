import { expect, test } from 'vitest';
import { readOptions } from '../../scripts/demo/options.ts';

const config = { http: { host: '127.0.0.1', port: 3000 }, dataDir: '/data' };
const read = (...argv: string[]) => readOptions(argv, config);

test('without options the own service is played on, with its own tokens and all stories', () => {
  expect(read()).toEqual({ url: 'http://127.0.0.1:3000', tokens: '/data/sample-accounts.json' });
});

test.each([
  ['0.0.0.0', 'http://127.0.0.1:3000'],
  ['::1', 'http://[::1]:3000'],
])('a service that listens on %s is asked at %s', (host, url) => {
  expect(readOptions([], { ...config, http: { host, port: 3000 } }).url).toBe(url);
});

test('stories, file and address are taken as they are given', () => {
  expect(read('--only', '1,4', '--url', 'http://host:1/')).toMatchObject({ only: [1, 4], url: 'http://host:1' });
  expect(read('--csv', 'a.csv', '--town', 't', '--source', 's')).toMatchObject({
    csv: 'a.csv',
    town: 't',
    source: 's',
  });
});

test.each([
  [['--only', 'one'], '--only'],
  [['--unknown'], '--unknown'],
  [['--town', 't'], '--csv'],
  [['--csv', 'a.csv', '--only', '1'], '--only'],
  [['--url', 'nowhere'], '--url'],
])('%j is refused with a sentence that names the option', (argv, name) => {
  expect(() => read(...argv)).toThrow(name);
});
