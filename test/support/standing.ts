import { type Desk, OPERATOR } from '../../scripts/demo/desk.ts';
import { Matter } from './matter.ts';

/** A matter brought to a certain point of the mechanism, where it waits for people. */
export type Arrangement = (desk: Desk, now: () => number) => Promise<Matter>;

const LEAD = 'dept-urban-management';
const TEAM = [LEAD, 'dept-housing'];
const TOWN_OFFICER = 'liuying.officer1';
const DAY_MS = 86_400_000;
/** When a consultation that is opened now closes, ms later. */
const SOON_MS = 3_000;

const complained =
  (complaint: Record<string, unknown> = {}): Arrangement =>
  (desk) =>
    Matter.complain(desk, complaint);
const legacy = (complaint: Record<string, unknown> = {}): Arrangement =>
  complained({ legacyMatter: true, ...complaint });

const blown: Arrangement = async (desk, now) => {
  const matter = await legacy()(desk, now);
  await matter.does('town-review');
  return matter;
};

const reported: Arrangement = async (desk, now) => {
  const matter = await blown(desk, now);
  await matter.together('report', TEAM);
  await matter.does('plan-handling');
  return matter;
};

const handled: Arrangement = async (desk, now) => {
  const matter = await reported(desk, now);
  await matter.together('handle', TEAM);
  return matter;
};

const led: Arrangement = async (desk, now) => {
  const matter = await blown(desk, now);
  await matter.duty('report');
  await desk.request(OPERATOR, 'POST', `/cases/${matter.caseId}/leadership`, { reason: '群体事件苗头' });
  return matter;
};

const decided: Arrangement = async (desk, now) => {
  const matter = await led(desk, now);
  const items = TEAM.map((ownerOrganisationId) => ({ description: '按时落实', ownerOrganisationId }));
  await matter.does('leader-decision', { items });
  return matter;
};

const asUnit = (desk: Desk, organisationId: string, path: string, body: object) =>
  desk.request(desk.handlerOf(organisationId).account, 'POST', path, body);
const dateOf = (at: number) => new Date(at).toISOString().slice(0, 10);

/** Arranges with an earlier arrangement and something more. */
const then =
  (earlier: Arrangement, more: (matter: Matter, desk: Desk, now: () => number) => Promise<unknown>): Arrangement =>
  async (desk, now) => {
    const matter = await earlier(desk, now);
    await more(matter, desk, now);
    return matter;
  };

const asked: Arrangement = then(complained(), async (matter, desk) => {
  const { id, organisation } = await matter.duty('handle-directly');
  await asUnit(desk, organisation.id, `/duties/${id}/extension`, { amount: 3, reason: '须现场鉴定' });
  await matter.duty('approve-extension');
});

/** By what the matter waits for: every stage, both paths, leadership, coordination, and what goes on beside. */
export const STANDINGS: Readonly<Record<string, Arrangement>> = {
  'acceptance because of grounds to refuse': then(complained({ refusalGrounds: ['petition'] }), (matter) =>
    matter.duty('accept-complaint'),
  ),
  'acceptance because nobody knows where it is': then(legacy({ townId: undefined }), (matter) =>
    matter.duty('accept-complaint'),
  ),
  'the town’s review': then(legacy(), (matter) => matter.duty('town-review')),
  'the platform’s word on a town that declined': then(legacy(), async (matter) => {
    await matter.does('town-review', { outcome: 'decline', reason: '单一部门即可办理' });
    await matter.duty('overrule-review');
  }),
  'another town': then(legacy(), async (matter) => {
    await matter.does('town-review', { outcome: 'not-our-territory', reason: '不在辖区' });
    await matter.does('relocate-case', { townId: 'town-luhua' });
    await matter.duty('town-review', 'town-luhua');
  }),
  'a lead to be named': then(legacy({ itemId: 'electric-bike-charging' }), async (matter) => {
    await matter.does('town-review');
    await matter.duty('decide-lead');
  }),
  'both reports': then(blown, (matter) => Promise.all(TEAM.map((id) => matter.duty('report', id)))),
  'the second report and the plan': then(blown, async (matter) => {
    await matter.does('report', {}, LEAD);
    await Promise.all([matter.duty('plan-handling'), matter.duty('report', 'dept-housing')]);
  }),
  'the word on an objection': then(blown, async (matter) => {
    await matter.does('report', { outcome: 'objection', opinion: '不属于我局职责' }, 'dept-housing');
    await matter.duty('rule-objection');
  }),
  'one of two departments': then(reported, async (matter) => {
    await matter.does('handle', {}, 'dept-housing');
    await matter.duty('handle', LEAD);
  }),
  'an answer to the town, beside the departments': then(reported, async (matter, desk) => {
    const direction = { kind: 'opinion', departmentId: 'dept-housing', text: '请先清理主干道' };
    await desk.request(TOWN_OFFICER, 'POST', `/cases/${matter.caseId}/directions`, direction);
    await matter.duty('answer-direction');
  }),
  'a meeting’s minutes, beside the departments': then(reported, async (matter, desk) => {
    const meeting = { kind: 'on-spot', place: '现场', agenda: '查看', invitedPartyIds: [] };
    const body = { ...meeting, invitedOrganisationIds: TEAM };
    await desk.request(TOWN_OFFICER, 'POST', `/cases/${matter.caseId}/meetings`, body);
    await matter.duty('hold-meeting');
  }),
  'a sub-task, beside the departments': then(reported, async (matter, desk, now) => {
    const task = { partyId: 'party-city-property', description: '通知业主', dueOn: dateOf(now() + 5 * DAY_MS) };
    await asUnit(desk, LEAD, `/cases/${matter.caseId}/sub-tasks`, task);
    await matter.duty('carry-out-sub-task');
  }),
  'what the public said, beside the departments': then(reported, async (matter, desk, now) => {
    const closesAt = new Date(now() + SOON_MS).toISOString();
    const consultation = { kind: 'council', question: '清运时段', place: '议事厅', closesAt };
    await asUnit(desk, LEAD, `/cases/${matter.caseId}/consultations`, consultation);
    await matter.duty('summarise-consultation');
  }),
  'the lead’s result': then(handled, (matter) => matter.duty('hand-in-result')),
  'the town’s verification': then(handled, async (matter) => {
    await matter.does('hand-in-result');
    await matter.duty('verify-result');
  }),
  'the platforms that gather their departments': then(legacy({ itemId: 'river-pollution' }), async (matter) => {
    await matter.does('town-review', { otherDistrictIds: ['district-heming'] });
    await matter.does('gather-departments', {}, 'platform-city');
    await matter.duty('gather-departments', 'platform-heming');
  }),
  'one department, with its clock stopped': then(complained(), async (matter, desk) => {
    const { id } = await matter.duty('handle-directly');
    await desk.request(OPERATOR, 'POST', `/duties/${id}/pause`, { ground: 'material', reason: '等待补充材料' });
  }),
  'one department, with more time': then(asked, async (matter) => {
    await matter.does('approve-extension');
    await matter.happened('duty-extended');
  }),
  'the word on more time for one department': asked,
  'one department, in a second round': then(complained(), async (matter) => {
    await matter.does('handle-directly');
    await matter.does('callback', { callbacks: { result: 'dissatisfied', solved: false, reason: '没有解决' } });
    await matter.when('the second round', ({ round }) => round === 2);
    await matter.duty('handle-directly');
  }),
  'the callback after direct handling': then(complained(), async (matter) => {
    await matter.does('handle-directly');
    await matter.duty('callback');
  }),
  'the callback after a whistle': then(handled, async (matter) => {
    await matter.does('hand-in-result');
    await matter.does('verify-result');
    await Promise.all([matter.duty('callback'), matter.duty('evaluate-departments')]);
  }),
  'the leading group’s decision': then(led, (matter) => matter.duty('leader-decision')),
  'a government meeting’s resolution': then(led, async (matter) => {
    await matter.does('leader-decision', { outcome: 'joint-meeting', opinion: '请平台召集会办' });
    await matter.does('call-joint-meeting');
    await matter.duty('hold-joint-meeting');
  }),
  'one of two items of the leading group': then(decided, async (matter) => {
    await matter.does('carry-out-resolution', {}, LEAD);
    await matter.duty('carry-out-resolution', 'dept-housing');
  }),
  'the leading group’s consent': then(decided, async (matter) => {
    await matter.together('carry-out-resolution', TEAM);
    await matter.does('hand-in-result');
    await matter.duty('confirm-resolution');
  }),
};

/** What people answer to bring every standing to its end. */
export const ANSWERS_TO_THE_END: Readonly<Record<string, Record<string, unknown>>> = {
  'accept-complaint': { townId: 'town-liuying', itemId: 'garbage' },
  'decide-lead': { leadDepartmentId: 'dept-fire', supportDepartmentIds: ['dept-housing'] },
  'leader-decision': { items: [{ description: '按时落实', ownerOrganisationId: LEAD }] },
  'hold-joint-meeting': { items: [{ description: '按时落实', ownerOrganisationId: LEAD }] },
};
