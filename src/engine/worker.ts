import { type Static, type TObject, type TProperties, Type } from 'typebox';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/open.ts';
import { TIME_UNITS } from '../duties/table.ts';
import type { Log } from '../log.ts';

/** What a worker may use. Workers change the database only; they never talk to the engine. */
export interface WorkerDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
  /** Zone of the city's offices. */
  readonly timeZone: string;
  /** Sources of orders whose hotlines are told the results (R4b). */
  readonly hotlines: readonly string[];
}

/** A job with the variables that the worker asked for, checked against its schema. */
export interface TypedJob<V> {
  readonly variables: V;
  readonly headers: Readonly<Record<string, string>>;
  readonly key: string;
  readonly processInstanceKey: string;
  readonly elementId: string;
  /** Which engine's data the keys belong to. */
  readonly epoch: string;
}

export interface WorkerDefinition<I extends TProperties = TProperties, O extends TProperties = TProperties> {
  /** Task type: the name of the worker's file. */
  readonly type: string;
  /** Variables that the worker reads; nothing else is fetched. */
  readonly input: TObject<I>;
  /** Variables that it sets. */
  readonly output: TObject<O>;
  /** What an administrator does when the job has become an incident; part of the incident's message. */
  readonly runbook?: string;
  /**
   * Builds the handler. It runs synchronously inside one write transaction, together with the note that the job is
   * done, so it takes effect exactly once, however often the engine hands the job out.
   * @throws DomainError: an incident at once; BpmnError: caught by the diagram; anything else: retried with back-off
   */
  readonly create: (deps: WorkerDeps) => (job: TypedJob<Static<TObject<I>>>) => Static<TObject<O>>;
}

/** A business error that a boundary event of the diagram catches. */
export class BpmnError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'BpmnError';
    this.code = code;
  }
}

/** Types a worker's handler from its own schemas. */
export const defineWorker = <I extends TProperties, O extends TProperties>(
  definition: WorkerDefinition<I, O>,
): WorkerDefinition => definition as unknown as WorkerDefinition;

/** The id of an organisation, duty, … that may be missing on this path through the diagram. */
export const MaybeId = Type.Optional(Type.Union([Type.String(), Type.Null()]));

/** What nearly every worker needs: the case, and the duty whose form it carries out. */
export const CaseInput = { caseId: Type.String() };
export const DutyInput = { caseId: Type.String(), dutyId: MaybeId };

/** A department as the process hands it to `department-response`. */
export const DepartmentInputs = Type.Array(
  Type.Object({
    departmentId: Type.String(),
    responsibility: Type.String(),
    reported: Type.Boolean(),
    handedIn: Type.Boolean(),
    mayObject: Type.Boolean(),
  }),
);

/** Whether a leading group is to take a case over, as decision `leadership-required` gives it. */
export const LeadershipInput = Type.Object({
  required: Type.Boolean(),
  reason: Type.Union([Type.String(), Type.Null()]),
});

/** How callbacks are done, as decision `callback-plan` gives it. */
export const CallbackPlanInput = Type.Object({
  share: Type.Number({ minimum: 0, maximum: 1 }),
  minimum: Type.Integer({ minimum: 0 }),
  attempts: Type.Integer({ minimum: 1 }),
  amount: Type.Integer({ minimum: 0 }),
  unit: Type.Enum([...TIME_UNITS]),
});

/** A rung of the ladder as decision `escalation-level` gives it. */
export const RungInput = Type.Object({
  level: Type.String(),
  amount: Type.Integer(),
  unit: Type.Enum([...TIME_UNITS, 'percent']),
  from: Type.Enum(['start', 'due']),
});
