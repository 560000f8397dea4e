import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import type { Clock } from '../clock.ts';
import { bundleFiles, readBundle } from '../contract/bundle.ts';
import { bundleFindings } from '../contract/findings.ts';
import { stepNames } from '../contract/names.ts';
import type { Database } from '../db/open.ts';
import { DomainError } from '../errors.ts';
import type { Engine } from './engine.ts';
import { activeBundle, type Bundle, saveBundle } from './store.ts';

/** The files of a bundle by base name, and when the newest of them was written (ms). */
export interface BundleFiles {
  readonly files: Readonly<Record<string, string>>;
  readonly newestAt: number;
}

/** Reads the bundle's folder. @throws Error when two files share a base name */
export function readBundleFiles(dir: string): BundleFiles {
  const newestAt = Math.max(0, ...bundleFiles(dir).map((file) => statSync(file).mtimeMs));
  return { files: readBundle(dir), newestAt };
}

export function bundleHash(files: Readonly<Record<string, string>>): string {
  const hash = createHash('sha256');
  for (const name of Object.keys(files).sort()) hash.update(`${name}\0${files[name]}\0`);
  return hash.digest('hex');
}

/** What differs between the active bundle and the files, by base name. */
export interface BundleDifference {
  readonly added: string[];
  readonly removed: string[];
  readonly changed: string[];
}

export function compareBundles(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): BundleDifference {
  return {
    added: Object.keys(after).filter((name) => before[name] === undefined),
    removed: Object.keys(before).filter((name) => after[name] === undefined),
    changed: Object.keys(after).filter((name) => before[name] !== undefined && before[name] !== after[name]),
  };
}

interface DeployDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly engine: Engine;
  readonly epoch: string;
  readonly workerTypes: readonly string[];
}

/**
 * Deploys all files as one bundle in one atomic call: bindings are by deployment, and a caller that is deployed alone
 * would not find its callee (design, process patterns). Unchanged files deploy nothing.
 * @throws DomainError `bundle-refused` with every finding, before the engine hears of it; `deployment-refused` with the
 *   engine's reason. The active bundle stays as it is.
 */
export async function deployBundle(
  deps: DeployDeps,
  files: Readonly<Record<string, string>>,
): Promise<{ bundle: Bundle; deployed: boolean }> {
  const { db, clock, engine, epoch, workerTypes } = deps;
  const active = activeBundle(db, epoch);
  const hash = bundleHash(files);
  if (active?.hash === hash) return { bundle: active, deployed: false };
  const findings = await bundleFindings(files, workerTypes);
  if (findings.length > 0) {
    const list = findings.map((finding) => `${finding.file} ${finding.element ?? ''}：${finding.message}`).join('\n');
    throw new DomainError('bundle-refused', 422, `流程包没有部署，运行中的系统不受影响。请先改正：\n${list}`);
  }
  const processes = await engine.deploy(files).catch((error: Error) => {
    throw new DomainError('deployment-refused', 422, `流程引擎拒绝了流程包，运行中的系统不受影响：${error.message}`);
  });
  const names = await stepNames(files);
  return {
    bundle: saveBundle(db, { hash, epoch, now: clock.now(), files: { ...files }, processes, names }),
    deployed: true,
  };
}

export type StartDeployment =
  | { readonly kind: 'deployed'; readonly bundle: Bundle }
  | { readonly kind: 'unchanged'; readonly bundle: Bundle }
  | { readonly kind: 'older-files'; readonly bundle: Bundle; readonly difference: BundleDifference }
  | { readonly kind: 'refused'; readonly bundle: Bundle; readonly reason: string };

/**
 * What a start does: deploys when the engine has no bundle, or the files are newer than the active one. Files that
 * differ but are older were probably replaced by a deployment from elsewhere: that is reported, not overwritten; so are
 * files that are refused while another bundle is active.
 * @throws DomainError as `deployBundle` does, when there is no active bundle to go on with
 */
export async function deployAtStart(deps: DeployDeps, { files, newestAt }: BundleFiles): Promise<StartDeployment> {
  const active = activeBundle(deps.db, deps.epoch);
  if (active && active.hash !== bundleHash(files) && newestAt <= active.deployedAt)
    return { kind: 'older-files', bundle: active, difference: compareBundles(active.files, files) };
  try {
    const { bundle, deployed } = await deployBundle(deps, files);
    return { kind: deployed ? 'deployed' : 'unchanged', bundle };
  } catch (error) {
    if (active && error instanceof DomainError) return { kind: 'refused', bundle: active, reason: error.message };
    throw error;
  }
}
