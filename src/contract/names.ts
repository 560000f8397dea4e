import type { Bundle } from './bundle.ts';
import { extension, readModel, text } from './model.ts';

/**
 * Names of a bundle's human steps, for people who read about a step without its diagram: each is a call of `duty`
 * whose element id is the step.
 */
export async function stepNames(bundle: Bundle): Promise<Record<string, string>> {
  const { model } = await readModel(bundle, { taskTypes: [], messages: [], errors: [] });
  const duties = model.diagrams
    .flatMap(({ elements }) => elements)
    .filter((element) => text(extension(element, 'zeebe:CalledElement'), 'processId') === 'duty');
  return Object.fromEntries(duties.flatMap(({ id, name }) => (id && name ? [[id, name]] : [])));
}
