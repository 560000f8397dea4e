import { createHash } from 'node:crypto';

/** What the database keeps of a bearer token. The token is random and long, so one SHA-256 is enough. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');
