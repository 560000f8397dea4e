import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { loadConfig } from '../../src/config.ts';

const folder = mkdtempSync(join(tmpdir(), 'yishao-hotlines-'));
const file = join(folder, 'hotlines.json');
afterAll(() => rmSync(folder, { recursive: true }));

const load = (content: string) => {
  writeFileSync(file, content);
  return loadConfig({ YISHAO_HOTLINES: file }, []).hotlines;
};
const one = (entry: object) => JSON.stringify({ 'hotline-12345': entry });
const SECRET = 'sixteen letters!';

test('hotlines come from a file; without one results are only fetched', () => {
  const entry = { url: 'https://hotline.example/results', secret: SECRET };
  expect(load(one(entry))).toEqual({ 'hotline-12345': entry });
  expect(load(one({ ...entry, url: 'http://127.0.0.1:8000/' }))).toBeDefined();
  expect(loadConfig({}, []).hotlines).toEqual({});
});

test.each([
  ['an unknown protocol', one({ url: 'ftp://hotline.example', secret: SECRET }), 'https'],
  ['results in the clear over the network', one({ url: 'http://hotline.example', secret: SECRET }), 'https'],
  ['no address', one({ secret: SECRET }), 'https'],
  ['a short secret', one({ url: 'https://hotline.example', secret: 'short' }), 'secret'],
  ['a list', '[]', '<source>'],
  ['what is not JSON, without quoting the secrets in it', `{"a": {"secret": "${SECRET}"}`, 'not valid JSON'],
])('refuses %s', (_name, content, sentence) => {
  const refused = () => load(content);
  expect(refused).toThrow(sentence);
  expect(refused).not.toThrow(SECRET);
});

test('a file that is missing is named', () => {
  expect(() => loadConfig({ YISHAO_HOTLINES: join(folder, 'nowhere.json') }, [])).toThrow('nowhere.json');
});
