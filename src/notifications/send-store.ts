import { latestEvent } from '../cases/store.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/open.ts';
import { dutyById } from '../duties/store.ts';
import { stepName } from '../engine/store.ts';
import { DomainError } from '../errors.ts';
import { notifications } from './table.ts';

/**
 * Texts by template. `{case}` is the case's number, `{step}` the duty's step, `{reason}` why it was refused, `{result}` what
 * was handed in last.
 */
const TEMPLATES = {
  'duty-reminder': '案件 {case} 的“{step}”即将到期，请及时办理。',
  'duty-urge': '案件 {case} 的“{step}”已到期，催办：请立即办理。',
  'duty-supervise': '案件 {case} 的“{step}”超期未办，现予督办，请单位负责人过问。',
  'duty-criticise': '案件 {case} 的“{step}”严重超期，现予通报批评。',
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

/**
 * Writes a message to each recipient group, once per cause.
 * @param message.cause id of the job that sends it: a repeat sends nothing twice
 */
export function notifyGroups(
  db: Database,
  clock: Clock,
  template: Template,
  message: {
    readonly caseId: string;
    readonly dutyId: string | null;
    readonly recipients: readonly string[];
    readonly cause: string;
  },
): void {
  const { caseId, dutyId, recipients, cause } = message;
  const words: Record<string, () => unknown> = {
    case: () => caseId,
    step: () => (dutyId ? stepName(db, dutyById(db, dutyId).step) : ''),
    reason: () => latestEvent(db, caseId, ['complaint-refused'])?.data.reason,
    result: () => latestEvent(db, caseId, ['result-handed-in'])?.data.summary,
  };
  const text = TEMPLATES[template].replace(/\{(\w+)\}/g, (_, word: string) => String(words[word]?.() ?? ''));
  for (const recipient of recipients)
    db.insert(notifications)
      .values({ caseId, dutyId, recipient, template, text, at: clock.now(), cause })
      .onConflictDoNothing()
      .run();
}
