import { Type } from 'typebox';
import { isoWithOffset } from '../src/calendar/deadline.ts';
import { calendarOf } from '../src/calendar/store.ts';
import { PROFILES, STAGES } from '../src/cases/table.ts';
import { openDuty, takeOverDuty } from '../src/duties/open-store.ts';
import type { Duty } from '../src/duties/table.ts';
import { CaseInput, defineWorker, MaybeId } from '../src/engine/worker.ts';
import { DomainError } from '../src/errors.ts';
import { parseInstant } from '../src/intake/rules.ts';
import { groupOf, membersOf } from '../src/register/store.ts';
import { ROLES } from '../src/register/table.ts';

/**
 * 开始计时 (R9): computes the deadline and opens the duty; its id is this process instance's, new each round. In a rebuilt
 * engine a duty that was begun before goes on instead; `skip` says that its form was handed in already.
 */
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
    scope: Type.String(),
    /** ISO instant that a person set instead of the rule's. */
    dueBy: MaybeId,
    // Loose: what makes no sense is said in words, not as a fault of the schema.
    rule: Type.Object({ amount: Type.Number(), unit: Type.String(), limit: Type.Number() }),
  }),
  output: Type.Object({
    dutyId: Type.String(),
    dueAt: Type.String(),
    candidateGroups: Type.Array(Type.String()),
    rung: Type.Integer(),
    skip: Type.Boolean(),
    outcome: Type.Union([Type.String(), Type.Null()]),
  }),
  runbook:
    '岗位没有人员时，在应哨部门数据库为该机构的岗位补充人员，或改正流程图中的机构与角色；时限规则不合理时，由设计人员改正决策表' +
    '“时限规则”并重新部署，再在 Operate 中改正变量 rule；然后在 Operate 中点“Retry”重试。',
  create:
    ({ db, clock, timeZone }) =>
    ({ variables: { rule, reference = null, dueBy = null, ...variables }, epoch, processInstanceKey }) => {
      const asked = { ...variables, reference, processInstanceKey, engineEpoch: epoch };
      const taken = takeOverDuty(db, clock, asked);
      if (taken?.handedIn) return answer(taken.duty, { skip: true, outcome: taken.outcome });
      assertSomebody(variables);
      if (taken) return answer(taken.duty);
      const id = `${epoch.slice(0, 8)}-${processInstanceKey}`;
      const setFor = dueBy === null ? null : instantOf(dueBy);
      return answer(openDuty(db, calendarOf(db, timeZone), { ...asked, id, rule, setFor }, clock.now()));

      function answer(duty: Duty, earlier: { skip: boolean; outcome: string | null } = { skip: false, outcome: null }) {
        return {
          dutyId: duty.id,
          dueAt: isoWithOffset(duty.dueAt, timeZone),
          candidateGroups: [groupOf(variables.organisationId, variables.role)],
          rung: 0,
          ...earlier,
        };
      }

      function assertSomebody({ organisationId, role, step }: typeof variables): void {
        if (membersOf(db, organisationId, role).length > 0) return;
        throw new DomainError(
          'no-one-in-group',
          422,
          `“${step}”要由机构 ${organisationId} 的 ${role} 办理，但该岗位没有人员。`,
        );
      }

      /** The engine may write the zone behind the offset: `…+08:00[Asia/Shanghai]`. */
      function instantOf(text: string): number {
        const at = parseInstant(text.replace(/\[.*\]$/, ''), timeZone);
        if (at === undefined) throw new DomainError('invalid-due-date', 422, `指定的期限“${text}”不是日期。`);
        return at;
      }
    },
});
