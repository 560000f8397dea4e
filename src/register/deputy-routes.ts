import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { invalid } from '../errors.ts';
import type { AppDeps } from '../http/deps.ts';
import { isoOrNull, toIso } from '../http/schema.ts';
import { parseInstant } from '../intake/rules.ts';
import { nameDeputy } from './deputies.ts';
import { listDeputies } from './deputy-store.ts';
import { requireAdministrator } from './people-routes.ts';
import { Deputies, DeputiesQuery, DeputyBody } from './schema.ts';
import { isValid } from './validity.ts';

/** Who stands in for whom (定人, R5). */
export const deputyRoutes =
  (deps: Pick<AppDeps, 'db' | 'clock' | 'log' | 'timeZone'>): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { db, clock, timeZone } = deps;
    const tags = ['人员'];
    const instant = (text: string, field: string): number => {
      const at = parseInstant(text, timeZone);
      if (at === undefined) throw invalid('invalid-date', '时间不是有效的日期。', field);
      return at;
    };

    app.get(
      '/deputies',
      { schema: { tags, summary: '代理关系', querystring: DeputiesQuery, response: { 200: Deputies } } },
      async ({ query }) => ({
        items: listDeputies(db, query.personId).map(({ row, personName, deputyName }) => ({
          person: { id: row.personId, name: personName ?? row.personId },
          deputy: { id: row.deputyId, name: deputyName ?? row.deputyId },
          validFrom: toIso(row.validFrom),
          validUntil: isoOrNull(row.validUntil),
          valid: isValid(row, clock.now()),
        })),
      }),
    );

    app.post(
      '/deputies',
      {
        schema: {
          tags,
          summary: '指定代理人，或改其起止时间（系统管理员）',
          body: DeputyBody,
          response: { 204: Type.Null() },
        },
      },
      async ({ principal, body }, reply) => {
        requireAdministrator(principal);
        const { validFrom, validUntil, ...people } = body;
        nameDeputy(deps, principal, {
          ...people,
          validFrom: instant(validFrom, 'validFrom'),
          validUntil: validUntil === undefined ? null : instant(validUntil, 'validUntil'),
        });
        return reply.code(204).send(null);
      },
    );
  };
