import { Type } from 'typebox';
import { CaseInput, defineWorker, MaybeId } from '../src/engine/worker.ts';
import { takeOver } from '../src/handling/leadership-store.ts';

/** 确定领办领导 (R7c): the leading group of the level that the case has come to, and who leads in it. */
export const escalateToLeadershipWorker = defineWorker({
  type: 'escalate-to-leadership',
  input: Type.Object({ ...CaseInput, leadershipReason: MaybeId }),
  output: Type.Object({ leadingGroupId: Type.String(), leadDepartmentId: Type.String() }),
  runbook: '在应哨部门数据库补充领导小组或牵头部门，然后在 Operate 中点“Retry”重试。',
  create:
    ({ db, clock }) =>
    ({ variables: { caseId, leadershipReason }, ...job }) =>
      takeOver(db, caseId, leadershipReason ?? null, job, clock.now()),
});
