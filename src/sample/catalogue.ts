export interface SampleItem {
  readonly id: string;
  readonly name: string;
  /** Words of citizens, separated by spaces. */
  readonly keywords: string;
  readonly difficulty?: 'hard';
  readonly confidential?: true;
  /** Department key and what it does in the matter. The first entry of `leads` leads. */
  readonly leads: readonly Share[];
  readonly supports: readonly Share[];
}

/** Key of a city department (`housing` = `dept-housing`) and its duty (定事). */
export type Share = readonly [department: string, duty: string];

export interface SampleArea {
  readonly code: string;
  readonly name: string;
  readonly items: readonly SampleItem[];
}

/** The catalogue item that two departments claim to lead, so that a person at the platform must decide. */
export const TWO_CLAIMS_ITEM = 'electric-bike-charging';
