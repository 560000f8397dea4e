import { expect, test } from 'vitest';
import { mavenFault, mavenProgress } from '../../src/embedded/distribution.ts';

test.each([
  ['the newest of several', 'Progress (1): 4.1 kB\rProgress (1): 12/299 MB\rProgress (1): 13/299 MB\r', '13/299 MB'],
  ['one of parallel downloads', 'Progress (2): 1.2 MB | 3/16 MB\r', '1.2 MB'],
  ['none in other output', '[INFO] Scanning for projects...\n', undefined],
])("Maven's progress: %s", (_name, chunk, expected) => {
  expect(mavenProgress(chunk)).toBe(expected);
});

test.each([
  ['no Maven', 127, 'env: mvn: No such file or directory', /Maven \(mvn\) is needed.*install it/],
  [
    'no network',
    1,
    '[ERROR] Unknown host repo.example: Name or service not known',
    /check the network.*Unknown host repo.example/,
  ],
  [
    'a full disk',
    1,
    '[ERROR] Could not transfer artifact a:b from central: No space left on device',
    /disk became full/,
  ],
  ['anything else', 1, '[INFO] x\n[ERROR] The goal is unknown', /exit code 1.*The goal is unknown/],
])('a failed download by %s says what to do', (_name, code, output, expected) => {
  expect(mavenFault(code, output)).toMatch(expected);
});
