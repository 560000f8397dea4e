import { Type } from 'typebox';
import { DirectionView, EvaluationView, TeamMemberView } from '../handling/schema.ts';
import { Instant, Named, Nullable, Words } from '../http/schema.ts';
import { ConsultationView, MeetingView, ResolutionItemView } from '../meetings/schema.ts';
import { PATHS, PROFILES, STAGES } from './table.ts';

/** A case as lists and tasks show it. */
export const CaseBrief = Type.Object({
  id: Type.String({ description: '案件编号' }),
  subject: Type.String(),
  origin: Words(['complaint', 'town']),
  status: Words(['open', 'closed']),
  stage: Words(STAGES),
  path: Words(PATHS),
  profile: Words(PROFILES),
  difficulty: Words(['ordinary', 'hard']),
  item: Nullable(Named),
  town: Nullable(Named),
  leadDepartment: Nullable(Named),
  round: Type.Integer(),
  repeatCount: Type.Integer(),
  outcome: Nullable(Type.String()),
  openedAt: Instant,
  changedAt: Instant,
  closedAt: Nullable(Instant),
});

const Whistle = Type.Object({
  townId: Type.String(),
  criterion: Type.String(),
  reason: Type.String(),
  blownBy: Nullable(Named),
  overruled: Type.Boolean({ description: '平台改判吹哨' }),
  blownAt: Instant,
});

const TeamMember = Type.Object({
  department: Named,
  responsibility: Words(['lead', 'support']),
  status: Words(['dispatched', 'reported', 'handed-in', 'released']),
  handler: Nullable(Named),
  dispatchedAt: Instant,
  reportedAt: Nullable(Instant),
  handedInAt: Nullable(Instant),
  releasedAt: Nullable(Instant),
  releaseReason: Nullable(Type.String()),
  mayObject: Type.Boolean({ description: '平台指定后不能再提异议' }),
  register: Nullable(
    Type.Object(
      { version: Type.Integer(), post: Type.String(), personName: Type.String(), duty: Type.String() },
      { description: '派出时的应哨部门数据库（定职、定人、定事）；不由名录派出时为空' },
    ),
  ),
});

export const Problem = Type.Object({
  seq: Type.Integer(),
  description: Type.String(),
  solved: Nullable(Type.Boolean()),
  households: Nullable(Type.Integer()),
  people: Nullable(Type.Integer()),
  riskRemoved: Nullable(Type.Boolean()),
});

const Complaint = Type.Object({
  id: Type.String(),
  source: Type.String(),
  orderNumber: Type.String(),
  channel: Type.String(),
  subject: Type.String(),
  text: Nullable(Type.String({ description: '无权查看时为 null' })),
  place: Type.String(),
  complainant: Type.Object({ name: Type.String(), phone: Type.String() }, { description: '脱敏' }),
  hidden: Type.Boolean(),
  receivedAt: Instant,
  withdrawnAt: Nullable(Instant),
});

const Callback = Type.Object({
  complaintId: Nullable(Type.String()),
  round: Type.Integer(),
  attempt: Type.Integer({ description: '第几次回访，一至三' }),
  contacted: Type.Boolean(),
  solved: Nullable(Type.Boolean()),
  satisfaction: Nullable(Words(['satisfied', 'basically-satisfied', 'dissatisfied'])),
  reason: Nullable(Type.String()),
  at: Instant,
});

export const ProcessInstance = Type.Object({
  key: Type.String(),
  processId: Type.String(),
  operateUrl: Nullable(Type.String()),
  seenAt: Instant,
});

export const DutyBrief = Type.Object({
  id: Type.String(),
  caseId: Type.String(),
  step: Type.String(),
  stage: Words(STAGES),
  organisation: Named,
  role: Type.String(),
  status: Words(['open', 'done', 'lapsed', 'cancelled']),
  startedAt: Instant,
  dueAt: Instant,
  overdue: Type.Boolean(),
  provisional: Type.Boolean({ description: '节假日安排尚未公布，时限可能变动' }),
  pausedAt: Nullable(Instant),
  level: Nullable(Type.String({ description: '已到达的督办级别' })),
  outcome: Nullable(Type.String()),
  finishedAt: Nullable(Instant),
});

export const CaseTask = Type.Object({
  id: Type.String(),
  step: Type.String(),
  stage: Words(STAGES),
  organisation: Nullable(Named),
  status: Words(['open', 'submitted', 'completed', 'cancelled']),
  assignee: Nullable(Named),
  submittedBy: Nullable(Named),
  outcome: Nullable(Type.String()),
  dueAt: Nullable(Instant),
  submittedAt: Nullable(Instant),
  createdAt: Instant,
});

const Waiting = Type.Object(
  {
    organisation: Named,
    waitsFor: Named,
    step: Type.String(),
    since: Instant,
    dueAt: Instant,
    overdue: Type.Boolean(),
  },
  { description: '谁在等谁' },
);

export const CaseView = Type.Interface([CaseBrief], {
  place: Type.String(),
  description: Nullable(Type.String({ description: '镇街自行发现时的说明' })),
  pushedDepartments: Type.Integer(),
  legacyMatter: Type.Boolean(),
  refusalGrounds: Type.Array(Type.String()),
  otherDistricts: Type.Array(Named),
  whistleDecision: Nullable(Type.Record(Type.String(), Type.Unknown())),
  leader: Nullable(Named),
  leadingGroup: Nullable(Named),
  whistle: Nullable(Whistle),
  departments: Type.Array(TeamMember),
  team: Type.Array(TeamMemberView),
  directions: Type.Array(DirectionView),
  evaluations: Type.Array(EvaluationView),
  problems: Type.Array(Problem),
  complaints: Type.Array(Complaint),
  meetings: Type.Array(MeetingView),
  resolutionItems: Type.Array(ResolutionItemView),
  consultations: Type.Array(ConsultationView),
  callbacks: Type.Array(Callback),
  openTasks: Type.Array(CaseTask),
  duties: Type.Array(DutyBrief),
  waitingFor: Type.Array(Waiting),
  processInstances: Type.Array(ProcessInstance),
});

export const TimelineEvent = Type.Object({
  id: Type.Integer(),
  at: Instant,
  type: Type.String(),
  stage: Words(STAGES),
  person: Nullable(Named),
  onBehalfOf: Nullable(Named),
  organisation: Nullable(Named),
  data: Type.Record(Type.String(), Type.Unknown()),
  origin: Type.String(),
});
