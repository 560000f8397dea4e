import type { OutboxPayload } from '../db/table.ts';
import type { Case } from './case-store.ts';

/**
 * The message that begins a case's process, or begins it anew in a rebuilt engine. What meetings and directions hand on
 * comes with it: the engine may hear of them before the process has taken its first step.
 */
export const startMessage = ({ id, profile, difficulty }: Pick<Case, 'id' | 'profile' | 'difficulty'>) =>
  ({
    kind: 'message',
    name: 'case-registered',
    correlationKey: id,
    variables: { caseId: id, profile, difficulty },
  }) satisfies OutboxPayload;
