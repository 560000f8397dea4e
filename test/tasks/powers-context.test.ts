import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { eq } from 'drizzle-orm';
import { beforeEach, expect, test } from 'vitest';
import { duties } from '../../src/duties/table.ts';
import { taskContext } from '../../src/tasks/context.ts';
import type { FormSchema } from '../../src/tasks/form.ts';
import { taskById } from '../../src/tasks/store.ts';
import { createWorld, type World } from '../http/fixture.ts';

let world: World;
let caseId: string;
beforeEach(async () => {
  world = createWorld();
  caseId = await world.complain();
  world.addDepartment(caseId, 'dept-water');
  world.addDepartment(caseId, 'dept-housing', 'released');
});

/** What the form of a step starts with. */
function startOf(step: string, group: string, dutyId: string | null = null) {
  const file = fileURLToPath(new URL(`../../bpmn/forms/${step}.form`, import.meta.url));
  const task = taskById(world.db, world.task(caseId, step, group, { dutyId }));
  if (!task) throw new Error('no task');
  return taskContext(world.db, task.row, [group], JSON.parse(readFileSync(file, 'utf8')) as FormSchema).data;
}

test('the town rates each department that is in the team', () => {
  expect(startOf('evaluate-departments', 'town-liuying:town-officer')).toEqual({
    ratings: [{ departmentId: 'dept-water', name: '云渚市水务局' }],
  });
});

test('a department sees the words that it has to answer', async () => {
  const opinion = { kind: 'opinion', departmentId: 'dept-water', text: '请先恢复临时供水' };
  const { id } = (await world.post('liuying.officer1', `/cases/${caseId}/directions`, opinion)).body;
  const dutyId = world.duty(caseId, 'answer-direction', 'dept-water', 2, 'working-day');
  world.db.update(duties).set({ reference: id }).where(eq(duties.id, dutyId)).run();
  expect(startOf('answer-direction', 'dept-water:handler', dutyId)).toEqual({ directionText: '请先恢复临时供水' });
});
