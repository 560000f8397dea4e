import type { Database } from '../db/open.ts';
import { cityId, districtOfTown, platformFor } from '../register/store.ts';

interface Place {
  readonly townId: string | null;
  readonly otherDistrictIds: readonly string[];
}

/** The districts that a case touches, its own town's first, each once (R7b). */
export const districtsConcerned = (db: Database, { townId, otherDistrictIds }: Place): string[] => [
  ...new Set([...(townId ? [districtOfTown(db, townId)] : []), ...otherDistrictIds]),
];

/** The platforms that coordinate a case, the city's first, then each district's (R7b). */
export const platformsConcerned = (db: Database, place: Place): string[] => [
  ...new Set([cityId(db), ...districtsConcerned(db, place)].map((territoryId) => platformFor(db, territoryId))),
];
