import { createHmac } from 'node:crypto';

const FIRST_PAUSE_MS = 10_000;
/** A hotline that is down over a weekend is asked a few times a day. */
const LONGEST_PAUSE_MS = 6 * 3_600_000;

/** Header value by which a hotline knows that a message is ours: HMAC-SHA-256 of the body's bytes. */
export const signatureOf = (body: string, secret: string): string =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

/** Pause after a failed attempt, ms: doubled each time, up to hours. @param attempts made so far, from 1 */
export const pauseAfter = (attempts: number): number =>
  Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(attempts - 1, 20));
