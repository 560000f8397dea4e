import { Type } from 'typebox';
import { Instant, Named, Nullable, toIso } from '../http/schema.ts';

/** A published state of the catalogue or the register: who, when, why. */
export const VersionHead = Type.Object({
  number: Type.Integer(),
  publishedAt: Instant,
  publishedBy: Nullable(Named),
  note: Type.String(),
});

export const Versions = Type.Object({
  items: Type.Array(Type.Interface([VersionHead], { size: Type.Integer({ description: '条数' }) })),
});

/** A version as it is shown. */
export function versionHead(row: {
  readonly number: number;
  readonly publishedAt: number;
  readonly publishedBy: string | null;
  readonly publisherName: string | null;
  readonly note: string;
}) {
  const { number, publishedAt, publishedBy: id, publisherName, note } = row;
  const publishedBy = id === null ? null : { id, name: publisherName ?? id };
  return { number, publishedAt: toIso(publishedAt), publishedBy, note };
}

export const VersionParams = Type.Object({ number: Type.Integer({ minimum: 1 }) });

export const ImportQuery = Type.Object({
  note: Type.Optional(Type.String({ maxLength: 500, description: '版本说明' })),
});

/** What an import led to. */
export const Published = Type.Object({
  changed: Type.Boolean({ description: '与现行版本一致时为 false，不产生新版本' }),
  number: Nullable(Type.Integer({ description: '现行版本号' })),
  added: Type.Integer(),
  altered: Type.Integer(),
  removed: Type.Integer(),
  warnings: Type.Array(Type.String(), { description: '已导入，但需要留意' }),
});
