import { sameElements } from '../contract/mapping.ts';
import type { Database } from '../db/open.ts';
import type { Engine } from './engine.ts';
import { patiently } from './run-job.ts';
import { type Bundle, bundleOfDefinition, instancesOfOpenCases, type NotedInstance, noteMigrated } from './store.ts';

/** What became of one running process instance of an older definition. */
export interface Migration {
  readonly instance: NotedInstance;
  /** Why the engine, or we, did not move it; undefined: it goes on under the new definition. */
  readonly refusal: string | undefined;
}

/**
 * Moves running process instances of open cases to the definitions of a bundle, each on its own: an element that is the
 * same in both stands for itself. What the engine refuses stays as it is, and the rest goes on. Instances that have ended
 * are passed over.
 * @param most how many running instances are tried, in the order in which they began
 * @throws the gRPC error when the engine does not answer
 */
export async function migrateInstances(
  { db, engine, epoch }: { readonly db: Database; readonly engine: Engine; readonly epoch: string },
  bundle: Bundle,
  most = Number.POSITIVE_INFINITY,
): Promise<Migration[]> {
  const older = instancesOfOpenCases(db, epoch).filter(({ processId, processDefinitionKey }) => {
    const target = bundle.processes[processId];
    return target === undefined || target.key !== processDefinitionKey;
  });
  const elements = rememberedElements(db, epoch, bundle);
  const migrations: Migration[] = [];
  for (const instance of older) {
    if (migrations.length >= most) break;
    const target = bundle.processes[instance.processId];
    const elementIds = await elements(instance);
    if (!target || !elementIds) {
      migrations.push({ instance, refusal: '新流程包中没有这个流程，或找不到它原来的流程包' });
      continue;
    }
    const plan = { targetProcessDefinitionKey: target.key, elementIds };
    try {
      if ((await patiently(() => engine.migrate(instance.key, plan))) === 'gone') continue;
      noteMigrated(db, epoch, instance.key, target.key);
      migrations.push({ instance, refusal: undefined });
    } catch (error) {
      if (!isRefusal(error)) throw error;
      migrations.push({ instance, refusal: error.details.replace(PREAMBLE, '') });
    }
  }
  return migrations;
}

/** Elements that an instance's definition and the bundle's have in common; each definition is compared once. */
function rememberedElements(db: Database, epoch: string, bundle: Bundle) {
  const known = new Map<string, Promise<string[] | undefined>>();
  const compare = async ({ processId, processDefinitionKey }: NotedInstance): Promise<string[] | undefined> => {
    const file = `${processId}.bpmn`;
    const before = bundleOfDefinition(db, epoch, processDefinitionKey)?.files[file];
    const after = bundle.files[file];
    return before === undefined || after === undefined ? undefined : sameElements(before, after);
  };
  return (instance: NotedInstance): Promise<string[] | undefined> => {
    const { processDefinitionKey } = instance;
    const found = known.get(processDefinitionKey) ?? compare(instance);
    known.set(processDefinitionKey, found);
    return found;
  };
}

/** gRPC's codes for a command that the engine has understood and rejected: wrong argument, wrong state. */
const REFUSED = [3, 9];

/** What the engine says before its reason. */
const PREAMBLE = /^Command 'MIGRATE' rejected with code '\w+': Expected to migrate process instance '\d+' but /;

const isRefusal = (error: unknown): error is { readonly details: string } =>
  REFUSED.includes((error as { code?: number } | null)?.code ?? -1);
