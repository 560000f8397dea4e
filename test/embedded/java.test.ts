import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findJava, parseJava } from '../../src/embedded/java.ts';

describe('reading what a java says of itself', () => {
  const settings = (version: string) =>
    `Property settings:\n    java.home = /opt/a java\n    java.version = ${version}\n`;
  test.each([
    ['21.0.5', 21],
    ['25', 25],
    ['26-ea', 26],
    ['17.0.15', 17],
    ['1.8.0_402', 8],
  ])('version %s is release %i', (text, version) => {
    expect(parseJava(settings(text))).toEqual({ home: '/opt/a java', version });
  });

  test('other output is no java', () => {
    expect(parseJava('The operation couldn’t be completed. Unable to locate a Java Runtime.')).toBeUndefined();
  });
});

describe('choosing a java', () => {
  let home: string;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'yishao-java-'));
    await mkdir(join(home, 'bin'));
  });
  afterEach(() => rm(home, { recursive: true }));

  /** A stand-in for bin/java that says it is of the given version. */
  async function pretend(version: string): Promise<void> {
    const program = join(home, 'bin', 'java');
    await writeFile(program, `#!/bin/sh\necho "    java.home = ${home}\n    java.version = ${version}" >&2\n`);
    await chmod(program, 0o755);
  }

  test('the configured home comes first when it is new enough', async () => {
    await pretend('99.0.1');
    expect(await findJava(home)).toEqual({ home, version: 99 });
  });

  test('a configured home that is too old is never used', async () => {
    await pretend('17.0.1');
    const answer = await findJava(home).catch((error: Error) => error);
    if (answer instanceof Error) expect(answer.message).toContain(`Java 17 (${home})`);
    else expect(answer.version).toBeGreaterThanOrEqual(21);
  });
});
