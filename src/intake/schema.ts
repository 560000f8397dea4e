import { Type } from 'typebox';
import { CaseBrief } from '../cases/schema.ts';
import { PROFILES, REFUSAL_GROUNDS } from '../cases/table.ts';
import { Words } from '../http/schema.ts';

const MOST_CHARACTERS = 10_000;
const MOST_PROBLEMS = 50;

const Id = Type.String({ minLength: 1, maxLength: 100 });
const Subject = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' });
const Text = Type.String({ minLength: 1, maxLength: MOST_CHARACTERS, pattern: '\\S' });
const Place = Type.String({ maxLength: 500 });
const Problems = Type.Array(Type.String({ minLength: 1, maxLength: 2000, pattern: '\\S' }), {
  minItems: 1,
  maxItems: MOST_PROBLEMS,
  description: '案件所含问题；不填时以标题为唯一问题',
});
const OtherDistricts = Type.Array(Id, { maxItems: 50, uniqueItems: true, description: '属地之外还涉及的区县' });

export const ComplaintBody = Type.Object(
  {
    source: Type.Optional(Type.String({ minLength: 1, maxLength: 50, description: '来源系统，默认 desk' })),
    orderNumber: Type.Optional(
      Type.String({ minLength: 1, maxLength: 100, description: '来源系统的工单号，与来源一起去重；desk 可不填' }),
    ),
    channel: Type.String({ minLength: 1, maxLength: 50, description: '渠道，如 phone、web、letter' }),
    subject: Subject,
    text: Text,
    place: Place,
    townId: Type.Optional(Id),
    itemId: Type.Optional(Id),
    complainant: Type.Object(
      {
        name: Type.String({ maxLength: 100 }),
        phone: Type.Optional(Type.String({ maxLength: 30, pattern: '^[\\d+() -]*$' })),
      },
      { additionalProperties: false },
    ),
    hidden: Type.Optional(Type.Boolean({ description: '要求对被反映方隐去身份' })),
    receivedAt: Type.String({ minLength: 1, maxLength: 40, description: '受理时间，ISO 8601；不带时区按本市时间' }),
    repeatCount: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000, description: '同一事项的投诉次数' })),
    pushedDepartments: Type.Optional(Type.Integer({ minimum: 0, maximum: 1000, description: '曾相互推诿的部门数' })),
    legacyMatter: Type.Optional(Type.Boolean({ description: '历史遗留问题' })),
    refusalGrounds: Type.Optional(Type.Array(Words(REFUSAL_GROUNDS), { uniqueItems: true })),
    otherDistrictIds: Type.Optional(OtherDistricts),
    profile: Type.Optional(Words(PROFILES)),
    problems: Type.Optional(Problems),
    attachTo: Type.Optional(Type.String({ minLength: 1, maxLength: 100, description: '并入这个在办案件' })),
  },
  { additionalProperties: false },
);

export const WhistleBody = Type.Object(
  {
    subject: Subject,
    text: Text,
    place: Place,
    townId: Type.Optional(Type.String({ minLength: 1, maxLength: 100, description: '只在一个镇街任职时可不填' })),
    itemId: Type.Optional(Id),
    problems: Type.Optional(Problems),
    otherDistrictIds: Type.Optional(OtherDistricts),
    profile: Type.Optional(Words(PROFILES)),
  },
  { additionalProperties: false },
);

export const Taken = Type.Object({
  caseId: Type.String(),
  complaintId: Type.String(),
  status: Words(['accepted', 'merged', 'known'], 'accepted 立案；merged 并入在办案件；known 此前已经收到'),
});

export const SimilarBody = Type.Object(
  { subject: Subject, text: Text, place: Place, townId: Type.Optional(Id), itemId: Type.Optional(Id) },
  { additionalProperties: false },
);

export const SimilarCases = Type.Object({
  items: Type.Array(
    Type.Object({
      case: CaseBrief,
      score: Type.Number({ minimum: 0, maximum: 1, description: '相似程度' }),
      words: Type.Array(Type.String(), { description: '两者共有的词，有代表性的在前' }),
    }),
    { description: '最相似的在前，最多五件' },
  ),
});

export const ImportQuery = Type.Object({
  source: Type.Optional(Type.String({ minLength: 1, maxLength: 50, description: '来源系统，默认 csv' })),
  townId: Type.Optional(Type.String({ minLength: 1, maxLength: 100, description: '没有 townId 列的行用它' })),
  profile: Type.Optional(Words(PROFILES)),
});

const ImportedRow = Type.Object({
  line: Type.Integer({ description: '记录开始的行号，表头为 1' }),
  status: Words(['accepted', 'merged', 'known', 'rejected']),
  caseId: Type.Optional(Type.String()),
  code: Type.Optional(Type.String()),
  field: Type.Optional(Type.String()),
  detail: Type.Optional(Type.String()),
});

export const ImportSummary = Type.Object({
  accepted: Type.Integer(),
  merged: Type.Integer(),
  known: Type.Integer(),
  rejected: Type.Integer(),
  rows: Type.Array(ImportedRow, { description: '未能受理的行' }),
});
