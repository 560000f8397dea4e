import { Type } from 'typebox';
import { isoWithOffset } from '../src/calendar/deadline.ts';
import { PROFILES, STAGES } from '../src/cases/table.ts';
import { openDuty } from '../src/duties/store.ts';
import { TIME_UNITS } from '../src/duties/table.ts';
import { CaseInput, defineWorker, MaybeId } from '../src/engine/worker.ts';
import { DomainError } from '../src/errors.ts';
import { groupOf, membersOf } from '../src/register/store.ts';
import { ROLES } from '../src/register/table.ts';

/** 开始计时 (R9): computes the deadline and opens the duty; its id is this process instance's, new each round. */
export const openDutyWorker = defineWorker({
  type: 'open-duty',
  input: Type.Object({
    ...CaseInput,
    step: Type.String(),
    stage: Type.Enum([...STAGES]),
    organisationId: Type.String(),
    role: Type.Enum([...ROLES]),
    profile: Type.Enum([...PROFILES]),
    reference: MaybeId,
    rule: Type.Object({ amount: Type.Integer(), unit: Type.Enum([...TIME_UNITS]) }),
  }),
  output: Type.Object({
    dutyId: Type.String(),
    dueAt: Type.String(),
    candidateGroups: Type.Array(Type.String()),
    rung: Type.Integer(),
  }),
  runbook: '在应哨部门数据库为该机构的岗位补充人员，或改正流程图中的机构与角色，然后在 Operate 中点“Retry”重试。',
  create:
    ({ db, clock, timeZone }) =>
    ({ variables: { rule, reference, ...variables }, epoch, processInstanceKey }) => {
      const { organisationId, role, step } = variables;
      if (membersOf(db, organisationId, role).length === 0)
        throw new DomainError(
          'no-one-in-group',
          422,
          `“${step}”要由机构 ${organisationId} 的 ${role} 办理，但该岗位没有人员。`,
        );
      const id = `${epoch.slice(0, 8)}-${processInstanceKey}`;
      const duty = openDuty(
        db,
        { timeZone },
        { ...variables, id, rule, reference: reference ?? null, processInstanceKey },
        clock.now(),
      );
      return {
        dutyId: id,
        dueAt: isoWithOffset(duty.dueAt, timeZone),
        candidateGroups: [groupOf(organisationId, role)],
        rung: 0,
      };
    },
});
