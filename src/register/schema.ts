import { Type } from 'typebox';
import { Instant, Named, Nullable, Words, Words2000 } from '../http/schema.ts';
import { VersionHead } from '../spreadsheets/schema.ts';
import { ORGANISATION_KINDS, PARTY_KINDS, ROLES } from './table.ts';

const Id = Type.String({ minLength: 1, maxLength: 100 });
const OptionalId = Type.Union([Type.String(), Type.Null()]);
const RoleName = Type.Enum([...ROLES]);

export const OrganisationsQuery = Type.Object({
  kind: Type.Optional(Type.Enum([...ORGANISATION_KINDS])),
  parentId: Type.Optional(Id),
});

/** The tree, flat: `parentId` says where each hangs. */
export const Organisations = Type.Object({
  items: Type.Array(
    Type.Object({
      id: Type.String(),
      kind: Type.Enum([...ORGANISATION_KINDS]),
      parentId: OptionalId,
      name: Type.String(),
      nameEn: Type.String(),
      sample: Type.Boolean({ description: '示例数据' }),
    }),
  ),
});

export const PeopleQuery = Type.Object({ organisationId: Id });

export const People = Type.Object({
  items: Type.Array(Type.Object({ personId: Type.String(), name: Type.String(), role: RoleName, post: Type.String() })),
});

export const RegisterQuery = Type.Object({
  itemId: Id,
  territoryId: Type.Optional(Id),
});

const RegisterEntry = Type.Object({
  id: Type.String(),
  departmentId: Type.String(),
  departmentName: Type.String(),
  post: Type.String(),
  personId: Type.String(),
  personName: Type.String(),
  duty: Type.String(),
  version: Type.Integer(),
  sample: Type.Boolean(),
});

export const Register = Type.Object({
  itemId: Type.String(),
  territoryId: Type.Union([Type.String(), Type.Null()], { description: '采用哪一级属地的名录；无名录时为空' }),
  leads: Type.Array(RegisterEntry),
  supports: Type.Array(RegisterEntry),
});

export const Me = Type.Object({
  personId: Type.String(),
  account: Type.String(),
  name: Type.String(),
  memberships: Type.Array(
    Type.Object({
      organisationId: Type.String(),
      organisationName: Type.String(),
      role: RoleName,
      post: Type.String(),
    }),
  ),
  groups: Type.Array(Type.String()),
  deputyGroups: Type.Array(
    Type.Object({ group: Type.String(), onBehalfOfId: Type.String(), onBehalfOfName: Type.String() }),
  ),
});

const strict = { additionalProperties: false } as const;
const Text100 = Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' });

export const MembershipBody = Type.Object({ organisationId: Id, role: RoleName, post: Text100 }, strict);

export const PersonBody = Type.Object(
  {
    account: Type.String({
      pattern: '^[a-z0-9][a-z0-9._-]{1,59}$',
      description: '登录名：小写字母、数字、点、连字符，2 至 60 个字符',
    }),
    name: Text100,
    memberships: Type.Array(MembershipBody, { maxItems: 20 }),
  },
  strict,
);

export const PersonAdded = Type.Object({ personId: Type.String() });

export const DepartureBody = Type.Object({ reason: Words2000('离任原因') }, strict);

export const Departure = Type.Object({
  reassigned: Type.Integer({ description: '转给他人或退回岗位的任务数' }),
  registerVersion: Nullable(Type.Integer({ description: '由接任人承担的名录新版本；名录中没有此人时为空' })),
  vacant: Type.Array(Type.Object({ organisationId: Type.String(), role: RoleName, post: Type.String() }), {
    description: '已经没有人员的岗位，请尽快补齐',
  }),
});

const InstantGiven = Type.String({ minLength: 1, maxLength: 40, description: 'ISO 8601；不带时区按本市时间' });

export const DeputyBody = Type.Object(
  { personId: Id, deputyId: Id, validFrom: InstantGiven, validUntil: Type.Optional(InstantGiven) },
  strict,
);

export const DeputiesQuery = Type.Object({ personId: Type.Optional(Id) });

export const Deputies = Type.Object({
  items: Type.Array(
    Type.Object({
      person: Named,
      deputy: Named,
      validFrom: Instant,
      validUntil: Nullable(Instant),
      valid: Type.Boolean({ description: '现在有效' }),
    }),
  ),
});

const PartyKind = Words(PARTY_KINDS);

export const PartyBody = Type.Object({ kind: PartyKind, name: Text100, territoryId: Id }, strict);

export const PartiesQuery = Type.Object({ territoryId: Type.Optional(Id), kind: Type.Optional(PartyKind) });

export const Party = Type.Object({
  id: Type.String(),
  kind: PartyKind,
  name: Type.String(),
  territory: Named,
  sample: Type.Boolean({ description: '示例数据' }),
});

export const Parties = Type.Object({ items: Type.Array(Party) });

export const RegisterVersionView = Type.Interface([VersionHead], {
  entries: Type.Array(
    Type.Object({
      id: Type.String(),
      item: Named,
      territory: Named,
      department: Named,
      responsibility: Words(['lead', 'support']),
      post: Type.String(),
      person: Named,
      duty: Type.String(),
      version: Type.Integer({ description: '最近一次改动所在的版本' }),
      validFrom: Instant,
      validUntil: Nullable(Instant),
      sample: Type.Boolean(),
    }),
  ),
});
