import { beforeEach, describe, expect, test } from 'vitest';
import { meetings } from '../../src/meetings/table.ts';
import { parties } from '../../src/register/table.ts';
import { createWorld, OPERATOR, START, type World } from '../http/fixture.ts';

const OFFICER = 'liuying.officer1';
const LEAD = 'water.handler';
const PARTY = 'party-happiness';

let world: World;
let caseId: string;
beforeEach(async () => {
  world = createWorld();
  caseId = await world.complain();
  world.addDepartment(caseId, 'dept-water');
  world.addDepartment(caseId, 'dept-housing');
  set("path = 'whistle', stage = 'report', lead_department_id = 'dept-water'");
  world.db
    .insert(parties)
    .values({ id: PARTY, kind: 'community', name: '幸福社区居委会', territoryId: 'town-liuying', sample: true })
    .run();
});
const set = (change: string) => world.db.$client.prepare(`update cases set ${change} where id = ?`).run(caseId);
const view = async () => (await world.get(OPERATOR, `/cases/${caseId}`)).body;
const lastEvent = async () => (await world.get(OPERATOR, `/cases/${caseId}/timeline`)).body.items.at(-1);
/** The request changed nothing: neither the case's view nor what the engine is told. */
const nothingHappens = async (request: () => Promise<{ status: number; body: { code: string } }>) => {
  const before = [await view(), world.outbox()];
  const { status, body } = await request();
  expect([await view(), world.outbox()]).toEqual(before);
  return `${status} ${body.code}`;
};

describe('POST /api/cases/:id/meetings', () => {
  const MEETING = {
    kind: 'table',
    heldAt: '2026-11-24T14:30:00+08:00',
    place: '街道三楼会议室',
    agenda: '商定清运责任',
    invitedOrganisationIds: ['dept-water', 'dept-housing'],
    invitedPartyIds: [PARTY],
  };
  const call = (account: string, change: object = {}) =>
    world.post(account, `/cases/${caseId}/meetings`, { ...MEETING, ...change });

  test('the town calls one: participants, event and message', async () => {
    const { status, body } = await call(OFFICER);
    expect(status).toBe(201);
    const meetingId = body.id;
    expect((await view()).meetings).toMatchObject([
      {
        id: meetingId,
        kind: 'table',
        host: { id: 'town-liuying', name: '柳影街道' },
        calledBy: { id: 'person-liuying-officer1' },
        heldAt: '2026-11-24T06:30:00.000Z',
        place: MEETING.place,
        agenda: MEETING.agenda,
        status: 'called',
        minutes: null,
        participants: [
          { id: 'dept-housing', kind: 'organisation', attended: null },
          { id: 'dept-water', kind: 'organisation', attended: null },
          { id: 'town-liuying', name: '柳影街道', kind: 'organisation', attended: null },
          { id: PARTY, name: '幸福社区居委会', kind: 'party', attended: null },
        ],
        decisions: [],
      },
    ]);
    const heldAt = Date.parse(MEETING.heldAt);
    expect(await lastEvent()).toMatchObject({
      type: 'meeting-called',
      organisation: { id: 'town-liuying' },
      data: {
        meetingId,
        kind: 'table',
        heldAt,
        invitedOrganisationIds: ['dept-water', 'dept-housing'],
        invitedPartyIds: [PARTY],
      },
    });
    expect(world.outbox().at(-1)).toEqual({
      kind: 'message',
      name: 'meeting-called',
      correlationKey: caseId,
      variables: {
        meetingId,
        hostOrganisationId: 'town-liuying',
        hostRole: 'town-officer',
        heldAt: '2026-11-24T14:30:00+08:00',
      },
    });
  });

  test('on the spot is now; the host need not invite itself', async () => {
    const change = { kind: 'on-spot', heldAt: undefined, invitedOrganisationIds: ['town-liuying'] };
    expect((await call(OFFICER, change)).status).toBe(201);
    expect(world.db.select().from(meetings).all()).toMatchObject([{ heldAt: START }]);
    expect((await view()).meetings[0].participants.map(({ id }: { id: string }) => id)).toEqual([
      'town-liuying',
      PARTY,
    ]);
  });

  test('more than one, at any time while the case runs', async () => {
    for (const stage of ['discovery', 'feedback']) {
      set(`stage = '${stage}'`);
      expect((await call(OFFICER)).status).toBe(201);
    }
    expect((await view()).meetings).toHaveLength(2);
  });

  test.each([LEAD, 'water.head'])('%s calls those of the lead department', async (account) => {
    for (const kind of ['coordination', 'discussion', 'joint'])
      expect((await call(account, { kind, invitedOrganisationIds: [] })).status).toBe(201);
    const variables = { hostOrganisationId: 'dept-water', hostRole: 'handler' };
    expect(world.outbox().at(-1)).toMatchObject({ name: 'meeting-called', variables });
    expect((await lastEvent()).organisation.id).toBe('dept-water');
  });

  test('a deputy calls one in the name of the absent officer', async () => {
    expect((await call('tongyin.officer1')).status).toBe(201);
    expect(await lastEvent()).toMatchObject({
      person: { id: 'person-tongyin-officer1' },
      onBehalfOf: { id: 'person-liuying-officer1' },
      organisation: { id: 'town-liuying' },
    });
  });

  test.each([
    [LEAD, {}, '403 wrong-role'],
    [OPERATOR, {}, '403 wrong-role'],
    [OFFICER, { kind: 'joint' }, '403 wrong-role'],
    ['housing.handler', { kind: 'joint' }, '403 wrong-role'],
    ['yunfan.officer1', {}, '404 case-not-found'],
    [OFFICER, { heldAt: '2026-11-23T08:58:00+08:00' }, '400 meeting-in-past'],
    [OFFICER, { heldAt: '2026-13-40T08:58' }, '400 invalid-date'],
    [OFFICER, { heldAt: undefined }, '400 meeting-time-missing'],
    [OFFICER, { invitedOrganisationIds: ['dept-none'] }, '400 unknown-organisation'],
    [OFFICER, { invitedOrganisationIds: ['city'] }, '400 unknown-organisation'],
    [OFFICER, { invitedPartyIds: ['party-none'] }, '400 unknown-party'],
    [OFFICER, { invitedOrganisationIds: ['town-liuying'], invitedPartyIds: [] }, '400 nobody-invited'],
    [OFFICER, { kind: 'government' }, '400 invalid-input'],
    [OFFICER, { heldAt: '2026-11-24' }, '400 invalid-input'],
    [OFFICER, { place: ' ' }, '400 invalid-input'],
  ])('%s with %o: %s', async (account, change, answer) => {
    expect(await nothingHappens(() => call(account, change))).toBe(answer);
  });

  test('not without a lead department, and not in a closed case', async () => {
    set('lead_department_id = null');
    expect(await nothingHappens(() => call(LEAD, { kind: 'joint' }))).toBe('403 wrong-role');
    set("status = 'closed'");
    expect(await nothingHappens(() => call(OFFICER))).toBe('409 case-closed');
  });
});

describe('POST /api/cases/:id/sub-tasks', () => {
  const TASK = { partyId: PARTY, description: '通知居民分时段取水', dueOn: '2026-11-27' };
  const give = (account = LEAD, change: object = {}) =>
    world.post(account, `/cases/${caseId}/sub-tasks`, { ...TASK, ...change });

  test.each([LEAD, 'water.head'])('%s gives one', async (account) => {
    const { status, body } = await give(account);
    expect(status).toBe(201);
    expect((await view()).resolutionItems).toEqual([
      {
        id: body.id,
        kind: 'sub-task',
        meetingId: null,
        owner: { id: 'dept-water', name: '云渚市水务局' },
        party: { id: PARTY, name: '幸福社区居委会' },
        description: TASK.description,
        dueAt: '2026-11-27T09:30:00.000Z',
        status: 'open',
        report: null,
        decidedAt: new Date(START).toISOString(),
        finishedAt: null,
      },
    ]);
    expect(await lastEvent()).toMatchObject({
      type: 'sub-task-given',
      data: { itemId: body.id, ownerId: 'dept-water', partyId: PARTY, dueAt: Date.parse('2026-11-27T17:30:00+08:00') },
    });
    expect(world.outbox().at(-1)).toMatchObject({
      name: 'sub-task-given',
      correlationKey: caseId,
      variables: { itemId: body.id, ownerId: 'dept-water', dueBy: '2026-11-27T17:30:00+08:00' },
    });
  });

  test.each([
    [{ dueOn: '2026-11-22' }, '400 date-in-past'],
    [{ dueOn: '2026-02-30' }, '400 invalid-input'],
    [{ dueOn: '2026-11-27T10:00' }, '400 invalid-input'],
    [{ partyId: 'dept-water' }, '400 unknown-party'],
    [{ description: ' ' }, '400 invalid-input'],
  ])('%o: %s', async (change, answer) => {
    expect(await nothingHappens(() => give(LEAD, change))).toBe(answer);
  });

  test('only by the lead, while the team is at work', async () => {
    expect(await nothingHappens(() => give(OFFICER))).toBe('403 wrong-role');
    expect(await nothingHappens(() => give('housing.handler'))).toBe('403 wrong-role');
    for (const state of [
      "stage = 'feedback'",
      "stage = 'report', path = 'ordinary'",
      "path = 'whistle', leading_group_id = 'leading-city'",
    ]) {
      set(state);
      expect(await nothingHappens(() => give())).toBe('409 not-in-joint-handling');
    }
    set("status = 'closed'");
    expect(await nothingHappens(() => give())).toBe('409 case-closed');
  });
});

describe('POST /api/cases/:id/consultations', () => {
  const QUESTION = {
    kind: 'council',
    question: '清运点设在何处',
    place: '幸福小区活动室',
    closesAt: '2026-11-30T15:00',
  };
  const open = (account = LEAD, change: object = {}) =>
    world.post(account, `/cases/${caseId}/consultations`, { ...QUESTION, ...change });

  test('opens one', async () => {
    const { status, body } = await open();
    expect(status).toBe(201);
    expect((await view()).consultations).toEqual([
      {
        id: body.id,
        kind: 'council',
        organisation: { id: 'dept-water', name: '云渚市水务局' },
        openedBy: { id: 'person-water-handler', name: expect.any(String) },
        openedAt: new Date(START).toISOString(),
        question: QUESTION.question,
        place: QUESTION.place,
        closesAt: '2026-11-30T07:00:00.000Z',
        status: 'open',
        participants: null,
        summary: null,
        summarisedAt: null,
      },
    ]);
    const closesAt = Date.parse('2026-11-30T15:00:00+08:00');
    expect(await lastEvent()).toMatchObject({
      type: 'consultation-opened',
      data: { consultationId: body.id, kind: 'council', organisationId: 'dept-water', closesAt },
    });
    expect(world.outbox().at(-1)).toMatchObject({
      name: 'consultation-opened',
      correlationKey: caseId,
      variables: { consultationId: body.id, closesAt: '2026-11-30T15:00:00+08:00' },
    });
  });

  test.each([
    [LEAD, { closesAt: '2026-11-23T09:00:00+08:00' }, '400 date-in-past'],
    [LEAD, { closesAt: '2026-11-31T09:00' }, '400 invalid-date'],
    [LEAD, { kind: 'poll' }, '400 invalid-input'],
    [OFFICER, {}, '403 wrong-role'],
  ])('%s with %o: %s', async (account, change, answer) => {
    expect(await nothingHappens(() => open(account, change))).toBe(answer);
  });

  test('only while the team is at work', async () => {
    set("stage = 'dispatch'");
    expect(await nothingHappens(() => open())).toBe('409 not-in-joint-handling');
  });
});
