/** From an instant until another, ms; null: until further notice. The end is no longer part of it. */
export interface Validity {
  readonly validFrom: number;
  readonly validUntil: number | null;
}

export const isValid = ({ validFrom, validUntil }: Validity, now: number): boolean =>
  validFrom <= now && (validUntil === null || validUntil > now);

/** The time in which both hold; undefined when there is none. */
export function overlap(a: Validity, b: Validity): Validity | undefined {
  const validFrom = Math.max(a.validFrom, b.validFrom);
  const ends = [a.validUntil, b.validUntil].filter((end) => end !== null);
  const validUntil = ends.length === 0 ? null : Math.min(...ends);
  return validUntil !== null && validUntil <= validFrom ? undefined : { validFrom, validUntil };
}
