import { PUBLISHED_MESSAGES, THROWN_ERRORS } from '../engine/messages.ts';
import type { Bundle } from './bundle.ts';
import { type Finding, readModel } from './model.ts';
import { rules } from './rules.ts';

export type { Finding } from './model.ts';

/**
 * Everything that is wrong with a bundle. The deployment refuses one with findings before the engine hears of it.
 * @param bundle all files that are deployed together, base name → text
 * @param taskTypes task types that have a worker
 * @returns findings in the order of the files; empty when the bundle may be deployed
 */
export async function bundleFindings(bundle: Bundle, taskTypes: readonly string[]): Promise<Finding[]> {
  const code = { taskTypes, messages: PUBLISHED_MESSAGES, errors: THROWN_ERRORS };
  const { model, findings } = await readModel(bundle, code);
  return [...findings, ...rules.flatMap((rule) => rule(model))].sort((a, b) => a.file.localeCompare(b.file));
}
