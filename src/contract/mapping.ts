import { type Element, many, one, readModel } from './model.ts';

/** Elements that no running instance stands on. */
const NOT_STOOD_ON = /^bpmn:(Participant|Lane|SequenceFlow|DataObject|DataObjectReference|DataStoreReference)$/;

/**
 * Ids of the elements that are the same in two versions of a diagram, so that an instance which stands on one can go on
 * from it: same kind, same place (sub-process, attachment), same kind of event. What they do may differ.
 * @param before, after BPMN of one process
 */
export async function sameElements(before: string, after: string): Promise<string[]> {
  const [earlier, later] = await Promise.all([kindsOf(before), kindsOf(after)]);
  return [...earlier].filter(([id, kind]) => later.get(id) === kind).map(([id]) => id);
}

async function kindsOf(xml: string): Promise<Map<string, string>> {
  const { model } = await readModel({ 'diagram.bpmn': xml }, { taskTypes: [], messages: [], errors: [] });
  const elements = model.diagrams
    .flatMap((diagram) => diagram.elements)
    .filter(({ $type }) => !NOT_STOOD_ON.test($type));
  return new Map(elements.map((element) => [element.id ?? '', kindOf(element)]));
}

function kindOf(element: Element): string {
  const event = many(element, 'eventDefinitions')[0]?.$type;
  const loop = one(element, 'loopCharacteristics');
  const repeated = loop && (loop.isSequential === true ? 'one by one' : 'all at once');
  return [element.$type, event, one(element, 'attachedToRef')?.id, one(element, '$parent')?.id, repeated].join(' ');
}
