import { randomUUID } from 'node:crypto';
import { asc, eq } from 'drizzle-orm';
import { callbackTargets, complaints, events } from '../../src/cases/table.ts';
import { outbox } from '../../src/db/table.ts';
import { planNextCallbackWorker } from '../../workers/plan-next-callback.ts';
import { prepareCallbackWorker } from '../../workers/prepare-callback.ts';
import { recordCallbackWorker } from '../../workers/record-callback.ts';
import { Bench, START } from './worker.ts';

export const EVERYONE = { share: 1, minimum: 1, attempts: 3, amount: 5, unit: 'working-hour' } as const;

type Result = 'satisfied' | 'basically-satisfied' | 'dissatisfied' | 'unreachable';

/** A case whose result was handed in and whose complainants are called back; each job is a new one to the engine. */
export class CallbackRound {
  readonly bench = new Bench();
  readonly caseId: string;
  /** Of the complaints, in the order of the names that were given. */
  readonly ids: string[] = [];
  private jobs = 0;

  /** @param people how many complain, each from the source if one is given */
  constructor(
    people: number,
    { source = 'desk', ...change }: Parameters<Bench['addCase']>[0] & { source?: string } = {},
  ) {
    this.caseId = this.bench.addCase({ stage: 'feedback', ...change });
    this.bench.db.delete(complaints).run();
    for (let i = 0; i < people; i++) this.complain({ source });
  }

  complain(change: Partial<typeof complaints.$inferInsert> = {}): string {
    const id = randomUUID();
    const words = {
      subject: '垃圾',
      text: '无人清运',
      place: '',
      complainantName: '张小明',
      complainantPhone: '13812341234',
    };
    const origin = { id, caseId: this.caseId, source: 'desk', orderNumber: id, channel: 'phone', hidden: false };
    const rest = { contentHash: id, receivedAt: START, createdAt: START, createdBy: '' };
    this.bench.db
      .insert(complaints)
      .values({ ...origin, ...words, ...rest, ...change })
      .run();
    this.ids.push(id);
    return id;
  }

  prepare(plan: object = EVERYONE): Record<string, unknown> {
    return this.complete(prepareCallbackWorker, { callbackPlan: plan });
  }

  /** An operator hands in what each complainant said. @returns the duty's id */
  hand(answers: readonly Result[], reason = '没有解决'): string {
    const callbacks = answers.map((result, i) => ({
      complaintId: this.ids[i],
      result,
      ...(result === 'unreachable' ? {} : { solved: result !== 'dissatisfied' }),
      ...(result === 'dissatisfied' ? { reason } : {}),
    }));
    return this.bench.submit(this.caseId, 'callback', { outcome: 'called-back', callbacks });
  }

  /** An attempt that brought these answers. @returns how many are still to be reached */
  attempt(number: number, ...answers: Result[]): unknown {
    return this.complete(recordCallbackWorker, { dutyId: this.hand(answers), attempt: number }).openTargets;
  }

  planNext(plan: object = EVERYONE): unknown {
    return this.complete(planNextCallbackWorker, { callbackPlan: plan }).nextAttemptAt;
  }

  complete(worker: Parameters<Bench['complete']>[0], variables: Record<string, unknown> = {}): Record<string, unknown> {
    this.jobs++;
    return this.bench.complete(worker, { variables: { caseId: this.caseId, ...variables }, key: String(this.jobs) });
  }

  /** Status of each complaint's callback in the case's round, in the order of `ids`. */
  targets(): (string | undefined)[] {
    const rows = this.bench.db.select().from(callbackTargets).all();
    const { round } = this.bench.case(this.caseId);
    return this.ids.map((id) => rows.find((row) => row.complaintId === id && row.round === round)?.status);
  }

  events(type: string): Record<string, unknown>[] {
    const rows = this.bench.db.select().from(events).where(eq(events.type, type)).orderBy(asc(events.id)).all();
    return rows.map(({ data }) => data);
  }

  told(): unknown[] {
    return this.bench.db
      .select()
      .from(outbox)
      .all()
      .map(({ payload }) => payload);
  }
}
