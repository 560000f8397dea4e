import { Type } from 'typebox';
import { DutyBrief } from '../cases/schema.ts';
import { Instant, Named, Nullable, Words, Words2000 } from '../http/schema.ts';
import { TIME_UNITS } from './table.ts';

const Day = Type.Object({ date: Type.String(), counted: Type.Boolean(), why: Type.String() });

export const DutyView = Type.Interface([DutyBrief], {
  amount: Type.Integer(),
  unit: Words(TIME_UNITS),
  changes: Type.Array(
    Type.Object({
      kind: Words(['extension', 'pause', 'resume']),
      reason: Type.String(),
      amount: Nullable(Type.Integer()),
      unit: Nullable(Words(TIME_UNITS)),
      dueBefore: Instant,
      dueAfter: Instant,
      at: Instant,
      by: Named,
    }),
  ),
  explanation: Type.Array(
    Type.Object({ kind: Words(['rule', 'extension', 'resume']), dueAt: Instant, days: Type.Array(Day) }),
    { description: '为什么是这一天：每一步计入和不计入的日子' },
  ),
});

export const ExtendBody = Type.Object(
  { amount: Type.Integer({ minimum: 1, maximum: 1_000_000 }), unit: Words(TIME_UNITS), reason: Words2000('延期理由') },
  { additionalProperties: false },
);
export const PauseBody = Type.Object({ reason: Words2000('暂停理由') }, { additionalProperties: false });
export const ResumeBody = Type.Object(
  { reason: Type.Optional(Words2000('恢复说明')) },
  { additionalProperties: false },
);
