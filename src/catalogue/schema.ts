import { Type } from 'typebox';
import { Nullable } from '../http/schema.ts';
import { VersionHead } from '../spreadsheets/schema.ts';

const Item = Type.Object({
  id: Type.String(),
  name: Type.String(),
  keywords: Type.Array(Type.String()),
  difficulty: Type.Enum(['ordinary', 'hard']),
  confidential: Type.Boolean({ description: '按规定对被反映方隐去诉求人' }),
  version: Type.Integer({ description: '最近一次改动所在的版本' }),
  sample: Type.Boolean({ description: '示例数据' }),
});

const areas = Type.Array(Type.Object({ code: Type.String(), name: Type.String(), items: Type.Array(Item) }));

export const Catalogue = Type.Object({
  version: Nullable(Type.Integer({ description: '现行版本号' })),
  areas,
});

export const CatalogueVersion = Type.Interface([VersionHead], { areas });
