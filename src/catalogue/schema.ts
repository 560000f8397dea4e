import { Type } from 'typebox';

const Item = Type.Object({
  id: Type.String(),
  name: Type.String(),
  keywords: Type.Array(Type.String()),
  difficulty: Type.Enum(['ordinary', 'hard']),
  confidential: Type.Boolean({ description: '按规定对被反映方隐去诉求人' }),
  version: Type.Integer(),
  sample: Type.Boolean({ description: '示例数据' }),
});

export const Catalogue = Type.Object({
  areas: Type.Array(Type.Object({ code: Type.String(), name: Type.String(), items: Type.Array(Item) })),
});
