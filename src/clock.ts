/** The only source of the present. Tests hand in a clock that moves with the broker's. */
export interface Clock {
  /** The present instant, ms since 1970-01-01T00:00:00Z. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };
