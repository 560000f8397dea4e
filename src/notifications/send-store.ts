import { latestEvent } from '../cases/store.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/open.ts';
import { dutyById } from '../duties/store.ts';
import { stepName } from '../engine/store.ts';
import { DomainError } from '../errors.ts';
import { directionById } from '../handling/direction-store.ts';
import { meetingById } from '../meetings/meeting-store.ts';
import { organisationById } from '../register/store.ts';
import { notifications } from './table.ts';

/**
 * Texts by template. `{case}` is the case's number, `{step}` the duty's step, `{reason}` why it was refused, `{result}` what
 * was handed in last; `{time}`, `{place}` and `{agenda}` are the meeting's, `{direction}` the town's words, `{department}`
 * the department's name.
 */
const TEMPLATES = {
  'duty-reminder': '案件 {case} 的“{step}”即将到期，请及时办理。',
  'duty-urge': '案件 {case} 的“{step}”已到期，催办：请立即办理。',
  'duty-supervise': '案件 {case} 的“{step}”超期未办，现予督办，请单位负责人过问。',
  'duty-criticise': '案件 {case} 的“{step}”严重超期，现予通报批评。',
  'meeting-invitation': '案件 {case}：请于 {time} 到{place}参加会议。议题：{agenda}',
  'direction-given': '案件 {case}：属地镇街提出：{direction}',
  'department-evaluated': '案件 {case}：属地镇街已对贵单位的响应和办理结果作出评价，请查看。',
  'progress-stalled': '案件 {case}：{department}报到后迟迟没有进展，现予督办，请说明情况并抓紧办理。',
  'case-withdrawn': '案件 {case} 的诉求已撤回，办理终止，请停止相关工作。',
  'case-refused': '您反映的事项（编号 {case}）经审核不予受理。理由：{reason}',
  'case-result': '您反映的事项（编号 {case}）已有办理结果：{result} 我们将回访听取您的意见。',
} as const;

export type Template = keyof typeof TEMPLATES;

/** @throws DomainError `unknown-template`: the diagram names a text that does not exist */
export function templateOf(name: string | undefined): Template {
  if (name !== undefined && name in TEMPLATES) return name as Template;
  throw new DomainError(
    'unknown-template',
    422,
    `没有名为“${name ?? ''}”的通知文本。请设计人员改正通知任务的 template 标头。`,
  );
}

/** What a message is about; a text may only speak of what is given. */
export interface Message {
  readonly caseId: string;
  readonly dutyId: string | null;
  readonly meetingId?: string | null | undefined;
  readonly directionId?: string | null | undefined;
  readonly departmentId?: string | null | undefined;
  /** In which zone times are told. */
  readonly timeZone?: string;
  readonly recipients: readonly string[];
  /** Id of what it follows from, e.g. of the job that sends it: a repeat sends nothing twice. */
  readonly cause: string;
}

/**
 * Writes a message to each recipient group, once per cause.
 * @throws DomainError of what the text speaks of and does not exist, e.g. `meeting-not-found`
 */
export function notifyGroups(db: Database, clock: Clock, template: Template, message: Message): void {
  const { caseId, dutyId, recipients, cause } = message;
  const words = wordsOf(db, message);
  const text = TEMPLATES[template].replace(/\{(\w+)\}/g, (_, word: string) => String(words[word]?.() ?? ''));
  for (const recipient of recipients)
    db.insert(notifications)
      .values({ caseId, dutyId, recipient, template, text, at: clock.now(), cause })
      .onConflictDoNothing()
      .run();
}

function wordsOf(db: Database, message: Message): Record<string, () => unknown> {
  const { caseId, dutyId, meetingId, directionId, departmentId, timeZone } = message;
  const meeting = () => meetingById(db, caseId, meetingId ?? '');
  return {
    case: () => caseId,
    step: () => (dutyId ? stepName(db, dutyById(db, dutyId).step) : ''),
    reason: () => latestEvent(db, caseId, ['complaint-refused'])?.data.reason,
    result: () => latestEvent(db, caseId, ['result-handed-in'])?.data.summary,
    time: () => localTime(meeting().heldAt, timeZone),
    place: () => meeting().place,
    agenda: () => meeting().agenda,
    direction: () => directionById(db, caseId, directionId ?? '').text,
    department: () => organisationById(db, departmentId ?? '')?.name ?? departmentId,
  };
}

const localTime = (at: number, timeZone: string | undefined): string =>
  new Date(at).toLocaleString('zh-CN', {
    ...(timeZone === undefined ? {} : { timeZone }),
    dateStyle: 'medium',
    timeStyle: 'short',
  });
