import { handlerAccount, personId } from '../../src/sample/people.ts';
import type { Account, Desk } from './desk.ts';

type Form = Record<string, unknown>;

/** What became of each problem, as the one who handled it fills it in. */
const SOLVED = { solved: true, households: 186, people: 520, riskRemoved: false };
const UNSOLVED = { solved: false, households: 0, people: 0, riskRemoved: false };
/** When a meeting is held that is called now, ms later. */
const MEETING_IN_MS = 2_000;

/** One case with the people who work on it; each act waits until its task is there. */
export class Scene {
  private readonly desk: Desk;
  private readonly caseId: string;
  /** The city's date, e.g. `2026-11-23`. */
  readonly today: string;

  constructor(desk: Desk, caseId: string, today: string) {
    this.desk = desk;
    this.caseId = caseId;
    this.today = today;
  }

  answer(step: string, data: Form, organisationId?: string): Promise<Account> {
    return this.desk.answer(this.caseId, step, data, organisationId);
  }

  /** Waits for an event and gives what it says. */
  async happened(type: string): Promise<Readonly<Record<string, unknown>>> {
    return (await this.desk.happened(this.caseId, type)).data;
  }

  /** The departments of the handling team, once it is convened. */
  async team(): Promise<string[]> {
    const { departments } = (await this.happened('team-convened')) as { departments: { departmentId: string }[] };
    return departments.map(({ departmentId }) => departmentId);
  }

  blowWhistle(reason: string): Promise<Account> {
    return this.answer('town-review', { outcome: 'whistle', reason });
  }

  report(departmentId: string): Promise<Account> {
    const data = {
      outcome: 'reported',
      opinion: '已到现场，按职责分工办理。',
      handlerId: personId(handlerAccount(departmentId)),
    };
    return this.answer('report', data, departmentId);
  }

  handle(departmentId: string): Promise<Account> {
    return this.answer('handle', { outcome: 'handed-in', result: '本部门承担的事项已办结。' }, departmentId);
  }

  /** Several departments at once: each reports, the lead says how, each does its share. */
  async respond(departmentIds: readonly string[]): Promise<void> {
    const { leadDepartmentId } = await this.happened('lead-assigned');
    await Promise.all(
      departmentIds.map(async (departmentId) => {
        await this.report(departmentId);
        if (departmentId === leadDepartmentId) await this.plan();
        await this.handle(departmentId);
      }),
    );
  }

  plan(): Promise<Account> {
    return this.answer('plan-handling', { outcome: 'planned', plan: '三日内会同到场，一周内办结，社区协助联系住户。' });
  }

  handInResult(summary: string, solved = true): Promise<Account> {
    return this.answer('hand-in-result', { outcome: 'handed-in', summary, problems: solved ? SOLVED : UNSOLVED });
  }

  handleDirectly(result: string, solved = true): Promise<Account> {
    return this.answer('handle-directly', { outcome: 'handled', result, problems: solved ? SOLVED : UNSOLVED });
  }

  verifyResult(): Promise<Account> {
    return this.answer('verify-result', { outcome: 'passed' });
  }

  /** The lead sums up, the town verifies. */
  async conclude(summary: string, solved = true): Promise<void> {
    await this.handInResult(summary, solved);
    await this.verifyResult();
  }

  /** The platform arranges a government joint meeting for a moment from now, and keeps its resolution. */
  async holdJointMeeting(invitedIds: readonly string[], minutes: string, items: readonly Form[]): Promise<void> {
    const heldAt = new Date(Date.now() + MEETING_IN_MS).toISOString().replace(/\.\d+Z$/, 'Z');
    await this.answer('call-joint-meeting', {
      outcome: 'called',
      heldAt,
      place: '市政府三号会议室',
      agenda: '专题会办',
      invitedIds,
    });
    await this.answer('hold-joint-meeting', { outcome: 'resolved', minutes, participants: { attended: true }, items });
  }

  /** Every complainant is called back with the same answer. */
  callBack(result: string, solved: boolean, reason?: string): Promise<Account> {
    const callbacks = { result, solved, ...(reason === undefined ? {} : { reason }) };
    return this.answer('callback', { outcome: 'called-back', callbacks });
  }

  /** The town rates the departments that answered its whistle. */
  evaluate(response = 5, result = 5): Promise<Account> {
    return this.answer('evaluate-departments', { outcome: 'evaluated', ratings: { response, result } });
  }

  async satisfied(): Promise<void> {
    await Promise.all([this.callBack('satisfied', true), this.evaluate()]);
  }

  async dissatisfied(reason: string): Promise<void> {
    await Promise.all([this.callBack('dissatisfied', false, reason), this.evaluate(4, 2)]);
  }
}
