import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';
import { calendarOf } from '../../src/calendar/store.ts';
import { caseDepartments } from '../../src/cases/table.ts';
import { type Database, openDatabase } from '../../src/db/open.ts';
import { bundles, outbox } from '../../src/db/table.ts';
import { openDuty } from '../../src/duties/open-store.ts';
import type { TimeUnit } from '../../src/duties/table.ts';
import { buildApp } from '../../src/http/app.ts';
import type { AppDeps } from '../../src/http/deps.ts';
import { createLog } from '../../src/log.ts';
import { createSampleTokens, seedSampleCity } from '../../src/sample/store.ts';
import { mirrorTask } from '../../src/tasks/mirror-store.ts';

/** A Monday morning in the offices. */
export const START = Date.parse('2026-11-23T09:00:00+08:00');
export const OPERATOR = 'platform.operator1';
export const DUTY_KEY = '2251799813685249';

export const COMPLAINT = {
  channel: 'phone',
  subject: '小区停水三天无人处理',
  text: '本小区自来水停了三天，打了电话没有人来，请尽快恢复供水。',
  place: '柳影街道幸福小区3号楼',
  townId: 'town-liuying',
  complainant: { name: '张小明', phone: '13812341234' },
  receivedAt: '2026-11-23T08:30:00+08:00',
};

const form = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../bpmn/forms/${name}.form`, import.meta.url)), 'utf8');

export const FORMS = ['report', 'decide-lead', 'hand-in-result', 'callback', 'town-review', 'leader-decision'] as const;

interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: answers are checked by the tests themselves
  readonly body: any;
  readonly headers: Record<string, unknown>;
  readonly text: string;
  readonly bytes: Buffer;
}

/** The API on an empty database with the sample city; engine and time are in the test's hands. */
export interface World {
  readonly db: Database;
  readonly app: ReturnType<typeof buildApp>;
  /** ms; set it to move time. */
  now: number;
  delivery: 'delivered' | 'gone' | 'pending';
  probe: 'alive' | 'gone' | 'unknown';
  readonly probed: string[];
  ready: { reachable: boolean; workers: { type: string; polled: boolean }[] };
  get(account: string, path: string): Promise<Answer>;
  post(account: string, path: string, body?: unknown): Promise<Answer>;
  send(account: string, method: string, path: string, payload: string | Buffer, headers: object): Promise<Answer>;
  /** Hands a complaint in. @returns the case's id */
  complain(change?: object): Promise<string>;
  /** Puts a task into the inbox of a group as the mirror would. @returns its id */
  task(caseId: string, step: string, group: string, change?: object): string;
  duty(caseId: string, step: string, organisationId: string, amount: number, unit: TimeUnit): string;
  addDepartment(caseId: string, departmentId: string, status?: 'dispatched' | 'released'): void;
  outbox(): (typeof outbox.$inferSelect)['payload'][];
}

export function createWorld(): World {
  const db = openDatabase(':memory:');
  const clock = { now: () => world.now };
  seedSampleCity(db, { now: () => START });
  const tokens = new Map(createSampleTokens(db, { now: () => START }).map(({ account, token }) => [account, token]));
  db.insert(bundles)
    .values({
      hash: 'a',
      engineEpoch: 'epoch',
      deployedAt: START,
      names: {},
      files: Object.fromEntries(FORMS.map((name) => [`${name}.form`, form(name)])),
      processes: { duty: { key: DUTY_KEY, version: 1 } },
    })
    .run();
  const deps: AppDeps = {
    db,
    clock,
    log: createLog('silent'),
    timeZone: 'Asia/Shanghai',
    operateUrl: 'http://operate',
    engineStatus: () => world.ready,
    probeTask: async (taskId) => {
      world.probed.push(taskId);
      return world.probe;
    },
    awaitDelivery: vi.fn(async () => world.delivery),
  };
  const app = buildApp(deps);
  const inject = async (
    account: string,
    method: string,
    url: string,
    payload?: string | Buffer,
    headers = {},
  ): Promise<Answer> => {
    const response = await app.inject({
      method: method as 'GET',
      url,
      headers: { authorization: `Bearer ${tokens.get(account) ?? account}`, ...headers },
      ...(payload === undefined ? {} : { payload }),
    });
    const json =
      String(response.headers['content-type']).includes('json') &&
      !String(response.headers['content-type']).includes('ndjson');
    return {
      status: response.statusCode,
      body: json && response.body ? response.json() : undefined,
      headers: response.headers,
      text: response.body,
      bytes: response.rawPayload,
    };
  };
  const world: World = {
    db,
    app,
    now: START,
    delivery: 'delivered',
    probe: 'alive',
    probed: [],
    ready: { reachable: true, workers: [{ type: 'notify', polled: true }] },
    get: (account, path) => inject(account, 'GET', `/api${path}`),
    post: (account, path, body) =>
      body === undefined
        ? inject(account, 'POST', `/api${path}`)
        : inject(account, 'POST', `/api${path}`, JSON.stringify(body), { 'content-type': 'application/json' }),
    send: (account, method, path, payload, headers) => inject(account, method, path, payload, headers),
    async complain(change = {}) {
      const { status, body } = await world.post(OPERATOR, '/complaints', { ...COMPLAINT, ...change });
      if (status !== 201) throw new Error(`${status} ${JSON.stringify(body)}`);
      return body.caseId;
    },
    task(caseId, step, group, change = {}) {
      const jobKey = randomUUID();
      mirrorTask(
        db,
        {
          engineEpoch: 'epoch',
          jobKey,
          processInstanceKey: '1',
          processDefinitionKey: DUTY_KEY,
          processId: 'duty',
          elementId: 'human-step',
          caseId,
          dutyId: null,
          step,
          stage: 'report',
          form: step,
          organisationId: group.split(':')[0] ?? null,
          candidateGroups: [group],
          dueAt: START + 86_400_000,
          ...change,
        },
        world.now,
      );
      return db.query.tasks.findFirst({ where: (t, { eq }) => eq(t.jobKey, jobKey) }).sync()?.id ?? '';
    },
    duty(caseId, step, organisationId, amount, unit) {
      const id = randomUUID();
      // So much more than the rule may be granted (R9).
      const rule = { amount, unit, limit: amount + 10 };
      const row = { id, caseId, step, stage: 'report', organisationId, role: 'handler', profile: 'standard' } as const;
      const engine = { processInstanceKey: '1', engineEpoch: 'epoch' };
      openDuty(db, calendarOf(db, 'Asia/Shanghai'), { ...row, ...engine, reference: null, scope: '', rule }, world.now);
      return id;
    },
    addDepartment(caseId, departmentId, status = 'dispatched') {
      db.insert(caseDepartments)
        .values({ caseId, departmentId, responsibility: 'support', status, dispatchedAt: world.now })
        .run();
    },
    outbox: () =>
      db
        .select()
        .from(outbox)
        .all()
        .map(({ payload }) => payload),
  };
  return world;
}
