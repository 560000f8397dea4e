import type { RowFault } from '../errors.ts';
import { faultOf, type Taken } from '../spreadsheets/rows.ts';
import type { EntryDraft } from './sheet.ts';
import type { Entry } from './store.ts';
import { isValid, overlap, type Validity } from './validity.ts';

/** What codes of a register may stand for. */
export interface Known {
  readonly items: ReadonlySet<string>;
  readonly territories: ReadonlySet<string>;
  readonly departments: ReadonlySet<string>;
  /** Id of a person who has not left, by account. */
  readonly people: ReadonlyMap<string, string>;
  /** `personId departmentId` */
  readonly members: ReadonlySet<string>;
}

type Claim = Pick<Entry, 'itemId' | 'territoryId' | 'responsibility'> & Validity;

const placeOf = ({ itemId, territoryId }: { itemId: string; territoryId: string }): string =>
  `${itemId} ${territoryId}`;

/** Codes that are not known, a person of another department. */
export function unknownCodes(taken: readonly Taken<EntryDraft>[], known: Known): RowFault[] {
  return taken.flatMap(({ row, value }) => {
    const faults: RowFault[] = [];
    const hold = (ok: boolean, column: string, detail: string) => ok || faults.push(faultOf(row, column, detail));
    hold(known.items.has(value.itemId), '事项编码', `“${value.itemId}”不在高频事项清单中。`);
    hold(known.territories.has(value.territoryId), '属地编码', `“${value.territoryId}”不是市、区县或镇街。`);
    const department = known.departments.has(value.departmentId);
    hold(department, '部门编码', `“${value.departmentId}”不是部门。`);
    const personId = known.people.get(value.account);
    hold(personId !== undefined, '人员账号', `“${value.account}”不存在或已离任。`);
    if (department && personId !== undefined)
      hold(known.members.has(`${personId} ${value.departmentId}`), '人员账号', `“${value.account}”不是该部门的人员。`);
    return faults;
  });
}

/**
 * One department twice for the same item, place and time; two departments that lead at the same time, unless that is
 * so already: then the platform decides each time (`warningsAbout` says so).
 */
export function conflicting(taken: readonly Taken<EntryDraft>[], present: readonly Entry[]): RowFault[] {
  const contested = new Set(doubleLeads(present).map(placeOf));
  const earlier = new Map<string, Taken<EntryDraft>[]>();
  return taken.flatMap((one) => {
    const place = placeOf(one.value);
    const others = (earlier.get(place) ?? []).filter(({ value }) => overlap(value, one.value));
    earlier.set(place, [...(earlier.get(place) ?? []), one]);
    const same = others.find(({ value }) => value.departmentId === one.value.departmentId);
    if (same) return [faultOf(one.row, null, `与第 ${same.row} 行重复：同一事项、属地、部门，有效期重叠。`)];
    const lead = one.value.responsibility === 'lead' && others.find(({ value }) => value.responsibility === 'lead');
    return lead && !contested.has(place)
      ? [faultOf(one.row, '职责', `与第 ${lead.row} 行同时牵头，同一事项、属地只能有一个牵头部门。`)]
      : [];
  });
}

/** Leads that share item, place and time with another one before them. */
function doubleLeads<T extends Claim>(claims: readonly T[]): T[] {
  const leads = claims.filter(({ responsibility }) => responsibility === 'lead');
  return leads.filter((lead, index) =>
    leads.slice(0, index).some((other) => placeOf(other) === placeOf(lead) && overlap(other, lead)),
  );
}

/** What holds at `now` (ms) and will make the platform decide by hand. @param nameOf of an item or organisation */
export function warningsAbout(
  entries: readonly Entry[],
  itemIds: readonly string[],
  now: number,
  nameOf: (id: string) => string,
): string[] {
  const valid = entries.filter((entry) => isValid(entry, now));
  const places = new Map(valid.map((entry) => [placeOf(entry), entry]));
  const leads = new Set(valid.filter(({ responsibility }) => responsibility === 'lead').map(placeOf));
  const said = ({ itemId, territoryId }: Entry) => `“${nameOf(itemId)}”在${nameOf(territoryId)}`;
  return [
    ...doubleLeads(valid).map((entry) => `${said(entry)}有两个牵头部门，由平台指定。`),
    ...[...places].flatMap(([place, entry]) => (leads.has(place) ? [] : [`${said(entry)}没有牵头部门，由平台指定。`])),
    ...itemIds
      .filter((id) => !valid.some(({ itemId }) => itemId === id))
      .map((id) => `“${nameOf(id)}”没有应哨部门，由平台指定。`),
  ];
}

/**
 * Drafts as entries. A draft that begins on the same date as the present entry of its item, place and department is that
 * entry: it keeps its id, and to the millisecond the times whose dates it does not change.
 * @param dateOf the local date of an instant
 */
export function asEntries(
  drafts: readonly EntryDraft[],
  present: readonly Entry[],
  people: ReadonlyMap<string, string>,
  dateOf: (instant: number) => string,
): Omit<Entry, 'version'>[] {
  const keyOf = ({
    departmentId,
    validFrom,
    ...place
  }: Pick<Entry, 'itemId' | 'territoryId' | 'departmentId' | 'validFrom'>) =>
    `${placeOf(place)} ${departmentId} ${dateOf(validFrom)}`;
  const before = new Map(present.map((entry) => [keyOf(entry), entry]));
  return drafts.map(({ account, validUntil, ...draft }) => {
    const known = before.get(keyOf(draft));
    const { itemId, territoryId, departmentId, validFrom } = draft;
    const sameEnd =
      validUntil !== null && typeof known?.validUntil === 'number' && dateOf(known.validUntil) === dateOf(validUntil);
    return {
      ...draft,
      id: known?.id ?? `register:${itemId}:${territoryId}:${departmentId}:${dateOf(validFrom)}`,
      personId: people.get(account) ?? '',
      validFrom: known?.validFrom ?? validFrom,
      validUntil: sameEnd ? known.validUntil : validUntil,
    };
  });
}
