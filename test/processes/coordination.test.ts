import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type City, startCity } from '../support/city.ts';
import { Matter } from '../support/matter.ts';

const PLATFORMS = ['platform-city', 'platform-lanting', 'platform-heming'];
const DEPARTMENTS = [
  'dept-water',
  'dept-ecology',
  'dept-lanting-urban-management',
  'dept-lanting-agriculture',
  'dept-heming-urban-management',
  'dept-heming-agriculture',
];

describe('a matter across two districts', () => {
  let city: City;

  beforeAll(async () => {
    city = await startCity();
  });
  afterAll(() => city?.close());

  /** A polluted river, of which the town says that it runs through the neighbouring district as well. */
  const blown = async (): Promise<Matter> => {
    const matter = await Matter.complain(city.desk, { itemId: 'river-pollution', legacyMatter: true });
    await matter.does('town-review', { otherDistrictIds: ['district-heming'] });
    return matter;
  };

  /** Everything up to the platforms' talk about a common result. */
  const coordinated = async (): Promise<Matter> => {
    const matter = await blown();
    await matter.together('gather-departments', PLATFORMS);
    await matter.does('agree-plan', {}, 'platform-city');
    await matter.together('report', DEPARTMENTS);
    await matter.does('plan-handling', {}, 'dept-water');
    await matter.together('handle', DEPARTMENTS);
    await matter.together('report-share', PLATFORMS);
    return matter;
  };

  it.concurrent('is coordinated by each platform for its own departments, all at the same time', async () => {
    const matter = await blown();
    const { openTasks } = await matter.when('three gatherings', (found) => found.openTasks.length === PLATFORMS.length);
    expect(openTasks.map(({ step, organisation }) => [step, organisation?.id]).sort()).toEqual(
      PLATFORMS.map((id) => ['gather-departments', id]).sort(),
    );
    await matter.together('gather-departments', PLATFORMS);
    await matter.does('agree-plan', {}, 'platform-city');
    const later = await matter.when('all reports', (found) => found.openTasks.length === DEPARTMENTS.length);
    const reports = later.openTasks.filter(({ step }) => step === 'report').map(({ organisation }) => organisation?.id);
    expect(reports.sort()).toEqual([...DEPARTMENTS].sort());
  });

  it.concurrent('lets a platform gather one department more of its own', async () => {
    const matter = await blown();
    await matter.does('gather-departments', { departmentIds: ['dept-heming-housing'] }, 'platform-heming');
    await matter.together('gather-departments', ['platform-city', 'platform-lanting']);
    await matter.does('agree-plan', {}, 'platform-city');
    await matter.does('report', {}, 'dept-heming-housing');
    expect((await matter.happened('departments-gathered')).data).toMatchObject({
      platformId: 'platform-heming',
      departmentIds: ['dept-heming-housing'],
    });
  });

  it.concurrent('shows who waits for whom', async () => {
    const matter = await blown();
    await matter.duty('gather-departments', 'platform-heming');
    const { waitingFor } = await city.desk.case(matter.caseId);
    expect(waitingFor.map(({ organisation, waitsFor }) => [organisation.id, waitsFor.id])).toContainEqual([
      'platform-city',
      'platform-heming',
    ]);
  });

  it.concurrent('goes to the city’s leading group when the platforms find no common plan', async () => {
    const matter = await blown();
    await matter.together('gather-departments', PLATFORMS);
    await matter.does('agree-plan', { outcome: 'not-agreed', plan: undefined, reason: '两区对责任段认定不一' });
    await matter.duty('leader-decision', 'leading-city');
    expect((await matter.happened('leadership-taken-over')).data).toMatchObject({ reason: 'not-agreed' });
  });

  it.concurrent('lets a district’s platform rule the objections of its departments', async () => {
    const matter = await blown();
    await matter.together('gather-departments', PLATFORMS);
    await matter.does('agree-plan', {}, 'platform-city');
    await matter.does('report', { outcome: 'objection', opinion: '非我局职责' }, 'dept-lanting-agriculture');
    await matter.does('rule-objection', {}, 'platform-lanting');
    await matter.does('report', {}, 'dept-lanting-agriculture');
    expect((await matter.happened('department-reported')).organisation?.id).toBe('dept-lanting-agriculture');
  });

  it.concurrent('is handed in by the lead when the platforms agree', async () => {
    const matter = await coordinated();
    await matter.does('agree-result', {}, 'platform-city');
    await matter.does('hand-in-result', {}, 'dept-water');
    await matter.does('verify-result', {}, 'town-liuying');
    await matter.isCalledBack();
    const closed = await matter.closed();
    expect(closed).toMatchObject({ path: 'whistle', outcome: 'solved', otherDistricts: [{ id: 'district-heming' }] });
    expect(closed.departments.map(({ department, status }) => [department.id, status]).sort()).toEqual(
      DEPARTMENTS.map((id) => [id, 'handed-in']).sort(),
    );
    expect(await matter.events('coordination-agreed')).toHaveLength(1);
  });

  it.concurrent('goes to the city’s leading group when they do not agree', async () => {
    const matter = await coordinated();
    await matter.does('agree-result', { outcome: 'not-agreed', reason: '费用分担无法一致' });
    await matter.does(
      'leader-decision',
      { items: [{ description: '统一治理，费用按河长分担', ownerOrganisationId: 'dept-heming-urban-management' }] },
      'leading-city',
    );
    await matter.does('carry-out-resolution', {}, 'dept-heming-urban-management');
    await matter.does('hand-in-result', {}, 'dept-water');
    await matter.does('confirm-resolution');
    await matter.isCalledBack();
    expect(await matter.closed()).toMatchObject({ outcome: 'solved', openTasks: [] });
    const [takenOver] = await matter.events('leadership-taken-over');
    expect(takenOver?.data).toMatchObject({ leadingGroupId: 'leading-city', reason: 'not-agreed' });
  });
});
