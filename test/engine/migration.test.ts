import { beforeEach, describe, expect, it } from 'vitest';
import { processInstances } from '../../src/cases/table.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { migrateInstances } from '../../src/engine/migration.ts';
import { type Bundle, saveBundle } from '../../src/engine/store.ts';
import { Bench, START } from '../support/worker.ts';
import { fakeEngine } from './fake-engine.ts';

const diagram = (name: string, more = '') => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t">
  <bpmn:process id="duty" name="${name}" isExecutable="true"><bpmn:startEvent id="begun" />${more}</bpmn:process>
</bpmn:definitions>`;

describe('moving running instances to a new bundle', () => {
  let bench: Bench;
  let caseId: string;
  let asked: Parameters<Engine['migrate']>[];

  const deployed = (files: Record<string, string>, keys: Record<string, string>): Bundle =>
    saveBundle(bench.db, {
      ...{ hash: JSON.stringify(files), epoch: 'epoch', now: START, files, names: {} },
      processes: Object.entries(keys).map(([processId, key]) => ({ processId, key, version: 1 })),
    });
  const running = (key: string, definition: string, change: Partial<typeof processInstances.$inferInsert> = {}) =>
    bench.db
      .insert(processInstances)
      .values({
        ...{ engineEpoch: 'epoch', key, caseId, processId: 'duty', processDefinitionKey: definition, seenAt: START },
        ...change,
      })
      .run();
  const move = (bundle: Bundle, answer: Engine['migrate'] = async () => 'migrated', most?: number) =>
    migrateInstances(
      {
        db: bench.db,
        epoch: 'epoch',
        engine: fakeEngine({
          migrate: (...call) => {
            asked.push(call);
            return answer(...call);
          },
        }),
      },
      bundle,
      most,
    );
  const moved = async (...call: Parameters<typeof move>) =>
    (await move(...call)).map(({ instance, refusal }) => [instance.key, refusal]);

  let next: Bundle;
  beforeEach(() => {
    bench = new Bench();
    caseId = bench.addCase();
    asked = [];
    deployed({ 'duty.bpmn': diagram('一') }, { duty: '10', direct: '11' });
    next = deployed({ 'duty.bpmn': diagram('二', '<bpmn:task id="new" />') }, { duty: '20' });
  });

  it('takes those of open cases and this engine whose definition is older, with the elements that stayed', async () => {
    running('1', '10');
    running('2', '20');
    running('3', '10', { engineEpoch: 'lost' });
    running('4', '10', { caseId: bench.addCase({ status: 'closed' }) });
    expect(await moved(next)).toEqual([['1', undefined]]);
    expect(asked).toEqual([['1', { targetProcessDefinitionKey: '20', elementIds: ['begun'] }]]);
    expect(await move(next)).toEqual([]);
  });

  it('passes over what has ended, reports what the engine refuses with its reason, and goes on', async () => {
    for (const key of ['1', '2', '3']) running(key, '10');
    const refusal = Object.assign(new Error('9 FAILED_PRECONDITION'), {
      code: 9,
      details:
        "Command 'MIGRATE' rejected with code 'INVALID_STATE': Expected to migrate process instance '2' but it will not.",
    });
    const answer: Engine['migrate'] = async (key) => {
      if (key === '2') throw refusal;
      return key === '1' ? 'gone' : 'migrated';
    };
    expect(await moved(next, answer)).toEqual([
      ['2', 'it will not.'],
      ['3', undefined],
    ]);
    expect(await moved(next)).toEqual([
      ['1', undefined],
      ['2', undefined],
    ]);
  });

  it('takes only the first so many that still run', async () => {
    for (const key of ['1', '2', '3', '4']) running(key, '10');
    const answer: Engine['migrate'] = async (key) => (key === '1' ? 'gone' : 'migrated');
    expect(await moved(next, answer, 2)).toEqual([
      ['2', undefined],
      ['3', undefined],
    ]);
  });

  it('says of a process that the new bundle does not have that it cannot move', async () => {
    running('1', '11', { processId: 'direct' });
    expect(await moved(next)).toEqual([['1', expect.stringContaining('没有这个流程')]]);
    expect(asked).toEqual([]);
  });

  it('stops when the engine fails otherwise', async () => {
    running('1', '10');
    await expect(
      move(next, async () => {
        throw Object.assign(new Error('13 INTERNAL'), { code: 13 });
      }),
    ).rejects.toThrow('13 INTERNAL');
  });
});
