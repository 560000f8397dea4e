import { Type } from 'typebox';
import { Instant, Named, Nullable, Words, Words2000 } from '../http/schema.ts';
import { CONSULTATION_KINDS, MEETING_KINDS } from './table.ts';

/** Things to carry out, as workers hand them to the process. */
export const ItemOutputs = Type.Array(
  Type.Object({
    itemId: Type.String(),
    organisationId: Type.String(),
    role: Type.String(),
    dueAt: Nullable(Type.String()),
  }),
);

const Id = Type.String({ minLength: 1, maxLength: 100 });
const Ids = (description: string) => Type.Array(Id, { maxItems: 100, uniqueItems: true, description });
const Place = Type.String({ minLength: 1, maxLength: 500, pattern: '\\S', description: '地点' });
/** Date and time: a date alone would be read as midnight. */
const DateAndTime = (description: string) =>
  Type.String({ maxLength: 40, pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d', description });

export const MeetingBody = Type.Object(
  {
    kind: Words(
      ['on-spot', 'table', 'coordination', 'discussion', 'joint'],
      'on-spot 现场召集、table 会议召集（属地镇街）；coordination 协调会、discussion 座谈会、joint 会办会（牵头部门）',
    ),
    heldAt: Type.Optional(DateAndTime('会议时间，ISO 8601；不带时区按本市时间；现场召集可不填，即现在')),
    place: Place,
    agenda: Words2000('议题'),
    invitedOrganisationIds: Ids('邀请的单位'),
    invitedPartyIds: Ids('邀请的社会各方'),
  },
  { additionalProperties: false },
);

export const SubTaskBody = Type.Object(
  {
    partyId: Id,
    description: Words2000('任务内容'),
    dueOn: Type.String({ format: 'date', description: '完成日期，如 2026-11-30' }),
  },
  { additionalProperties: false },
);

export const ConsultationBody = Type.Object(
  {
    kind: Words(
      CONSULTATION_KINDS,
      'site-visit 走访、opinion-form 征求意见、suggestion-meeting 建议征集会、council 民意代表议事会',
    ),
    question: Words2000('征询的问题'),
    place: Place,
    closesAt: DateAndTime('截止时间或开会时间，ISO 8601；不带时区按本市时间'),
  },
  { additionalProperties: false },
);

/** Answer of a request that made something. */
export const Made = Type.Object({ id: Type.String() });

export const ResolutionItemView = Type.Object({
  id: Type.String(),
  kind: Words(['instruction', 'joint-meeting', 'meeting-decision', 'sub-task']),
  meetingId: Nullable(Type.String()),
  owner: Named,
  party: Nullable(Named),
  description: Type.String(),
  dueAt: Nullable(Instant),
  status: Words(['open', 'carried-out', 'not-carried-out', 'withdrawn']),
  report: Nullable(Type.String()),
  decidedAt: Instant,
  finishedAt: Nullable(Instant),
});

export const MeetingView = Type.Object({
  id: Type.String(),
  kind: Words(MEETING_KINDS),
  host: Named,
  calledBy: Nullable(Named),
  calledAt: Instant,
  heldAt: Instant,
  place: Type.String(),
  agenda: Type.String(),
  status: Words(['called', 'held', 'cancelled']),
  participants: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      kind: Words(['organisation', 'party']),
      attended: Nullable(Type.Boolean({ description: '提交纪要前为 null' })),
    }),
  ),
  minutes: Nullable(Type.String()),
  decisions: Type.Array(ResolutionItemView),
});

export const ConsultationView = Type.Object({
  id: Type.String(),
  kind: Words(CONSULTATION_KINDS),
  organisation: Named,
  openedBy: Named,
  openedAt: Instant,
  question: Type.String(),
  place: Type.String(),
  closesAt: Instant,
  status: Words(['open', 'summarised', 'withdrawn']),
  participants: Nullable(Type.Integer()),
  summary: Nullable(Type.String()),
  summarisedAt: Nullable(Instant),
});
