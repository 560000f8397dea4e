import type { Bundle } from './bundle.ts';
import { readModel } from './model.ts';

/**
 * Names of a bundle's elements by their id, for people who read about a step without its diagram. Where two diagrams
 * use an id, it means the same step (design, decision 9).
 */
export async function elementNames(bundle: Bundle): Promise<Record<string, string>> {
  const { model } = await readModel(bundle, { taskTypes: [], messages: [], errors: [] });
  const named = model.diagrams.flatMap(({ elements }) => elements);
  return Object.fromEntries(named.flatMap(({ id, name }) => (id && name ? [[id, name]] : [])));
}
