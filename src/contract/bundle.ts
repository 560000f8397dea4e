import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** The files that are deployed together, by base name: `duty.bpmn` → `<?xml …`. */
export type Bundle = Readonly<Record<string, string>>;

const RESOURCE = /\.(bpmn|dmn|form)$/;

/** Paths of all `*.bpmn`, `*.dmn` and `*.form` files under `bundleDir`, sorted, so that equal folders give equal bundles. */
export function bundleFiles(bundleDir: string): string[] {
  return readdirSync(bundleDir, { recursive: true, encoding: 'utf8' })
    .filter((file) => RESOURCE.test(file))
    .sort()
    .map((file) => join(bundleDir, file));
}

/**
 * Reads a bundle from disk.
 * @throws Error when two files in different folders have the same base name: the engine knows resources by base name only.
 */
export function readBundle(bundleDir: string): Bundle {
  const bundle: Record<string, string> = {};
  for (const file of bundleFiles(bundleDir)) {
    const name = basename(file);
    if (name in bundle) throw new Error(`流程包中有两个文件都叫 ${name}，请改名。`);
    bundle[name] = readFileSync(file, 'utf8');
  }
  return bundle;
}

/** Task types that have a worker: the names of the files in `workersDir`, `index.ts` aside. */
export function workerTypes(workersDir: string): string[] {
  return readdirSync(workersDir)
    .filter((file) => file.endsWith('.ts') && file !== 'index.ts')
    .map((file) => basename(file, '.ts'))
    .sort();
}
