import type { Desk } from './desk.ts';
import type { Expectation } from './expectation.ts';
import type { Scene } from './scene.ts';

/** A whole case, from how it comes in to how it must end. */
export interface Story {
  readonly number: number;
  readonly title: string;
  /** Brings the case in. @param batch word that no other run has @returns the case's number */
  readonly open: (desk: Desk, batch: string) => Promise<string>;
  /** What the people do. */
  readonly play: (scene: Scene) => Promise<void>;
  readonly expected: Expectation;
}

/** The very same complaint is attached to a running case, so each run's complaints say which run they are of. */
const complaint =
  (body: { subject: string; text: string; itemId: string; townId: string } & Record<string, unknown>) =>
  (desk: Desk, batch: string): Promise<string> =>
    desk.complain({ ...body, profile: 'drill', text: `${body.text}（演练 ${batch}）` });

const TAKEN_IN = ['case-registered', 'complaint-accepted', 'whistle-source-decided'];
const BLOWN = [...TAKEN_IN, 'whistle-blown', 'lead-assigned', 'team-convened'];
const TOLD = ['feedback-started', 'callback-done', 'case-closed'];

const FIVE_STAGES: Story = {
  number: 1,
  title: '不动产权证：一家牵头、三家支持，走完五个环节',
  open: complaint({
    subject: '小区交房八年办不了不动产权证',
    text: '小区交付八年，用地、验收、税费几家单位互相推，186户至今办不了不动产权证。',
    itemId: 'property-certificate',
    townId: 'town-liuying',
    legacyMatter: true,
    pushedDepartments: 3,
    problems: ['186户办不了不动产权证', '契税重复缴纳未退'],
  }),
  play: async (scene) => {
    await scene.blowWhistle('多部门推诿的历史遗留问题，镇街无力单独解决。');
    await scene.respond(await scene.team());
    await scene.conclude('登记档案补齐，186户已分批领证；重复缴纳的契税已退。');
    await scene.satisfied();
  },
  expected: {
    path: 'whistle',
    outcome: 'solved',
    round: 1,
    events: [...BLOWN, 'department-reported', 'department-handed-in', 'result-handed-in', ...TOLD],
    counts: { 'department-reported': 4, 'department-handed-in': 4, 'leadership-taken-over': 0 },
  },
};

/** The department of story 2 that does not report. */
const SILENT = 'dept-natural-resources';

const SILENT_DEPARTMENT: Story = {
  number: 2,
  title: '部门不报到：提醒、催办、督办、通报，领导小组领办，政府会办',
  open: complaint({
    subject: '楼顶违章搭建多年无人拆除',
    text: '楼顶违章搭建反映多次，部门之间一直认定不下来。',
    itemId: 'illegal-construction',
    townId: 'town-yunfan',
    repeatCount: 6,
    problems: ['楼顶违章搭建未拆除'],
  }),
  play: async (scene) => {
    await scene.blowWhistle('群众反复投诉，需要多部门联合执法。');
    const team = await scene.team();
    await scene.respond(team.filter((departmentId) => departmentId !== SILENT));
    await scene.answer('leader-decision', { outcome: 'joint-meeting', opinion: '部门久拖不报到，提交政府会办。' });
    const owners = ['dept-urban-management', SILENT];
    const items = owners.map((ownerOrganisationId) => ({ description: '按会办决议限期落实', ownerOrganisationId }));
    await scene.holdJointMeeting(owners, '会议认定该搭建违反规划，限期拆除。', items);
    const report = { outcome: 'carried-out', report: '决议事项已落实。' };
    await Promise.all(owners.map((owner) => scene.answer('carry-out-resolution', report, owner)));
    await scene.handInResult('违章搭建已拆除，楼顶已恢复。');
    await scene.answer('confirm-resolution', { outcome: 'confirmed' });
    await scene.satisfied();
  },
  expected: {
    path: 'whistle',
    outcome: 'solved',
    round: 1,
    events: [
      ...BLOWN,
      'duty-remind',
      'duty-urge',
      'duty-supervise',
      'duty-criticise',
      'duties-withdrawn',
      'leadership-taken-over',
      'joint-meeting-resolved',
      'resolution-carried-out',
      'result-handed-in',
      ...TOLD,
    ],
    counts: { 'department-reported': 3, 'leadership-taken-over': 1, 'duty-criticise': 1 },
  },
};

interface Share {
  readonly platformId: string;
  readonly departmentIds: readonly string[];
}

const ACROSS_DISTRICTS: Story = {
  number: 3,
  title: '跨区河道黑臭：市区一体联办',
  open: complaint({
    subject: '界河河水发黑发臭',
    text: '松麓区与望溪县交界的河道多年黑臭，两边都说在对岸。',
    itemId: 'river-pollution',
    townId: 'town-songfeng',
    otherDistrictIds: ['district-wangxi'],
    pushedDepartments: 2,
    problems: ['界河河水黑臭'],
  }),
  play: async (scene) => {
    await scene.blowWhistle('河道跨区，须由市、区平台一体联办。');
    const { platforms } = (await scene.happened('coordination-started')) as { platforms: Share[] };
    const gathered = { outcome: 'gathered', plan: '分段排查，同步整治。' };
    await Promise.all(platforms.map(({ platformId }) => scene.answer('gather-departments', gathered, platformId)));
    await scene.answer('agree-plan', { outcome: 'agreed', plan: '市级截污，两区同步清淤，三方同日验收。' });
    await Promise.all(
      platforms.map(async ({ platformId, departmentIds }) => {
        await scene.respond(departmentIds);
        await scene.answer('report-share', { outcome: 'handed-in', result: '本级责任段已整治。' }, platformId);
      }),
    );
    await scene.answer('agree-result', { outcome: 'agreed', reason: '上下游水质同步达标，两地共管。' });
    await scene.conclude('界河全线整治完成，水质达标。');
    await scene.satisfied();
  },
  expected: {
    path: 'whistle',
    outcome: 'solved',
    round: 1,
    events: [...BLOWN, 'coordination-started', 'plan-agreed', 'coordination-agreed', 'result-handed-in', ...TOLD],
    counts: { 'department-reported': 6, 'department-handed-in': 6, 'leadership-taken-over': 0 },
  },
};

const ORDINARY: Story = {
  number: 4,
  title: '普通诉求：不属于哨源，单部门直办',
  open: complaint({
    subject: '楼下夜间施工噪声扰民',
    text: '楼下装修队夜间十一点仍在施工，影响休息。',
    itemId: 'noise',
    townId: 'town-tingyu',
  }),
  play: async (scene) => {
    await scene.handleDirectly('已现场制止，装修队书面承诺夜间停工。');
    await scene.callBack('basically-satisfied', true);
  },
  expected: {
    path: 'ordinary',
    outcome: 'solved',
    round: 1,
    events: [...TAKEN_IN, 'lead-assigned', 'result-handed-in', ...TOLD],
    counts: { 'whistle-blown': 0, 'team-convened': 0 },
  },
};

const REFUSED: Story = {
  number: 5,
  title: '不予受理：已进入诉讼，告知理由',
  open: complaint({
    subject: '对法院正在审理的物业纠纷不服',
    text: '与物业公司的纠纷法院正在审理，要求政府改判。',
    itemId: 'property-management',
    townId: 'town-luhua',
    refusalGrounds: ['court'],
  }),
  play: async (scene) => {
    await scene.answer('accept-complaint', { outcome: 'refused', reason: '事项已进入诉讼程序，请依法向法院主张。' });
  },
  expected: {
    path: 'rejected',
    outcome: 'refused',
    round: 1,
    events: ['case-registered', 'complaint-refused', 'case-closed'],
    counts: { 'complaint-accepted': 0, 'callback-done': 0 },
  },
};

const OWN_WHISTLE: Story = {
  number: 6,
  title: '镇街自行发现隐患吹哨：没有诉求人，不回访',
  open: async (desk, batch) => {
    const { caseId } = await desk.request<{ caseId: string }>('xiaotang.officer1', 'POST', '/whistles', {
      subject: '老旧厂房消防通道被堵',
      text: `巡查发现老旧厂房消防通道长期堆物。（演练 ${batch}）`,
      place: '晓塘镇工业路',
      itemId: 'fire-hazard',
      profile: 'drill',
    });
    return caseId;
  },
  play: async (scene) => {
    await scene.respond(await scene.team());
    await scene.conclude('消防通道已清通。');
    await scene.evaluate();
  },
  expected: {
    path: 'whistle',
    outcome: 'solved',
    round: 1,
    events: ['case-registered', 'whistle-blown', 'lead-assigned', 'team-convened', 'result-handed-in', 'case-closed'],
    counts: { 'whistle-source-decided': 0, 'department-reported': 3, 'callback-done': 0 },
  },
};

const REDO: Story = {
  number: 7,
  title: '回访不满意：原班人马重办，再回访满意',
  open: complaint({
    subject: '小区周边车辆乱停无处可停',
    text: '小区周边违停严重，反映多次没有改观。',
    itemId: 'parking',
    townId: 'town-lanqiao',
    repeatCount: 5,
    problems: ['周边道路违停', '停车位不足'],
  }),
  play: async (scene) => {
    await scene.blowWhistle('同一事项反复投诉。');
    const team = await scene.team();
    await scene.respond(team);
    await scene.conclude('已加强巡查。', false);
    await scene.dissatisfied('只贴了通知，车还是停满。');
    await scene.happened('redo-started');
    await Promise.all(team.map((departmentId) => scene.handle(departmentId)));
    await scene.conclude('新增泊位60个，违停路段已隔离。');
    await scene.satisfied();
  },
  expected: {
    path: 'whistle',
    outcome: 'solved',
    round: 2,
    events: [...BLOWN, 'result-handed-in', 'callback-done', 'redo-started', 'result-handed-in', ...TOLD],
    // Who has reported stays until the case is closed (事不结人不撤, R7a) and does not report again.
    counts: { 'department-reported': 3, 'department-handed-in': 6, 'callback-done': 2 },
  },
};

export const STORIES: readonly Story[] = [
  FIVE_STAGES,
  SILENT_DEPARTMENT,
  ACROSS_DISTRICTS,
  ORDINARY,
  REFUSED,
  OWN_WHISTLE,
  REDO,
];
