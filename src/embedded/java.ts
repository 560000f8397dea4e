import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The oldest Java that Camunda 8.6 runs on. */
export const LEAST_JAVA = 21;

/** A Java installation that was run and has answered. */
export interface Java {
  /** The Java home (absolute). */
  readonly home: string;
  /** Feature release, for instance 21. */
  readonly version: number;
}

/** Folders whose entries may be Java homes (`home` being the path inside an entry). */
const PARENTS = [
  { dir: '/usr/lib/jvm', home: '' },
  { dir: '/usr/java', home: '' },
  { dir: '/opt/java', home: '' },
  { dir: '/Library/Java/JavaVirtualMachines', home: 'Contents/Home' },
  { dir: join(homedir(), 'Library/Java/JavaVirtualMachines'), home: 'Contents/Home' },
  { dir: '/opt/homebrew/opt', home: 'libexec/openjdk.jdk/Contents/Home' },
  { dir: join(homedir(), '.sdkman/candidates/java'), home: '' },
];

/**
 * Finds a Java of at least release 21: the configured home, then PATH, then the usual folders. Each candidate is run,
 * because folder names lie.
 * @param javaHome the configured Java home, if any.
 * @throws Error saying what was found and what to install.
 */
export async function findJava(javaHome: string | undefined): Promise<Java> {
  const seen: string[] = [];
  for (const program of await candidates(javaHome)) {
    const java = await probe(program);
    if (java && java.version >= LEAST_JAVA) return java;
    if (java) seen.push(`Java ${java.version} (${java.home})`);
    else if (javaHome && program === join(javaHome, 'bin', 'java')) seen.push(`no Java in JAVA_HOME (${javaHome})`);
  }
  const found = seen.length > 0 ? `, but found only ${[...new Set(seen)].join(', ')}` : ', but found none';
  throw new Error(
    `The embedded engine needs Java ${LEAST_JAVA} or newer${found}. Install one (for instance Eclipse Temurin 21, or ` +
      `the package openjdk-21-jre-headless) or set JAVA_HOME to its folder.`,
  );
}

async function candidates(javaHome: string | undefined): Promise<string[]> {
  const homes = await Promise.all(
    PARENTS.map(async ({ dir, home }) => {
      const entries = await readdir(dir).catch(() => []);
      const likely = dir.endsWith('/opt') ? entries.filter((entry) => entry.startsWith('openjdk')) : entries;
      return likely.sort().map((entry) => join(dir, entry, home, 'bin', 'java'));
    }),
  );
  return [...(javaHome ? [join(javaHome, 'bin', 'java')] : []), 'java', ...homes.flat()];
}

async function probe(program: string): Promise<Java | undefined> {
  try {
    const { stderr } = await run(program, ['-XshowSettings:properties', '-version'], { timeout: 20_000 });
    return parseJava(stderr);
  } catch {
    return undefined;
  }
}

/**
 * Reads the output of `java -XshowSettings:properties -version`.
 * @returns undefined when it is not the output of a Java.
 */
export function parseJava(output: string): Java | undefined {
  const home = /^\s*java\.home = (.+)$/m.exec(output)?.[1]?.trim();
  const [, first, second] = /^\s*java\.version = (\d+)(?:\.(\d+))?/m.exec(output) ?? [];
  if (home === undefined || first === undefined) return undefined;
  // Up to Java 8 the release is the second number: 1.8.0_402.
  return { home, version: Number(first === '1' ? second : first) };
}
