import type { Insight } from './visibility.ts';

/** Personal part of a complaint as it is kept. */
export interface ComplaintPerson {
  readonly complainantName: string;
  readonly complainantPhone: string;
  readonly hidden: boolean;
  readonly text: string;
}

/** 张小明 → 张**; empty stays empty. */
export const maskName = (name: string): string => (name === '' ? '' : `${[...name][0]}**`);

/** 13812341234 → 138****1234; shorter numbers show their last two digits only. */
export function maskPhone(phone: string): string {
  if (phone.length >= 11) return `${phone.slice(0, 3)}****${phone.slice(-4)}`;
  return phone === '' ? '' : `****${phone.slice(-2)}`;
}

/**
 * The complainant and the text as far as the reader may see them.
 * A hidden complainant's name and every number that may be a telephone are also taken out of the text.
 */
export function complaintFor(
  insight: Insight,
  { complainantName, complainantPhone, hidden, text }: ComplaintPerson,
): { complainant: { name: string; phone: string }; text: string | null } {
  if (insight === 'text-person-hidden-when-asked' && hidden) {
    const named = complainantName.length > 1 ? text.replaceAll(complainantName, '（已隐藏）') : text;
    return { complainant: { name: '（已隐藏）', phone: '' }, text: named.replace(/\d[\d -]{5,}\d/g, '（已隐藏）') };
  }
  return {
    complainant: { name: maskName(complainantName), phone: maskPhone(complainantPhone) },
    text: insight === 'person-only-masked' ? null : text,
  };
}
