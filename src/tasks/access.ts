import { conflict } from '../errors.ts';
import type { Principal } from '../register/store.ts';

/** In whose name somebody acts on a task; null: in the person's own. */
export interface Acting {
  readonly onBehalfOfId: string | null;
}

/**
 * Whether a person may act on a task, and in whose name: a member of a candidate group, or the valid deputy of one.
 * @returns undefined when the person may not even know of it
 */
export function actingFor(
  person: Pick<Principal, 'groups' | 'deputyGroups'>,
  groups: readonly string[],
): Acting | undefined {
  if (groups.some((group) => person.groups.includes(group))) return { onBehalfOfId: null };
  const standIn = person.deputyGroups.find(({ group }) => groups.includes(group));
  return standIn && { onBehalfOfId: standIn.onBehalfOfId };
}

/** @throws DomainError `task-claimed` when a colleague has it */
export function assertFree(assigneeId: string | null, assigneeName: string | null, person: Principal): void {
  if (assigneeId === null || assigneeId === person.personId) return;
  if (person.deputyGroups.some(({ onBehalfOfId }) => onBehalfOfId === assigneeId)) return;
  throw conflict('task-claimed', `任务已由${assigneeName ?? '同事'}签收，请其退回或转交后再办。`);
}
