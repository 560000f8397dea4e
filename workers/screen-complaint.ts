import { Type } from 'typebox';
import { caseById } from '../src/cases/case-store.ts';
import { BpmnError, CaseInput, defineWorker } from '../src/engine/worker.ts';
import { ENTRIES, entryInto } from '../src/handling/entry-store.ts';
import { platformOfCase } from '../src/handling/team-store.ts';
import { claimInstance, screeningFacts } from '../src/handling/whistle-store.ts';

/**
 * 受理筛查 (R1, R2): joins the case to this process instance and hands the process what its decisions need.
 * A second main instance for the same case ends itself through error `duplicate-instance` (design, decision 5). A case
 * of an engine that was emptied enters where it stood (issue 2, 12).
 */
export const screenComplaintWorker = defineWorker({
  type: 'screen-complaint',
  input: Type.Object(CaseInput),
  output: Type.Object({
    profile: Type.String(),
    difficulty: Type.String(),
    origin: Type.String(),
    townId: Type.Union([Type.String(), Type.Null()]),
    platformId: Type.String(),
    refusalGroundCount: Type.Integer(),
    placed: Type.Boolean(),
    repeatCount: Type.Integer(),
    daysOpen: Type.Integer(),
    pushedDepartments: Type.Integer(),
    legacyMatter: Type.Boolean(),
    entry: Type.Enum([...ENTRIES]),
    leadershipReason: Type.Union([Type.String(), Type.Null()]),
  }),
  create:
    ({ db, clock }) =>
    ({ variables: { caseId }, epoch, processInstanceKey }) => {
      const before = caseById(db, caseId);
      if (!claimInstance(db, caseId, epoch, processInstanceKey))
        throw new BpmnError('duplicate-instance', `案件 ${caseId} 已有主流程实例，本实例自行结束。`);
      const { profile, difficulty, origin, townId } = before;
      return {
        profile,
        difficulty,
        origin,
        townId,
        platformId: platformOfCase(db),
        ...screeningFacts(db, caseId, clock.now()),
        ...entryInto(db, before),
      };
    },
});
