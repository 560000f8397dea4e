import type { Database } from '../db/open.ts';
import { events, type Stage } from './table.ts';

/** Who or what caused an event. */
export interface Actor {
  /** null: the process itself. */
  readonly personId: string | null;
  readonly onBehalfOfId?: string | null;
  readonly organisationId?: string | null;
  /** `api`, or the worker's task type. */
  readonly origin: string;
}

export interface NewEvent {
  readonly caseId: string;
  /** ms */
  readonly at: number;
  readonly type: string;
  readonly stage: Stage;
  /** Ids, figures and the staff's own words; never personal data of citizens. */
  readonly data?: Record<string, unknown>;
  /** What it follows from, e.g. a duty's id: of one type and cause a case has one event, also when an engine is rebuilt. */
  readonly cause?: string | null;
}

/** Appends to a case's timeline (design, decision 10). Call inside the transaction of the change itself. */
export function addEvent(db: Database, actor: Actor, event: NewEvent): void {
  db.insert(events)
    .values({
      caseId: event.caseId,
      at: event.at,
      type: event.type,
      stage: event.stage,
      personId: actor.personId,
      onBehalfOfId: actor.onBehalfOfId ?? null,
      organisationId: actor.organisationId ?? null,
      data: event.data ?? {},
      origin: actor.origin,
      cause: event.cause ?? null,
    })
    .onConflictDoNothing()
    .run();
}
