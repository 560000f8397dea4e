import { describe, expect, it } from 'vitest';
import { directionText, insertDirection } from '../../src/handling/direction-store.ts';
import { recordDirectionAnswerWorker } from '../../workers/record-direction-answer.ts';
import { Bench, itSettlesItsJobs, START } from '../support/worker.ts';

function arrange(bench: Bench) {
  const caseId = bench.addCase();
  const words = { kind: 'opinion', townId: 'town-liuying', departmentId: 'dept-housing', text: '请先清运' } as const;
  const given = { givenBy: 'person-liuying-officer1', givenAt: START, dueAt: null };
  insertDirection(bench.db, { id: 'direction', caseId, ...words, ...given });
  const form = { outcome: 'answered', answer: '今晚清运' };
  return { caseId, directionId: 'direction', dutyId: bench.submit(caseId, 'answer-direction', form, 'dept-housing') };
}

describe('record-direction-answer', () => {
  itSettlesItsJobs(recordDirectionAnswerWorker, (bench) => {
    return { variables: arrange(bench), wrong: { directionId: 'nowhere' }, code: 'direction-not-found' };
  });

  it('keeps the answer, who gave it and when, and tells it once', () => {
    const bench = new Bench();
    const variables = arrange(bench);
    for (const key of ['1', '2']) bench.complete(recordDirectionAnswerWorker, { variables, key });
    expect(bench.db.query.directions.findMany().sync()).toMatchObject([
      { status: 'answered', answer: '今晚清运', answeredBy: 'person-of-dept-housing', answeredAt: START },
    ]);
    const events = bench.db.query.events.findMany({ where: (e, { eq }) => eq(e.type, 'direction-answered') }).sync();
    expect(events).toMatchObject([{ data: { directionId: 'direction', departmentId: 'dept-housing' } }]);
  });

  it('knows the words of the direction that a duty is about', () => {
    const bench = new Bench();
    const { caseId } = arrange(bench);
    const about = bench.addDuty(caseId, 'answer-direction', 'dept-housing', { reference: 'direction' });
    expect(directionText(bench.db, about)).toBe('请先清运');
    expect(directionText(bench.db, bench.addDuty(caseId, 'handle'))).toBeNull();
    expect(directionText(bench.db, null)).toBeNull();
  });
});
