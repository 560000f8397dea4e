import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { circleThrough } from '../../src/register/deputies.ts';
import { membersOf, principalOf } from '../../src/register/store.ts';
import type { deputies } from '../../src/register/table.ts';
import { overlap } from '../../src/register/validity.ts';
import { createWorld, OPERATOR, START, type World } from '../http/fixture.ts';
import { everything } from '../support/everything.ts';

const ADMINISTRATOR = 'system.administrator';

let world: World;
beforeEach(() => {
  world = createWorld();
});

describe('POST /people', () => {
  const somebody = {
    account: 'housing.handler2',
    name: ' 新人 ',
    memberships: [{ organisationId: 'dept-housing', role: 'handler', post: '应哨办理岗' }],
  };

  test('takes somebody in', async () => {
    const { status, body } = await world.post(ADMINISTRATOR, '/people', somebody);
    expect(status).toBe(201);
    expect(principalOf(world.db, body.personId, START)).toMatchObject({
      account: 'housing.handler2',
      name: '新人',
      groups: ['dept-housing:handler'],
    });
  });

  const membership = (organisationId: string, role: string) => ({ organisationId, role, post: '岗' });
  test.each([
    ['an account that is taken', { account: 'housing.handler' }, 409, 'account-taken', 'account'],
    ['an account with capitals', { account: 'Housing' }, 400, 'invalid-input', 'account'],
    ['no name', { name: ' ' }, 400, 'invalid-input', 'name'],
    [
      'an unknown organisation',
      { memberships: [membership('dept-x', 'handler')] },
      400,
      'unknown-organisation',
      'memberships.0.organisationId',
    ],
    [
      'a role that does not fit',
      { memberships: [membership('town-liuying', 'handler')] },
      400,
      'role-does-not-fit',
      'memberships.0.role',
    ],
    ['an unknown role', { memberships: [membership('dept-fire', 'king')] }, 400, 'invalid-input', 'memberships.0.role'],
    [
      'a role twice',
      { memberships: [membership('dept-fire', 'head'), membership('dept-fire', 'head')] },
      409,
      'already-member',
      'memberships.1.role',
    ],
    [
      'two administrators in one',
      {
        memberships: [membership('dept-fire', 'system-administrator'), membership('dept-fire', 'audit-administrator')],
      },
      409,
      'separated-roles',
      undefined,
    ],
    ['an unknown field', { leftAt: 1 }, 400, 'invalid-input', 'leftAt'],
  ])('refuses %s and changes nothing', async (_name, change, status, code, field) => {
    const before = everything(world.db);
    const answer = await world.post(ADMINISTRATOR, '/people', { ...somebody, ...change });
    expect(answer).toMatchObject({ status, body: { code, ...(field === undefined ? {} : { field }) } });
    expect(everything(world.db)).toEqual(before);
  });

  test('is for the system administrator', async () => {
    expect((await world.post(OPERATOR, '/people', somebody)).body.code).toBe('wrong-role');
  });
});

describe('POST /people/:id/memberships', () => {
  const add = (id: string, membership: object, account = ADMINISTRATOR) =>
    world.post(account, `/people/${id}/memberships`, membership);

  test('gives a further post', async () => {
    const post = { organisationId: 'dept-housing', role: 'handler', post: '兼应哨办理岗' };
    expect((await add('person-housing-head', post)).status).toBe(204);
    expect(membersOf(world.db, 'dept-housing', 'handler')).toContainEqual(
      expect.objectContaining({ personId: 'person-housing-head', post: '兼应哨办理岗' }),
    );
    expect((await add('person-housing-head', post)).body.code).toBe('already-member');
  });

  test('keeps the three administrators apart from everybody', async () => {
    const post = { organisationId: 'dept-approval', role: 'security-administrator', post: '岗' };
    for (const id of ['person-system-administrator', 'person-housing-head'])
      expect((await add(id, post)).body.code).toBe('separated-roles');
  });

  test('refuses an unknown person, and anybody but the system administrator', async () => {
    const post = { organisationId: 'dept-fire', role: 'head', post: '岗' };
    expect((await add('nobody', post)).body.code).toBe('person-not-found');
    expect((await add('person-housing-head', post, OPERATOR)).body.code).toBe('wrong-role');
  });
});

describe('deputies', () => {
  const put = (personId: string, deputyId: string, validFrom = '2026-12-01', validUntil?: string) =>
    world.post(ADMINISTRATOR, '/deputies', {
      personId: `person-${personId}`,
      deputyId: `person-${deputyId}`,
      validFrom,
      ...(validUntil ? { validUntil } : {}),
    });

  test('are named from an instant until another', async () => {
    expect((await put('fire-head', 'water-head', '2026-12-01T08:30:00+08:00', '2026-12-05')).status).toBe(204);
    const { items } = (await world.get(OPERATOR, '/deputies?personId=person-fire-head')).body;
    expect(items).toEqual([
      {
        person: { id: 'person-fire-head', name: expect.any(String) },
        deputy: { id: 'person-water-head', name: expect.any(String) },
        validFrom: '2026-12-01T00:30:00.000Z',
        validUntil: '2026-12-04T16:00:00.000Z',
        valid: false,
      },
    ]);
    const group = { group: 'dept-fire:head', onBehalfOfId: 'person-fire-head' };
    const groupsAt = (at: string) => principalOf(world.db, 'person-water-head', Date.parse(at))?.deputyGroups;
    expect(groupsAt('2026-12-02T00:00:00Z')).toContainEqual(group);
    expect(groupsAt('2026-12-05T00:00:00Z')).not.toContainEqual(group);
  });

  test('a second time for the same two change the time', async () => {
    await put('fire-head', 'water-head');
    await put('fire-head', 'water-head', '2027-01-01');
    const { items } = (await world.get(OPERATOR, '/deputies?personId=person-fire-head')).body;
    expect(items).toMatchObject([{ validFrom: '2026-12-31T16:00:00.000Z', validUntil: null }]);
  });

  test.each([
    ['oneself', 'fire-head', 'fire-head', undefined, 400, 'own-deputy'],
    ['an end before the beginning', 'fire-head', 'water-head', '2026-11-30', 400, 'invalid-period'],
    ['an end on the beginning', 'fire-head', 'water-head', '2026-12-01', 400, 'invalid-period'],
    ['an end that is no date', 'fire-head', 'water-head', '2026-02-31', 400, 'invalid-date'],
    ['an unknown person', 'nobody', 'water-head', undefined, 400, 'unknown-person'],
    ['an unknown deputy', 'fire-head', 'nobody', undefined, 400, 'unknown-person'],
    ['a deputy of an administrator', 'security-administrator', 'fire-head', undefined, 409, 'separated-roles'],
    ['each other', 'housing-head', 'housing-handler', undefined, 409, 'circular-deputies'],
  ])('%s is refused, nothing is changed', async (_name, personId, deputyId, until, status, code) => {
    const before = everything(world.db);
    expect(await put(personId, deputyId, '2026-12-01', until)).toMatchObject({ status, body: { code } });
    expect(everything(world.db)).toEqual(before);
  });

  test('in a longer circle are refused by name; at another time they are none', async () => {
    await put('fire-head', 'water-head', '2026-12-01', '2026-12-10');
    await put('water-head', 'police-head', '2026-12-05', '2026-12-20');
    const { body } = await put('police-head', 'fire-head', '2026-12-09', '2026-12-31');
    expect(body).toMatchObject({ code: 'circular-deputies', detail: expect.stringMatching(/：.+→.+→.+→.+，/) });
    expect((await put('police-head', 'fire-head', '2026-12-10', '2026-12-31')).status).toBe(204);
  });

  test('of somebody who left, or who is one, are refused', async () => {
    await world.post(ADMINISTRATOR, '/people/person-liuying-officer1/departure', { reason: '退休' });
    expect((await put('liuying-officer1', 'fire-head')).body.code).toBe('unknown-person');
    expect((await put('fire-head', 'liuying-officer1')).body.code).toBe('unknown-person');
  });

  test('are named by the system administrator only', async () => {
    const body = { personId: 'person-fire-head', deputyId: 'person-water-head', validFrom: '2026-12-01' };
    expect((await world.post(OPERATOR, '/deputies', body)).body.code).toBe('wrong-role');
  });

  type Row = typeof deputies.$inferSelect;
  const row = fc
    .record({
      from: fc.integer({ min: 0, max: 5 }),
      to: fc.integer({ min: 0, max: 5 }),
      at: fc.integer({ min: 0, max: 8 }),
      days: fc.option(fc.integer({ min: 1, max: 5 })),
    })
    .filter(({ from, to }) => from !== to)
    .map(({ from, to, at, days }): Row => {
      return { personId: `p${from}`, deputyId: `p${to}`, validFrom: at, validUntil: days === null ? null : at + days };
    });
  const pair = ({ personId, deputyId }: Row) => `${personId} ${deputyId}`;

  test('never close a circle at any instant, and none is refused without one', () => {
    fc.assert(
      fc.property(fc.uniqueArray(row, { maxLength: 14, selector: pair }), (rows) => {
        const kept: Row[] = [];
        for (const added of rows) {
          const found = circleThrough(added, kept) !== undefined;
          const there = Array.from({ length: 15 }, (_, at) => at).some((at) => circleAt([...kept, added], at));
          expect(found).toBe(there);
          if (!found) kept.push(added);
        }
      }),
    );
  });

  /** Whether somebody can be reached from himself along those who stand in at one instant. */
  function circleAt(rows: readonly Row[], at: number): boolean {
    const valid = rows.filter((one) => overlap(one, { validFrom: at, validUntil: at + 1 }));
    const reach = (from: string, seen: Set<string>): Set<string> => {
      for (const { personId, deputyId } of valid)
        if (personId === from && !seen.has(deputyId)) reach(deputyId, seen.add(deputyId));
      return seen;
    };
    return valid.some(({ personId }) => reach(personId, new Set()).has(personId));
  }
});
