import { Type } from 'typebox';
import { ORGANISATION_KINDS, ROLES } from './table.ts';

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
