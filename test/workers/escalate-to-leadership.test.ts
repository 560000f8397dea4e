import { describe, expect, it } from 'vitest';
import { escalateToLeadershipWorker } from '../../workers/escalate-to-leadership.ts';
import { Bench, itSettlesItsJobs } from '../support/worker.ts';

describe('escalate-to-leadership', () => {
  itSettlesItsJobs(escalateToLeadershipWorker, (bench) => {
    const caseId = bench.addCase({ leadDepartmentId: 'dept-housing' });
    const wrong = { caseId: bench.addCase({ leadDepartmentId: null }) };
    return { variables: { caseId }, wrong, code: 'no-lead-department' };
  });

  const lanting = 'dept-lanting-urban-management';
  it.each([
    ['the city for a department of the city', 'dept-housing', [], 'leading-city', 'person-leader-construction'],
    ['the district for one of the district', lanting, [], 'leading-lanting', 'person-lanting-leader1'],
    [
      'the city as soon as another district is concerned',
      lanting,
      ['district-heming'],
      'leading-city',
      'person-leader-construction',
    ],
  ])('asks the leading group of %s', async (_name, leadDepartmentId, otherDistrictIds, leadingGroupId, leaderId) => {
    const bench = new Bench();
    const caseId = bench.addCase({ leadDepartmentId, otherDistrictIds });
    const variables = { caseId, leadershipReason: 'overdue' };
    const output = bench.complete(escalateToLeadershipWorker, { variables });
    expect(output).toEqual({ leadingGroupId, leadDepartmentId });
    expect(bench.case(caseId).leaderId).toBe(leaderId);
    expect(bench.lastEvent(caseId)).toMatchObject({ type: 'leadership-taken-over', data: { reason: 'overdue' } });
  });
});
