import type { CatalogueItem } from './store.ts';

/** An item that a text speaks for, with the words that say so. */
export interface Suggestion {
  readonly itemId: string;
  /** Keywords found in the text, each once, longest first. */
  readonly words: readonly string[];
}

/**
 * Which items of the catalogue a complaint's text speaks for, the likeliest first. Every keyword that occurs counts
 * once, with its length as weight: a long word is the more telling one. Ties are broken by the item's id, so the same
 * text always gets the same answer.
 */
export function suggestItems(
  items: readonly Pick<CatalogueItem, 'id' | 'keywords'>[],
  text: string,
  limit = 5,
): Suggestion[] {
  const haystack = text.normalize('NFKC');
  return items
    .map(({ id, keywords }) => {
      const words = [...new Set(keywords)].filter((word) => haystack.includes(word));
      words.sort((a, b) => b.length - a.length);
      return { itemId: id, words, weight: words.join('').length };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight || (a.itemId < b.itemId ? -1 : 1))
    .slice(0, limit)
    .map(({ itemId, words }) => ({ itemId, words }));
}

/** An area of the catalogue (R3) with its items. */
export interface Area {
  readonly code: string;
  readonly name: string;
  readonly items: CatalogueItem[];
}

/** Items by area, in the order in which each area first occurs. */
export function groupByArea(items: readonly CatalogueItem[]): Area[] {
  const areas = new Map<string, Area>();
  for (const item of items) {
    const area = areas.get(item.areaCode);
    if (area) area.items.push(item);
    else areas.set(item.areaCode, { code: item.areaCode, name: item.areaName, items: [item] });
  }
  return [...areas.values()];
}
