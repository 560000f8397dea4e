import { describe, expect, it } from 'vitest';
import { callMeeting } from '../../src/meetings/meeting-store.ts';
import { giveSubTask } from '../../src/meetings/resolution-store.ts';
import { consultations, resolutionItems } from '../../src/meetings/table.ts';
import { parties } from '../../src/register/table.ts';
import { taskContext } from '../../src/tasks/context.ts';
import type { FormSchema } from '../../src/tasks/form.ts';
import type { TaskRow } from '../../src/tasks/store.ts';
import { Bench, START } from '../support/worker.ts';

const form = (...components: FormSchema['components']): FormSchema => ({ components });
const PARTY = { id: 'party-happiness', kind: 'community', name: '幸福社区居委会', sample: true } as const;

/** What the form of a duty about `reference` starts with. */
function context(bench: Bench, caseId: string, reference: string | null, schema: FormSchema) {
  const dutyId = bench.addDuty(caseId, 'hold-meeting', 'town-liuying', { reference });
  return taskContext(bench.db, { caseId, dutyId, organisationId: 'town-liuying' } as TaskRow, [], schema);
}

describe('what the forms about meetings start with', () => {
  it('everybody who was asked, as if all had come', () => {
    const bench = new Bench();
    const caseId = bench.addCase();
    bench.db
      .insert(parties)
      .values({ ...PARTY, territoryId: 'town-liuying' })
      .run();
    const row = { id: 'm', caseId, kind: 'table', hostOrganisationId: 'town-liuying', calledBy: null } as const;
    const meeting = { ...row, calledAt: START, heldAt: START, place: '会议室', agenda: '清运' };
    const invited = { organisationIds: ['dept-water'], partyIds: [PARTY.id] };
    callMeeting(bench.db, { personId: null, origin: 'test' }, meeting, invited, { at: START, cause: null });
    const list = form({ type: 'dynamiclist', path: 'participants', components: [] });
    expect(context(bench, caseId, 'm', list).data).toEqual({
      participants: [
        { participantId: 'dept-water', name: '云渚市水务局', attended: true },
        { participantId: 'town-liuying', name: '柳影街道', attended: true },
        { participantId: PARTY.id, name: PARTY.name, attended: true },
      ],
    });
    // The summary of a consultation asks for a number under the same name.
    expect(context(bench, caseId, 'other', list).data).toEqual({});
  });

  it('the departments of the case with its town, and the parties around it', () => {
    const bench = new Bench();
    const caseId = bench.addCase();
    bench.addDepartment(caseId, 'dept-housing');
    bench.addDepartment(caseId, 'dept-water', { responsibility: 'lead' });
    bench.addDepartment(caseId, 'dept-market', { status: 'released' });
    bench.db
      .insert(parties)
      .values([
        { ...PARTY, territoryId: 'town-liuying' },
        { ...PARTY, id: 'party-elsewhere', territoryId: 'town-yunfan' },
      ])
      .run();
    const fields = ['teamDepartments', 'parties'].map((valuesKey) => ({ type: 'select', key: valuesKey, valuesKey }));
    const { options } = context(bench, caseId, null, form(...fields));
    expect(options.teamDepartments).toEqual([
      { value: 'dept-water', label: '云渚市水务局' },
      { value: 'dept-housing', label: '云渚市住房和城乡建设局' },
      { value: 'town-liuying', label: '柳影街道' },
    ]);
    expect(options.parties).toContainEqual({ value: PARTY.id, label: PARTY.name });
    expect(options.parties).not.toContainEqual({ value: 'party-elsewhere', label: PARTY.name });
  });

  it('what is to be carried out, and what the public was asked', () => {
    const bench = new Bench();
    const caseId = bench.addCase();
    bench.db
      .insert(parties)
      .values({ ...PARTY, territoryId: 'town-liuying' })
      .run();
    const given = { caseId, leadDepartmentId: 'dept-water', partyId: PARTY.id, description: '通知居民', dueAt: START };
    const subTask = giveSubTask(bench.db, given, START);
    const decided = { kind: 'meeting-decision', status: 'open', decidedAt: START, description: '增设清运点' } as const;
    bench.db
      .insert(resolutionItems)
      .values({ ...decided, id: 'item', caseId, ownerOrganisationId: 'dept-water' })
      .run();
    const asked = { openedBy: '', openedAt: START, question: '设在何处', place: '活动室', closesAt: START } as const;
    bench.db
      .insert(consultations)
      .values({ ...asked, id: 'c', caseId, kind: 'council', organisationId: 'dept-water', status: 'open' })
      .run();
    const fields = ['itemDescription', 'consultationQuestion'].map((key) => ({ type: 'textarea', key }));
    const data = (reference: string | null) => context(bench, caseId, reference, form(...fields)).data;
    expect(data(subTask)).toEqual({ itemDescription: '幸福社区居委会：通知居民' });
    expect(data('item')).toEqual({ itemDescription: '增设清运点' });
    expect(data('c')).toEqual({ consultationQuestion: '设在何处' });
    expect(data(null)).toEqual({});
  });
});
