import { setTimeout as pause } from 'node:timers/promises';

/** A sample account as `sample-accounts.json` has it. */
export interface Account {
  readonly account: string;
  readonly name: string;
  readonly organisation: string;
  readonly organisationId: string;
  readonly roles: readonly string[];
  readonly token: string;
}

export interface TaskRow {
  readonly id: string;
  readonly step: string;
  readonly status: 'open' | 'submitted' | 'completed' | 'cancelled';
  readonly organisation: { readonly id: string; readonly name: string } | null;
}

export interface CaseRow {
  readonly id: string;
  readonly status: 'open' | 'closed';
  readonly path: string;
  readonly stage: string;
  readonly round: number;
  readonly outcome: string | null;
  readonly leadDepartment: { readonly id: string; readonly name: string } | null;
  readonly departments: readonly { readonly department: { id: string; name: string }; readonly status: string }[];
  readonly duties: readonly DutyRow[];
  readonly callbacks: readonly { readonly round: number; readonly attempt: number; readonly contacted: boolean }[];
  readonly meetings: readonly { readonly kind: string; readonly status: string; readonly minutes: string | null }[];
  readonly directions: readonly { readonly kind: string; readonly status: string }[];
  readonly consultations: readonly { readonly kind: string; readonly status: string }[];
  readonly waitingFor: readonly {
    readonly organisation: { readonly id: string };
    readonly waitsFor: { readonly id: string };
    readonly step: string;
  }[];
  readonly problems: readonly { readonly seq: number; readonly description: string; readonly solved: boolean | null }[];
  readonly openTasks: readonly TaskRow[];
  readonly processInstances: readonly {
    readonly key: string;
    readonly processId: string;
    readonly operateUrl: string | null;
  }[];
}

export interface DutyRow {
  readonly id: string;
  readonly step: string;
  readonly status: 'open' | 'done' | 'lapsed' | 'cancelled';
  readonly scope?: string;
  readonly organisation: { readonly id: string };
  readonly dueAt: string;
  readonly level: string | null;
  readonly outcome: string | null;
}

export interface TimelineRow {
  readonly id: number;
  /** ISO 8601 */
  readonly at: string;
  readonly type: string;
  readonly stage: string;
  readonly person: { readonly id: string; readonly name: string } | null;
  readonly organisation: { readonly id: string; readonly name: string } | null;
  readonly data: Readonly<Record<string, unknown>>;
}

/** An answer of the API that is no success, with its problem+json. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, problem: { code?: string; detail?: string }) {
    super(`${status} ${problem.code ?? ''}: ${problem.detail ?? ''}`);
    this.status = status;
    this.code = problem.code ?? '';
  }
}

const isRecord = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Accounts of the platform that see every case. */
export const OPERATOR = 'platform.operator1';
const LOOK_AGAIN_MS = 100;

/** The sample city's people at work, through the public API and nothing else. */
export class Desk {
  readonly url: string;
  private readonly accounts: readonly Account[];
  /** How long an expected task or state may take, ms. */
  private readonly patienceMs: number;

  constructor(url: string, accounts: readonly Account[], patienceMs = 60_000) {
    this.url = url;
    this.accounts = accounts;
    this.patienceMs = patienceMs;
  }

  /** @throws ApiError for every answer of 400 and above; Error when there is none */
  async request<T>(account: string, method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.url}/api${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.account(account).token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).catch((cause: unknown) => {
      throw new Error(`${this.url} 没有答复，系统可能已停止。`, { cause });
    });
    const text = await response.text();
    const answer: unknown = text === '' ? undefined : JSON.parse(text);
    if (!response.ok) throw new ApiError(response.status, answer as { code?: string; detail?: string });
    return answer as T;
  }

  account(name: string): Account {
    const found = this.accounts.find(({ account }) => account === name);
    if (!found) throw new Error(`没有示例账号“${name}”。`);
    return found;
  }

  /** The person who handles for a department, with the id that forms ask for. */
  handlerOf(departmentId: string): Account & { readonly personId: string } {
    const found = this.accounts.find((one) => one.organisationId === departmentId && one.roles.includes('handler'));
    if (!found) throw new Error(`${departmentId} has no handler.`);
    return { ...found, personId: `person-${found.account.replaceAll('.', '-')}` };
  }

  case(caseId: string): Promise<CaseRow> {
    return this.request(OPERATOR, 'GET', `/cases/${caseId}`);
  }

  /** What happened so far, oldest first. */
  async timeline(caseId: string): Promise<TimelineRow[]> {
    const { items } = await this.request<{ items: TimelineRow[] }>(OPERATOR, 'GET', `/cases/${caseId}/timeline`);
    return items;
  }

  /** Name of an organisation; its id where no sample account belongs to it. */
  nameOf(organisationId: string): string {
    return this.accounts.find((one) => one.organisationId === organisationId)?.organisation ?? organisationId;
  }

  /** Hands a complaint in as the platform's operator. @returns the case's number */
  async complain(complaint: Record<string, unknown>): Promise<string> {
    const answer = await this.request<{ caseId: string }>(OPERATOR, 'POST', '/complaints', {
      channel: '电话',
      place: '幸福路1号',
      receivedAt: new Date(Date.now() - 60_000).toISOString(),
      complainant: { name: '张三', phone: '13800000000' },
      ...complaint,
    });
    return answer.caseId;
  }

  /**
   * Waits for the open task of a step (and organisation) and completes it as somebody who may.
   * @returns who did it
   */
  async answer(caseId: string, step: string, data: Record<string, unknown>, organisationId?: string): Promise<Account> {
    const task = await this.until(`案件 ${caseId} 的任务 ${step}`, async () => {
      const { openTasks } = await this.case(caseId);
      return openTasks.find(
        (open) => open.step === step && (organisationId === undefined || open.organisation?.id === organisationId),
      );
    });
    return this.complete(task, caseId, data);
  }

  /** Completes a task as somebody of its organisation who may. @returns who did it */
  async complete(task: TaskRow, caseId: string, data: Record<string, unknown>): Promise<Account> {
    const person = await this.candidate(task, caseId);
    await this.request(person.account, 'POST', `/tasks/${task.id}/complete`, {
      data: await this.filled(person, task, data),
    });
    return person;
  }

  /**
   * The data as a person would send it: what is given as one object stands for every row of the list that the form was
   * prefilled with (problems, callbacks, participants, ratings).
   */
  private async filled(
    person: Account,
    task: TaskRow,
    data: Record<string, unknown>,
  ): Promise<Record<string, unknown>> {
    const lists = Object.entries(data).filter(([, value]) => isRecord(value));
    if (lists.length === 0) return data;
    const opened = await this.request<{ data: Record<string, Record<string, unknown>[] | undefined> }>(
      person.account,
      'GET',
      `/tasks/${task.id}`,
    );
    const rows = lists.map(([key, answer]) => [
      key,
      (opened.data[key] ?? []).map((row) => ({ ...row, ...(answer as Record<string, unknown>) })),
    ]);
    return { ...data, ...Object.fromEntries(rows) };
  }

  private async candidate(task: TaskRow, caseId: string): Promise<Account> {
    for (const person of this.accounts.filter((one) => one.organisationId === task.organisation?.id)) {
      const inbox = await this.request<{ items: TaskRow[] }>(
        person.account,
        'GET',
        `/tasks?scope=organisation&caseId=${caseId}&step=${task.step}`,
      );
      if (inbox.items.some(({ id }) => id === task.id)) return person;
    }
    throw new Error(`任务 ${task.step} 在 ${task.organisation?.name ?? '（无机构）'} 没有人看得见。`);
  }

  /** Waits until the case is closed. */
  closed(caseId: string): Promise<CaseRow> {
    return this.until(`案件 ${caseId} 结案`, async () => {
      const found = await this.case(caseId);
      return found.status === 'closed' ? found : undefined;
    });
  }

  /** Waits until the timeline has an event of this type. */
  happened(caseId: string, type: string): Promise<TimelineRow> {
    return this.until(`案件 ${caseId} 的事件 ${type}`, async () =>
      (await this.timeline(caseId)).find((event) => event.type === type),
    );
  }

  /** Looks until `look` gives something. @throws Error saying what was waited for */
  async until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
    const end = Date.now() + this.patienceMs;
    for (;;) {
      const found = await look();
      if (found !== undefined) return found;
      if (Date.now() > end) throw new Error(`等了 ${this.patienceMs / 1000} 秒仍没有等到${what}。`);
      await pause(LOOK_AGAIN_MS);
    }
  }
}
