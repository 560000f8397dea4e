import type { FastifyInstance } from 'fastify';
import type { Database } from '../db/open.ts';
import { hiddenPeople } from './hidden-store.ts';
import { hideEverywhere } from './masking.ts';
import { accusedSide } from './scope.ts';

const CASE_NUMBERS = /YS\d{8}-\d+/g;

/**
 * One net under every way out (R4b): whatever is answered to the accused side, the names and numbers of hidden complainants
 * of the cases that the answer or its address speaks of are taken out of each text, also of words that staff wrote.
 */
export function hideComplainants(api: FastifyInstance, { db }: { readonly db: Database }): void {
  api.addHook('preSerialization', async ({ principal, params }, _reply, payload) => {
    const side = accusedSide(principal);
    if (side === undefined) return payload;
    const caseIds = JSON.stringify([params, payload]).match(CASE_NUMBERS) ?? [];
    const people = caseIds.length === 0 ? [] : hiddenPeople(db, [...new Set(caseIds)], side);
    return people.length === 0 ? payload : hideEverywhere(payload, people);
  });
}
