import { Type } from 'typebox';
import { CaseBrief, CaseTask } from '../cases/schema.ts';
import { Nullable } from '../http/schema.ts';

export const InboxTask = Type.Interface([CaseTask], {
  case: Type.Object({ id: Type.String(), subject: Type.String() }),
  dutyId: Nullable(Type.String()),
  form: Type.String(),
  processId: Type.String(),
  processInstanceKey: Type.String(),
  overdue: Type.Boolean(),
});

export const TaskView = Type.Object({
  task: InboxTask,
  case: CaseBrief,
  onBehalfOf: Nullable(Type.String({ description: '代理办理时，被代理人的编号' })),
  form: Type.Unknown({ description: 'form-js 表单' }),
  context: Type.Record(Type.String(), Type.Unknown(), { description: '表单的选项（按 valuesKey）' }),
  data: Type.Record(Type.String(), Type.Unknown(), { description: '预填内容；已提交的任务为提交内容' }),
});
