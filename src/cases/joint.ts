import type { CasePath, Stage } from './table.ts';

const STAGES_OF_HANDLING: readonly Stage[] = ['dispatch', 'report'];

interface State {
  readonly status: 'open' | 'closed';
  readonly path: CasePath;
  readonly stage: Stage;
  readonly leadDepartmentId: string | null;
}

/**
 * Whether several departments are at work on a case (R7), so that a leading group could take it over. Once the callback has
 * begun nobody waits for such a request any more.
 */
export const inJointHandling = ({ status, path, stage, leadDepartmentId }: State): boolean =>
  status === 'open' && path === 'whistle' && leadDepartmentId !== null && STAGES_OF_HANDLING.includes(stage);
