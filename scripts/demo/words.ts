import type { TimelineRow } from './desk.ts';

const OUTCOMES: Readonly<Record<string, string>> = {
  accepted: '受理',
  refused: '不予受理',
  whistle: '吹哨',
  decided: '已指定',
  reported: '报到',
  'handed-in': '已提交',
  handled: '已办理',
  planned: '已提出方案',
  gathered: '已召集',
  called: '已安排',
  held: '已召开',
  cancelled: '未召开',
  summarised: '已汇总',
  answered: '已答复',
  approved: '同意延期',
  evaluated: '已评价',
  'called-back': '已回访',
  agreed: '达成一致',
  passed: '通过',
  'joint-meeting': '召开政府会办',
  instruct: '批示交办',
  resolved: '已形成决议',
  'carried-out': '已落实',
  confirmed: '同意销号',
};

/** How a case ended. */
const ENDS: Readonly<Record<string, string>> = {
  solved: '已解决',
  'partly-solved': '部分解决',
  unsolved: '未解决',
  refused: '不予受理',
  withdrawn: '诉求撤回',
};

const STAGES: Readonly<Record<string, string>> = {
  discovery: '问题发现',
  whistle: '街道吹哨',
  dispatch: '平台调度',
  report: '部门报到',
  feedback: '结果反馈',
};

const PATHS: Readonly<Record<string, string>> = {
  undecided: '未定',
  ordinary: '直办',
  whistle: '一哨联办',
  rejected: '不予受理',
};

const wordIn = (words: Readonly<Record<string, string>>) => (id: unknown) => words[String(id)] ?? String(id);
export const endWord = wordIn(ENDS);
export const stageWord = wordIn(STAGES);
export const pathWord = wordIn(PATHS);
const outcomeWord = wordIn(OUTCOMES);

/** What an event says: its heading, and what happened in it. */
type Saying = readonly [heading: string, sentence: string];
type Data = TimelineRow['data'];

/** How ids are called. */
export interface Names {
  readonly organisation: (id: string) => string;
  readonly step: (id: string) => string;
}

const listOf = (data: Data, key: string): Data[] => (Array.isArray(data[key]) ? data[key] : []);
const organisations = (ids: unknown, { organisation }: Names): string =>
  Array.isArray(ids) && ids.length > 0 ? ids.map((id) => organisation(String(id))).join('、') : '无';
const ladder =
  (heading: string) =>
  ({ step }: Data, names: Names): Saying => [
    heading,
    `“${names.step(String(step))}”${heading === '提醒' ? '即将到期' : '超期未办'}`,
  ];

/** Events that a spectator is shown. The others only say again what a person's own step has said. */
const SAYINGS: Readonly<Record<string, (data: Data, names: Names) => Saying>> = {
  'case-registered': ({ origin }) => ['诉求登记', origin === 'town' ? '镇街自行发现，无诉求人' : '12345平台登记'],
  'complaint-accepted': () => ['登记受理', '已受理'],
  'complaint-refused': ({ reason }) => ['不予受理', `告知诉求人理由：${reason}`],
  'task-submitted': ({ step, outcome }, names) => [names.step(String(step)), outcomeWord(outcome)],
  'whistle-source-decided': ({ qualifies, reason }) => [
    '哨源判定',
    qualifies ? `属于哨源：${reason}` : '不属于哨源，转单部门直办',
  ],
  'whistle-blown': () => ['吹哨登记', '哨声已响'],
  'lead-assigned': ({ leadDepartmentId, supportDepartmentIds, by }, names) => [
    '确定牵头部门',
    `牵头：${names.organisation(String(leadDepartmentId))}；支持：${organisations(supportDepartmentIds, names)}（${by === 'platform' ? '平台指定' : '应哨部门数据库'}）`,
  ],
  'team-convened': (data) => ['组建专办团队', `${listOf(data, 'departments').length} 个部门`],
  'coordination-started': (data, names) => [
    '市区任务拆分',
    listOf(data, 'platforms')
      .map(
        ({ platformId, departmentIds }) =>
          `${names.organisation(String(platformId))}（${organisations(departmentIds, names)}）`,
      )
      .join('；'),
  ],
  'duty-remind': ladder('提醒'),
  'duty-urge': ladder('催办'),
  'duty-supervise': ladder('督办'),
  'duty-criticise': ladder('通报批评'),
  'duties-withdrawn': (data) => ['收回未办任务', `${listOf(data, 'dutyIds').length} 项`],
  'leadership-taken-over': ({ leadingGroupId }, names) => ['领办', `${names.organisation(String(leadingGroupId))}接办`],
  'leader-instructed': (data) => ['登记决议事项', `${listOf(data, 'items').length} 项`],
  'joint-meeting-resolved': (data) => ['登记决议事项', `会办决议 ${listOf(data, 'items').length} 项`],
  'resolution-carried-out': (data) => {
    const items = listOf(data, 'items');
    const done = items.filter(({ outcome }) => outcome === 'carried-out');
    return ['登记落实情况', `落实 ${done.length}/${items.length} 项`];
  },
  'result-handed-in': (data) => {
    const results = listOf(data, 'results');
    const solved = results.filter((result) => result.solved === true);
    return ['登记办理结果', `解决 ${solved.length}/${results.length} 个问题`];
  },
  'feedback-started': () => ['告知办理结果', '已通知诉求人'],
  'redo-started': ({ round }) => ['登记重办', `群众不满意，进入第 ${round} 轮`],
  'case-closed': ({ outcome }) => ['结案', endWord(outcome)],
};

/** One line for an event; undefined for one that is not worth a line. @param time local time of day */
export function lineOf(event: TimelineRow, time: string, names: Names): string | undefined {
  const saying = SAYINGS[event.type]?.(event.data, names);
  if (!saying) return undefined;
  const [heading, sentence] = saying;
  const who = event.person
    ? `${event.organisation?.name ?? ''} ${event.person.name}`
    : (event.organisation?.name ?? '');
  return `${time} ${stageWord(event.stage)} ┊ ${heading}：${who === '' ? '' : `${who.trim()} → `}${sentence}`;
}
