import { Type } from 'typebox';
import { Instant, Named, Nullable, Words, Words2000 } from '../http/schema.ts';

const Id = Type.String({ minLength: 1, maxLength: 100 });
const Score = Type.Integer({ minimum: 1, maximum: 5, description: '1 最差，5 最好' });
const strict = { additionalProperties: false };

export const DirectionBody = Type.Object(
  {
    kind: Words(['opinion', 'urging'], 'opinion：意见，须答复；urging：督促'),
    departmentId: Id,
    text: Words2000('意见'),
    dueOn: Type.Optional(Type.String({ format: 'date', description: '意见的答复日期；不填按规则' })),
  },
  strict,
);

export const EvaluationBody = Type.Object(
  { departmentId: Id, response: Score, result: Score, comment: Type.Optional(Words2000('评语')) },
  strict,
);

export const DepartmentBody = Type.Object({ departmentId: Id, reason: Words2000('理由') }, strict);
export const ReasonBody = Type.Object({ reason: Words2000('理由') }, strict);

export const TeamBody = Type.Object(
  {
    organisationId: Id,
    personId: Id,
    replacesPersonId: Type.Optional(Id),
    reason: Words2000('理由'),
  },
  strict,
);

/** Path of a department of a case. */
export const DepartmentParams = Type.Object({ id: Id, departmentId: Id });

export const DirectionView = Type.Object({
  id: Type.String(),
  kind: Words(['opinion', 'urging']),
  department: Named,
  text: Type.String(),
  givenBy: Named,
  givenAt: Instant,
  dueAt: Nullable(Instant),
  status: Words(['given', 'answered', 'withdrawn']),
  answer: Nullable(Type.String()),
  answeredBy: Nullable(Named),
  answeredAt: Nullable(Instant),
});

export const EvaluationView = Type.Object({
  id: Type.String(),
  round: Type.Integer(),
  department: Named,
  response: Type.Integer(),
  result: Type.Integer(),
  comment: Nullable(Type.String()),
  organisation: Named,
  person: Nullable(Named),
  at: Instant,
});

export const TeamMemberView = Type.Object({
  person: Named,
  organisation: Named,
  post: Type.String(),
  joinedAt: Instant,
  joinReason: Type.String(),
  leftAt: Nullable(Instant),
  leaveReason: Nullable(Type.String()),
});
