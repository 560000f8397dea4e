import { Type } from 'typebox';
import { CaseInput, defineWorker, LeadershipInput } from '../src/engine/worker.ts';
import { requestByRule } from '../src/handling/leadership-store.ts';

/** 联办中提请领办 (R7c): a rule has come true while the team is at work, which is interrupted for the leading group. */
export const requestLeadershipWorker = defineWorker({
  type: 'request-leadership',
  input: Type.Object({ ...CaseInput, leadership: LeadershipInput }),
  output: Type.Object({ requested: Type.Boolean() }),
  runbook: '请设计人员核对提请领办的决策表，修正流程变量 leadership 后在 Operate 中点“Retry”重试。',
  create:
    ({ db, clock }) =>
    ({ variables: { caseId, leadership } }) => ({ requested: requestByRule(db, clock, caseId, leadership) }),
});
