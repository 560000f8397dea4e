import { describe, expect, it } from 'vitest';
import { escalateToLeadershipWorker } from '../../workers/escalate-to-leadership.ts';
import { Bench, itSettlesItsJobs } from '../support/worker.ts';

const CITY = 'leading-city';
const LANTING = 'leading-lanting';
const lanting = 'dept-lanting-urban-management';

/** A case in which jobs follow each other, in one process instance until the engine is rebuilt. */
class Story {
  readonly bench = new Bench();
  readonly caseId: string;
  private jobs = 0;
  private instance = 1;

  constructor(change: Parameters<Bench['addCase']>[0]) {
    this.caseId = this.bench.addCase(change);
  }

  escalate(...reasons: (string | null)[]): void {
    for (const leadershipReason of reasons) {
      this.jobs++;
      const job = { key: String(this.jobs), processInstanceKey: String(this.instance) };
      const variables = { caseId: this.caseId, leadershipReason };
      this.bench.complete(escalateToLeadershipWorker, { variables, ...job });
    }
  }

  /** The leaders' process begins anew. */
  beginsAgain(): void {
    this.instance++;
  }

  takeOvers(): string[] {
    const events = this.bench.db.query.events.findMany({
      where: ({ type }, { eq }) => eq(type, 'leadership-taken-over'),
    });
    return events.sync().map(({ data }) => `${data.leadingGroupId} ${data.level} ${data.reason}`);
  }
}

describe('escalate-to-leadership', () => {
  itSettlesItsJobs(escalateToLeadershipWorker, (bench) => {
    const caseId = bench.addCase({ leadDepartmentId: 'dept-housing' });
    const wrong = { caseId: bench.addCase({ leadDepartmentId: null }) };
    return { variables: { caseId }, wrong, code: 'no-lead-department' };
  });

  it.each([
    ['the city for a department of the city', 'dept-housing', [], CITY, 'person-leader-construction', 'city'],
    ['the district for one of the district', lanting, [], LANTING, 'person-lanting-leader1', 'district'],
    [
      'the city as soon as another district is concerned',
      lanting,
      ['district-heming'],
      CITY,
      'person-leader-construction',
      'city',
    ],
  ])('asks the leading group of %s', (_name, leadDepartmentId, otherDistrictIds, leadingGroupId, leaderId, level) => {
    const bench = new Bench();
    const caseId = bench.addCase({ leadDepartmentId, otherDistrictIds });
    const variables = { caseId, leadershipReason: 'overdue' };
    const output = bench.complete(escalateToLeadershipWorker, { variables });
    expect(output).toEqual({ leadingGroupId, leadDepartmentId });
    expect(bench.case(caseId)).toMatchObject({ leaderId, leadingGroupId, stage: 'dispatch' });
    expect(bench.lastEvent(caseId)).toMatchObject({
      type: 'leadership-taken-over',
      data: { leadingGroupId, leaderId, reason: 'overdue', level, round: 1 },
    });
  });

  it('names the head where no line of responsibility is drawn', () => {
    const story = new Story({ leadDepartmentId: 'dept-housing', itemId: null });
    story.escalate('overdue');
    expect(story.bench.case(story.caseId).leaderId).toBe('person-leader-executive');
  });

  it('goes up a level each time that something was not carried out: district, city, its head', () => {
    const story = new Story({ leadDepartmentId: lanting });
    const leaders = ['overdue', 'not-carried-out', 'not-carried-out', 'not-carried-out'].map((reason) => {
      story.escalate(reason);
      return story.bench.case(story.caseId).leaderId;
    });
    expect(story.takeOvers()).toEqual([
      `${LANTING} district overdue`,
      `${CITY} city not-carried-out`,
      `${CITY} head not-carried-out`,
      `${CITY} head not-carried-out`,
    ]);
    expect(leaders).toEqual([
      'person-lanting-leader1',
      'person-leader-construction',
      'person-leader-executive',
      'person-leader-executive',
    ]);
  });

  it('leaves everything as it is when a rebuilt engine comes again, and goes on from there', () => {
    const story = new Story({ leadDepartmentId: lanting });
    story.escalate('overdue');
    story.beginsAgain();
    story.escalate('overdue', 'not-carried-out');
    for (const reason of ['not-carried-out', null, 'by-hand']) {
      story.beginsAgain();
      story.escalate(reason);
    }
    expect(story.takeOvers()).toEqual([`${LANTING} district overdue`, `${CITY} city not-carried-out`]);
    const { leadingGroupId, leaderId } = story.bench.case(story.caseId);
    expect([leadingGroupId, leaderId]).toEqual([CITY, 'person-leader-construction']);
    story.escalate('not-carried-out');
    expect(story.takeOvers().at(-1)).toBe(`${CITY} head not-carried-out`);
  });

  it('begins at the first level again in a round that the team has worked on', () => {
    const story = new Story({ leadDepartmentId: lanting });
    story.escalate('overdue', 'not-carried-out');
    story.bench.db.$client.exec('update cases set round = 2, leading_group_id = null');
    story.beginsAgain();
    story.escalate('dissatisfied-again');
    expect(story.takeOvers().at(-1)).toBe(`${LANTING} district dissatisfied-again`);
  });

  it('keeps the level that a case has when it stays with the leaders in the next round', () => {
    const story = new Story({ leadDepartmentId: lanting });
    story.escalate('overdue', 'not-carried-out');
    story.bench.db.$client.exec('update cases set round = 2');
    story.beginsAgain();
    story.escalate('dissatisfied-again');
    expect(story.takeOvers().slice(-1)).toEqual([`${CITY} city dissatisfied-again`]);
    expect(story.takeOvers()).toHaveLength(3);
  });
});
