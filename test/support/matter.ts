import type { Account, CaseRow, Desk, TimelineRow } from '../../scripts/demo/desk.ts';

/** Answers on the straightest way to the end; a test names only what it wants otherwise. */
export const ANSWERS: Readonly<Record<string, Record<string, unknown>>> = {
  'accept-complaint': { outcome: 'accepted' },
  'town-review': { outcome: 'whistle', reason: '多部门职责交叉，属地无权处理' },
  'overrule-review': { outcome: 'uphold', reason: '属地意见成立' },
  'relocate-case': { outcome: 'relocated', reason: '以现场勘查为准' },
  'decide-lead': { outcome: 'decided', reason: '按主要职责指定' },
  report: { outcome: 'reported', opinion: '已到场了解情况' },
  'rule-objection': { outcome: 'rejected', reason: '职责明确，应当应哨' },
  handle: { outcome: 'handed-in', result: '本部门事项已办结' },
  'handle-directly': { outcome: 'handled', result: '已处理', problems: { solved: true, households: 1, people: 2 } },
  'plan-handling': { outcome: 'planned', plan: '三日内各部门到场，一周内办结' },
  'decide-jointly': { outcome: 'decided', reason: '联席会议认定' },
  'approve-extension': { outcome: 'approved', reason: '理由充分' },
  'hold-meeting': { outcome: 'held', minutes: '会议纪要', participants: { attended: true } },
  'carry-out-decision': { outcome: 'carried-out', report: '已落实' },
  'carry-out-sub-task': { outcome: 'carried-out', report: '物业已整改' },
  'summarise-consultation': { outcome: 'summarised', participants: 12, summary: '多数居民赞成' },
  'answer-direction': { outcome: 'answered', answer: '已按意见调整' },
  'evaluate-departments': { outcome: 'evaluated', ratings: { response: 5, result: 4 } },
  'agree-plan': { outcome: 'agreed', plan: '分段整治，同步达标' },
  'gather-departments': { outcome: 'gathered', plan: '各部门三日内到场' },
  'report-share': { outcome: 'handed-in', result: '本级部门均已办结' },
  'agree-result': { outcome: 'agreed', reason: '三方意见一致' },
  'hand-in-result': {
    outcome: 'handed-in',
    summary: '已全部解决',
    problems: { solved: true, households: 9, people: 30 },
  },
  'verify-result': { outcome: 'passed' },
  'leader-decision': { outcome: 'instruct', opinion: '一周内解决' },
  'call-joint-meeting': {
    outcome: 'called',
    place: '市政府三号会议室',
    agenda: '专题会办',
    invitedIds: ['dept-housing'],
  },
  'hold-joint-meeting': { outcome: 'resolved', minutes: '会议议定事项如下', participants: { attended: true } },
  'carry-out-resolution': { outcome: 'carried-out', report: '已落实到位' },
  'confirm-resolution': { outcome: 'confirmed' },
  callback: { outcome: 'called-back', callbacks: { result: 'satisfied', solved: true } },
};

/** When a meeting that is called now is held, ms later: soon, because the process waits for it. */
const MEETING_IN_MS = 3_000;

/** What depends on the people and the hour besides the fixed answers. @param now ms */
export function answerOf(desk: Desk, step: string, organisationId: string | undefined, now = Date.now()) {
  if (step === 'report' && organisationId)
    return { ...ANSWERS.report, handlerId: desk.handlerOf(organisationId).personId };
  if (step === 'call-joint-meeting')
    return { ...ANSWERS[step], heldAt: new Date(now + MEETING_IN_MS).toISOString().replace(/\.\d+Z$/, 'Z') };
  return { ...ANSWERS[step] };
}

let complaints = 0;

/** One case in the hands of the people who deal with it, through the API. */
export class Matter {
  readonly desk: Desk;
  readonly caseId: string;

  constructor(desk: Desk, caseId: string) {
    this.desk = desk;
    this.caseId = caseId;
  }

  /** Somebody complains, in words that nobody used before: the same words would be merged into one case. */
  static async complain(desk: Desk, complaint: Record<string, unknown> = {}): Promise<Matter> {
    complaints++;
    const words = { subject: `垃圾无人清运（${complaints}）`, text: `第${complaints}处垃圾堆放无人清运，请处理。` };
    const place = { townId: 'town-liuying', itemId: 'garbage' };
    return new Matter(desk, await desk.complain({ ...words, ...place, ...complaint }));
  }

  /** The step is answered as soon as it is open, by the organisation if one is named. */
  async does(step: string, answer: Record<string, unknown> = {}, organisationId?: string): Promise<Account> {
    return this.desk.answer(
      this.caseId,
      step,
      { ...answerOf(this.desk, step, organisationId), ...answer },
      organisationId,
    );
  }

  /** Several organisations do the same step at the same time. */
  async together(step: string, organisationIds: readonly string[]): Promise<void> {
    await Promise.all(organisationIds.map((id) => this.does(step, {}, id)));
  }

  /** The departments report, the lead plans, all handle, the lead hands in, the town passes it. */
  async isHandledBy(departmentIds: readonly string[]): Promise<void> {
    await this.together('report', departmentIds);
    await this.does('plan-handling');
    await this.together('handle', departmentIds);
    await this.does('hand-in-result');
    await this.does('verify-result');
  }

  /** The complainants are called back, all with the same answer; after a whistle the town rates the departments. */
  async isCalledBack(answer: Record<string, unknown> = { result: 'satisfied', solved: true }): Promise<void> {
    await this.does('callback', { callbacks: answer });
    const { path } = await this.desk.case(this.caseId);
    if (path === 'whistle') await this.does('evaluate-departments');
  }

  /** Waits for the open duty of a step and organisation, with its task: both the people and the clock have begun. */
  duty(step: string, organisationId?: string): Promise<CaseRow['duties'][number]> {
    const fits = (one: { step: string; organisation: { id: string } | null }) =>
      one.step === step && (organisationId === undefined || one.organisation?.id === organisationId);
    return this.desk.until(`the duty “${step}” of ${this.caseId}`, async () => {
      const { duties, openTasks } = await this.desk.case(this.caseId);
      return openTasks.some(fits) ? duties.find((duty) => duty.status === 'open' && fits(duty)) : undefined;
    });
  }

  /** Waits until a state of the case is true. @returns the case then */
  when(what: string, test: (found: CaseRow) => boolean): Promise<CaseRow> {
    return this.desk.until(`${what} in ${this.caseId}`, async () => {
      const found = await this.desk.case(this.caseId);
      return test(found) ? found : undefined;
    });
  }

  closed(): Promise<CaseRow> {
    return this.desk.closed(this.caseId);
  }

  happened(type: string): Promise<TimelineRow> {
    return this.desk.happened(this.caseId, type);
  }

  /** Steps in the order in which people handed them in: `step=outcome`. */
  async steps(): Promise<string[]> {
    return (await this.events('task-submitted')).map(({ data }) => `${data.step}=${data.outcome}`);
  }

  /** Events of a type, oldest first. */
  async events(type: string): Promise<TimelineRow[]> {
    return (await this.desk.timeline(this.caseId)).filter((event) => event.type === type);
  }
}
