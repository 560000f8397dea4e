import { type TSchema, Type } from 'typebox';

/** A value that may be null in an answer. */
export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** One of some words. As `enum`, so that documents and error messages list them. */
export const Words = <const T extends readonly string[]>(words: T, description?: string) =>
  Type.Enum<[...T]>([...words], description ? { description } : {});

/** A thing with its name. */
export const Named = Type.Object({ id: Type.String(), name: Type.String() });

/** An instant in an answer: ISO 8601 in UTC. */
export const Instant = Type.String({ format: 'date-time', description: 'ISO 8601' });

/** Path parameter `id`. */
export const IdParams = Type.Object({ id: Type.String({ minLength: 1, maxLength: 100 }) });

/** Staff's own words of a reason or note. */
export const Words2000 = (description: string) =>
  Type.String({ minLength: 1, maxLength: 2000, pattern: '\\S', description });

/** Paging of a list. */
export const Paging = {
  cursor: Type.Optional(Type.String({ maxLength: 300, description: '上一页答复中的 nextCursor' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })),
};

/** A page of a list; `nextCursor` is null on the last one. */
export const PageOf = <T extends TSchema>(item: T) =>
  Type.Object({ items: Type.Array(item), nextCursor: Nullable(Type.String()) });

export const toIso = (ms: number): string => new Date(ms).toISOString();
export const isoOrNull = (ms: number | null): string | null => (ms === null ? null : toIso(ms));
