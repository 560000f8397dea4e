import { loadConfig } from '../../src/config.ts';
import { ensureDistribution } from '../../src/embedded/distribution.ts';
import { findJava } from '../../src/embedded/java.ts';

/** Before any test file: the engine's programs are there, downloaded once and shared by every broker of the run. */
export default async function setup(): Promise<void> {
  const { distributionDir, javaHome } = loadConfig(process.env, []).embedded;
  await ensureDistribution(distributionDir, await findJava(javaHome), console);
}
