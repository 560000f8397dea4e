import type { FastifyInstance } from 'fastify';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/open.ts';
import { DomainError, forbidden } from '../errors.ts';
import { findPersonByToken, type Principal } from '../register/store.ts';
import type { Role } from '../register/table.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; set for everything under `/api`. */
    principal: Principal;
  }
}

/** Wrong tokens from one address within a minute, after which it is told to wait. */
const WRONG_TOKENS_A_MINUTE = 60;

/** Lets only bearers of a valid token pass, and tells handlers who they are. */
export function authenticate(api: FastifyInstance, { db, clock }: { db: Database; clock: Clock }): void {
  const countWrong = api.createRateLimit({ max: WRONG_TOKENS_A_MINUTE, timeWindow: '1 minute' });
  api.decorateRequest('principal');
  api.addHook('onRequest', async (request, reply) => {
    const token = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    const person = token === undefined ? undefined : findPersonByToken(db, token, clock.now());
    if (person) {
      request.principal = person;
      return;
    }
    const attempts = token === undefined ? undefined : await countWrong(request);
    if (attempts && !attempts.isAllowed && attempts.isExceeded)
      throw new DomainError('too-many-attempts', 429, '令牌多次有误，请一分钟后再试。');
    reply.header('www-authenticate', 'Bearer realm="yishao"');
    throw new DomainError('not-signed-in', 401, '请先登录：令牌缺失、有误或已过期。');
  });
}

/** Organisations in which the person has the role. */
export const organisationsWith = (person: Principal, role: Role): string[] =>
  person.memberships.filter((membership) => membership.role === role).map(({ organisationId }) => organisationId);

/** @throws DomainError `wrong-role` unless the person has the role somewhere */
export function requireRole(person: Principal, role: Role, who: string): void {
  if (organisationsWith(person, role).length === 0) throw forbidden('wrong-role', `只有${who}可以这样做。`);
}
