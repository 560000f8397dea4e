import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { AppDeps } from '../http/deps.ts';
import { addParty, listParties } from './party-store.ts';
import { requireAdministrator } from './people-routes.ts';
import { Parties, PartiesQuery, PartyBody } from './schema.ts';
import { organisationById } from './store.ts';

/** Communities, owners' committees, property companies, associations that a lead department may bring in (R8a). */
export const partyRoutes =
  ({ db, log }: Pick<AppDeps, 'db' | 'log'>): FastifyPluginAsyncTypebox =>
  async (app) => {
    const tags = ['名录'];

    app.get(
      '/parties',
      {
        schema: {
          tags,
          summary: '参与方名录；按属地筛选时含其上级和下级属地的',
          querystring: PartiesQuery,
          response: { 200: Parties },
        },
      },
      async ({ query }) => ({
        items: listParties(db, query).map(({ territoryId: id, ...party }) => ({
          ...party,
          territory: { id, name: organisationById(db, id)?.name ?? id },
        })),
      }),
    );

    app.post(
      '/parties',
      {
        schema: {
          tags,
          summary: '登记参与方（系统管理员）',
          body: PartyBody,
          response: { 201: Type.Object({ id: Type.String() }) },
        },
      },
      async ({ principal, body }, reply) => {
        requireAdministrator(principal);
        const id = addParty(db, body);
        log.info({ personId: principal.personId, partyId: id }, 'administration: party added');
        return reply.code(201).send({ id });
      },
    );
  };
