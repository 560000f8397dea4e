import { describe, expect, it } from 'vitest';
import { type Concerned, whoWaitsFor } from '../../src/cases/waiting.ts';

const LED = 'leading-city';
const HEMING = 'platform-heming';
const PLATFORM = 'platform-city';
const LEAD = 'dept-water';
const TOWN = 'town-liuying';
const SUPPORT = 'dept-ecology';

const concerned: Concerned = {
  townId: TOWN,
  leadDepartmentId: LEAD,
  leadingGroupId: null,
  platformIds: [PLATFORM, 'platform-lanting', HEMING],
  hasComplainants: true,
  hosts: new Map([['item', TOWN]]),
  holders: new Map([['duty', SUPPORT]]),
};
const waiting = (
  step: string,
  organisationId: string,
  {
    scope = 'joint',
    reference = null,
    ...change
  }: Partial<Concerned> & { scope?: string; reference?: string | null } = {},
) => whoWaitsFor({ step, organisationId, scope, reference }, { ...concerned, ...change });

describe('who waits', () => {
  it.each([
    ['accept-complaint', PLATFORM, ['complainants']],
    ['town-review', TOWN, [PLATFORM]],
    ['overrule-review', PLATFORM, [TOWN]],
    ['relocate-case', PLATFORM, [TOWN]],
    ['decide-lead', PLATFORM, [TOWN]],
    ['handle-directly', LEAD, ['complainants']],
    ['report', SUPPORT, [LEAD]],
    ['handle', SUPPORT, [LEAD]],
    ['plan-handling', LEAD, [TOWN]],
    ['handle', LEAD, [TOWN]],
    ['gather-departments', HEMING, [PLATFORM]],
    ['report-share', HEMING, [PLATFORM]],
    ['report-share', PLATFORM, [TOWN]],
    ['agree-plan', PLATFORM, ['platform-lanting', HEMING]],
    ['agree-result', PLATFORM, ['platform-lanting', HEMING]],
    ['carry-out-sub-task', LEAD, [TOWN]],
    ['summarise-consultation', LEAD, [TOWN]],
    ['hand-in-result', LEAD, [TOWN]],
    ['verify-result', TOWN, [LEAD]],
    ['hold-meeting', TOWN, [LEAD]],
    ['hold-meeting', LEAD, [TOWN]],
    ['answer-direction', SUPPORT, [TOWN]],
    ['callback', PLATFORM, ['complainants']],
    ['evaluate-departments', TOWN, [PLATFORM]],
    ['a-step-of-the-designer', SUPPORT, [TOWN]],
    ['a-step-of-the-designer', TOWN, [PLATFORM]],
  ])('for %s of %s: %j', (step, organisationId, expected) => {
    expect(waiting(step, organisationId)).toEqual(expected);
  });

  it.each(['leader-decision', 'call-joint-meeting', 'hold-joint-meeting', 'confirm-resolution'])(
    'for the leaders’ %s: the lead department',
    (step) => {
      expect(waiting(step, LED, { leadingGroupId: LED })).toEqual([LEAD]);
    },
  );

  it.each(['carry-out-resolution', 'hand-in-result'])('for %s in a case that is led: the leading group', (step) => {
    expect(waiting(step, LEAD, { leadingGroupId: LED })).toEqual([LED]);
  });

  it.each(['rule-objection', 'decide-jointly'])('for %s: the department that objected', (step) => {
    expect(waiting(step, PLATFORM, { scope: `joint/${SUPPORT}` })).toEqual([SUPPORT]);
    expect(waiting(step, PLATFORM, { scope: `joint/${LEAD}/${SUPPORT}` })).toEqual([SUPPORT]);
  });

  it('for a decision of a meeting: who held it', () => {
    expect(waiting('carry-out-decision', SUPPORT, { reference: 'item' })).toEqual([TOWN]);
    expect(waiting('carry-out-decision', SUPPORT, { reference: 'item', hosts: new Map([['item', LEAD]]) })).toEqual([
      LEAD,
    ]);
  });

  it('for an extension: the unit that asked for it', () => {
    expect(waiting('approve-extension', PLATFORM, { scope: `joint/${SUPPORT}/duty` })).toEqual([SUPPORT]);
  });

  it('nobody where a town that nobody complained to has only itself', () => {
    const alone = { hasComplainants: false, platformIds: [] };
    expect(waiting('handle-directly', TOWN, alone)).toEqual([]);
    expect(waiting('callback', PLATFORM, { hasComplainants: false })).toEqual([TOWN]);
  });

  it('the platform for a matter that no town has yet', () => {
    expect(waiting('decide-lead', PLATFORM, { townId: null })).toEqual(['complainants']);
    expect(waiting('handle', LEAD, { townId: null })).toEqual([PLATFORM]);
  });
});
