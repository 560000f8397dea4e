import { expect, test } from 'vitest';
import { taskContext } from '../../src/tasks/context.ts';
import type { FormSchema } from '../../src/tasks/form.ts';
import type { TaskRow } from '../../src/tasks/store.ts';
import { Bench } from '../support/worker.ts';

const FORM: FormSchema = {
  components: [{ type: 'taglist', key: 'departmentIds', label: '增派部门', valuesKey: 'platformDepartments' }],
};

/** Ids of what a task of the organisation may choose from. */
function choices(bench: Bench, caseId: string, organisationId: string): string[] {
  const task = { caseId, organisationId, dutyId: null } as TaskRow;
  const { options } = taskContext(bench.db, task, [`${organisationId}:operator`], FORM);
  return options.platformDepartments?.map(({ value }) => String(value)) ?? [];
}

test('a platform gathers departments of its own level that are not in the team', () => {
  const bench = new Bench();
  const caseId = bench.addCase();
  bench.addDepartment(caseId, 'dept-heming-agriculture');
  bench.addDepartment(caseId, 'dept-heming-market', { status: 'released' });
  expect(choices(bench, caseId, 'platform-heming')).toEqual([
    'dept-heming-housing',
    'dept-heming-market',
    'dept-heming-transport',
    'dept-heming-urban-management',
  ]);
  expect(choices(bench, caseId, 'platform-city')).toContain('dept-water');
  expect(choices(bench, caseId, 'dept-water')).toEqual([]);
});
