import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { calendarOf } from '../../src/calendar/store.ts';
import { type Case, caseById } from '../../src/cases/case-store.ts';
import { caseDepartments, cases, complaints, events, problems } from '../../src/cases/table.ts';
import { type Database, openDatabase } from '../../src/db/open.ts';
import { openDuty } from '../../src/duties/open-store.ts';
import { dutyById } from '../../src/duties/store.ts';
import type { Duty } from '../../src/duties/table.ts';
import { duties } from '../../src/duties/table.ts';
import { type Settlement, workOn } from '../../src/engine/run-job.ts';
import type { WorkerDefinition } from '../../src/engine/worker.ts';
import { createLog } from '../../src/log.ts';
import { seedSampleCity } from '../../src/sample/store.ts';
import { tasks } from '../../src/tasks/table.ts';

/** A Monday morning in the offices. */
export const START = Date.parse('2026-11-23T09:00:00+08:00');
export const DAY = 86_400_000;
const RETRIES = 5;

/** A job as the engine would hand it out. */
export interface GivenJob {
  readonly variables: Record<string, unknown>;
  readonly headers?: Record<string, string>;
  readonly key?: string;
  readonly processInstanceKey?: string;
}

/**
 * An empty database with the sample city, on which one worker runs at a time. What the engine does with the answer is
 * the matter of the process tests.
 */
export class Bench {
  readonly db: Database = openDatabase(':memory:');
  /** ms */
  now = START;

  constructor() {
    seedSampleCity(this.db, { now: () => START });
  }

  /** A whistle about garbage in 柳影街道, with one complaint and one problem. @returns its id */
  addCase(change: Partial<Case> = {}): string {
    const id = `YS-${randomUUID().slice(0, 8)}`;
    const inputs = {
      repeatCount: 1,
      pushedDepartments: 0,
      legacyMatter: false,
      refusalGrounds: [],
      otherDistrictIds: [],
    };
    const row = { id, subject: '垃圾无人清运', itemId: 'garbage', townId: 'town-liuying', ...inputs, round: 1 };
    const state = { origin: 'complaint', profile: 'standard', difficulty: 'ordinary', status: 'open' } as const;
    const step = { stage: 'dispatch', path: 'whistle', openedAt: START, changedAt: START } as const;
    this.db
      .insert(cases)
      .values({ ...row, ...state, ...step, ...change })
      .run();
    this.db.insert(problems).values({ caseId: id, seq: 1, description: '清运' }).run();
    const words = {
      channel: '电话',
      subject: '垃圾',
      text: '无人清运',
      place: '',
      complainantName: '',
      complainantPhone: '',
    };
    const origin = { id: randomUUID(), caseId: id, source: 'desk', orderNumber: id, hidden: false, contentHash: id };
    this.db
      .insert(complaints)
      .values({ ...origin, ...words, receivedAt: START - 2 * DAY, createdAt: START, createdBy: '' })
      .run();
    return id;
  }

  addDepartment(caseId: string, departmentId: string, change: Partial<typeof caseDepartments.$inferInsert> = {}): void {
    const row = { caseId, departmentId, responsibility: 'support', status: 'dispatched', dispatchedAt: START } as const;
    this.db
      .insert(caseDepartments)
      .values({ ...row, ...change })
      .run();
  }

  /** A duty of three working days. @returns its id */
  addDuty(caseId: string, step: string, organisationId = 'dept-housing', change: Partial<Duty> = {}): string {
    const id = randomUUID();
    const row = { id, caseId, step, stage: 'report', organisationId, role: 'handler', profile: 'standard' } as const;
    const rule = { amount: 3, unit: 'working-day', limit: 13 };
    const engine = { processInstanceKey: '1', engineEpoch: 'epoch' };
    openDuty(
      this.db,
      calendarOf(this.db, 'Asia/Shanghai'),
      { ...row, ...engine, reference: null, scope: '', rule },
      START,
    );
    if (Object.keys(change).length > 0) this.db.update(duties).set(change).where(eq(duties.id, id)).run();
    return id;
  }

  /** A duty whose form somebody of the organisation has handed in. @returns the duty's id */
  submit(caseId: string, step: string, data: Record<string, unknown>, organisationId = 'platform-city'): string {
    const dutyId = this.addDuty(caseId, step, organisationId);
    const keys = { engineEpoch: 'epoch', jobKey: dutyId, processInstanceKey: '1', processDefinitionKey: '1' };
    const place = { processId: 'duty', elementId: 'human-step', step, form: step, stage: 'report' } as const;
    const times = { submittedAt: START, renewedAt: START, createdAt: START };
    const row = { ...keys, ...place, ...times, id: randomUUID(), caseId, dutyId, organisationId };
    this.db
      .insert(tasks)
      .values({ ...row, status: 'submitted', formData: data, submittedBy: `person-of-${organisationId}` })
      .run();
    return dutyId;
  }

  /** Hands one job to a worker. @returns what the engine would be told */
  run(worker: WorkerDefinition, job: GivenJob, clock = { now: () => this.now }): Settlement {
    const { variables, headers = {}, key = '1', processInstanceKey = '9' } = job;
    const keys = { key, processInstanceKey, processDefinitionKey: '1', processId: 'process', elementId: worker.type };
    return workOn(
      worker,
      { ...keys, type: worker.type, retries: RETRIES, headers, variables },
      {
        db: this.db,
        clock,
        log: createLog('silent'),
        timeZone: 'Asia/Shanghai',
        hotlines: ['hotline-12345'],
        epoch: 'epoch',
      },
    );
  }

  /** Runs a job that must succeed. @returns the variables that it sets */
  complete(worker: WorkerDefinition, job: GivenJob): Record<string, unknown> {
    const settled = this.run(worker, job);
    if (settled.kind !== 'complete') throw new Error(JSON.stringify(settled));
    return settled.variables;
  }

  case(caseId: string): Case {
    return caseById(this.db, caseId);
  }

  duty(dutyId: string): Duty {
    return dutyById(this.db, dutyId);
  }

  /** Status of each department of the team. */
  team(caseId: string): Record<string, string> {
    const rows = this.db.select().from(caseDepartments).where(eq(caseDepartments.caseId, caseId)).all();
    return Object.fromEntries(rows.map((row) => [row.departmentId, `${row.responsibility} ${row.status}`]));
  }

  /** The newest event of a case. */
  lastEvent(caseId: string) {
    return this.db.select().from(events).where(eq(events.caseId, caseId)).all().at(-1);
  }

  /** Everything in the database. */
  everything(): Record<string, unknown[]> {
    const names = this.db.$client.prepare("select name from sqlite_master where type = 'table'").pluck().all();
    return Object.fromEntries(names.map((name) => [name, this.db.$client.prepare(`select * from "${name}"`).all()]));
  }
}

/**
 * What every worker owes the engine (issue 1, "idempotent"): the same result for a job that is handed out twice, an
 * incident with a runbook for a fault of the data, another attempt for anything unexpected.
 * @param arrange what a good job looks like, and which variables make it one that no attempt can mend
 */
export function itSettlesItsJobs(
  worker: WorkerDefinition,
  arrange: (bench: Bench) => GivenJob & { readonly wrong: Record<string, unknown>; readonly code: string },
): void {
  it('leaves the same result when its job is handed out twice', () => {
    const bench = new Bench();
    const job = arrange(bench);
    const first = bench.run(worker, job);
    expect(first.kind).toBe('complete');
    const before = bench.everything();
    bench.now += DAY;
    expect(bench.run(worker, job)).toEqual(first);
    expect(bench.everything()).toEqual(before);
  });

  it('makes an incident with its runbook, and keeps nothing, when the data is at fault', () => {
    const bench = new Bench();
    const { variables, wrong, code, ...job } = arrange(bench);
    const before = bench.everything();
    const settled = bench.run(worker, { ...job, variables: { ...variables, ...wrong } });
    const sentence = expect.stringMatching(new RegExp(`^\\[${code}\\] .*处理办法：.*Retry`));
    expect(settled).toMatchObject({ kind: 'fail', retries: 0, message: sentence });
    expect(bench.everything()).toEqual(before);
  });

  it('is tried again with a pause, and keeps nothing, after an unexpected error', () => {
    const bench = new Bench();
    const job = arrange(bench);
    const before = bench.everything();
    const broken = {
      now: () => {
        throw new Error('no clock');
      },
    };
    const settled = bench.run(worker, job, broken);
    const sentence = expect.stringContaining('[unexpected] no clock');
    expect(settled).toMatchObject({ kind: 'fail', retries: RETRIES - 1, backOffMs: 1_000, message: sentence });
    expect(bench.everything()).toEqual(before);
  });
}
