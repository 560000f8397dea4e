import { Type } from 'typebox';
import { DutyBrief } from '../cases/schema.ts';
import { Instant, Named, Nullable, Words, Words2000 } from '../http/schema.ts';
import { PAUSE_GROUNDS, TIME_UNITS } from './table.ts';

const Day = Type.Object({ date: Type.String(), counted: Type.Boolean(), why: Type.String() });
const CHANGES = ['extension', 'pause', 'resume', 'recomputed'] as const;

export const DutyView = Type.Interface([DutyBrief], {
  amount: Type.Integer(),
  unit: Words(TIME_UNITS),
  limit: Type.Integer({ description: '连同延期最多多少个单位；由人指定日期的，从该日起最多再延多少' }),
  setDueAt: Nullable(Instant),
  extensionLeft: Type.Integer({ description: '还可以延期多少个单位' }),
  changes: Type.Array(
    Type.Object({
      kind: Words(CHANGES),
      reason: Type.String(),
      ground: Nullable(Words(PAUSE_GROUNDS)),
      amount: Nullable(Type.Integer()),
      unit: Nullable(Words(TIME_UNITS)),
      dueBefore: Instant,
      dueAfter: Instant,
      at: Instant,
      by: Nullable(Named),
    }),
  ),
  extensionRequests: Type.Array(
    Type.Object({
      id: Type.String(),
      amount: Type.Integer(),
      reason: Type.String(),
      status: Words(['open', 'approved', 'refused', 'withdrawn']),
      requestedBy: Named,
      requestedAt: Instant,
      decidedBy: Nullable(Named),
      decidedAt: Nullable(Instant),
      decisionReason: Nullable(Type.String()),
    }),
  ),
  explanation: Type.Array(
    Type.Object({
      kind: Words(['rule', 'set', ...CHANGES]),
      text: Type.String({ description: '这一步的说明' }),
      dueAt: Instant,
      days: Type.Array(Day),
    }),
    { description: '为什么是这一天：规则或指定的日期，然后每一次延期、暂停和重算，各自计入和不计入的日子' },
  ),
});

export const ExtensionBody = Type.Object(
  {
    amount: Type.Integer({ minimum: 1, maximum: 1_000_000, description: '再延多少，单位同时限规则' }),
    reason: Words2000('延期理由'),
  },
  { additionalProperties: false },
);
export const PauseBody = Type.Object(
  {
    ground: Words(PAUSE_GROUNDS, '等什么：citizen 诉求人、material 材料、court 法院、season 季节条件'),
    reason: Words2000('暂停理由'),
  },
  { additionalProperties: false },
);
export const ResumeBody = Type.Object(
  { reason: Type.Optional(Words2000('恢复说明')) },
  { additionalProperties: false },
);
