import { Type } from 'typebox';
import { CaseInput, defineWorker, LeadershipInput } from '../src/engine/worker.ts';
import { proposeLeadership } from '../src/handling/leadership-store.ts';

/** 按规则提请领办 (R7c): keeps the reason for which the diagram hands the case to the leading group. */
export const proposeLeadershipWorker = defineWorker({
  type: 'propose-leadership',
  input: Type.Object({ ...CaseInput, leadership: LeadershipInput }),
  output: Type.Object({}),
  runbook: '请设计人员核对提请领办的决策表，修正流程变量 leadership 后在 Operate 中点“Retry”重试。',
  create:
    ({ db, clock }) =>
    ({ variables: { caseId, leadership } }) => {
      proposeLeadership(db, caseId, leadership, clock.now());
      return {};
    },
});
