import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { itemById } from '../catalogue/store.ts';
import { notFound } from '../errors.ts';
import type { AppDeps } from '../http/deps.ts';
import { deputyRoutes } from './deputy-routes.ts';
import { partyRoutes } from './party-routes.ts';
import { peopleRoutes } from './people-routes.ts';
import { Me, Organisations, OrganisationsQuery, People, PeopleQuery, Register, RegisterQuery } from './schema.ts';
import {
  type Entry,
  listOrganisations,
  membersOf,
  organisationById,
  personById,
  responsibleDepartments,
} from './store.ts';
import { registerVersionRoutes } from './version-routes.ts';

/** Organisations, their people, who answers for what (R5), and who is asking. Everyone signed in may read them. */
export const registerRoutes =
  (deps: Pick<AppDeps, 'db' | 'clock' | 'log' | 'timeZone'>): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { db, clock } = deps;
    const tags = ['名录'];
    app.register(registerVersionRoutes(deps));
    app.register(peopleRoutes(deps));
    app.register(deputyRoutes(deps));
    app.register(partyRoutes(deps));

    app.get(
      '/me',
      { schema: { tags, summary: '我是谁、能以什么身份办事', response: { 200: Me } } },
      async ({ principal }) => ({
        ...principal,
        memberships: principal.memberships.map((membership) => ({
          ...membership,
          organisationName: organisationName(membership.organisationId),
        })),
        groups: [...principal.groups],
        deputyGroups: principal.deputyGroups.map(({ group, onBehalfOfId }) => ({
          group,
          onBehalfOfId,
          onBehalfOfName: personName(onBehalfOfId),
        })),
      }),
    );

    app.get(
      '/organisations',
      {
        schema: {
          tags,
          summary: '组织机构（平铺的树），可按类别和上级筛选',
          querystring: OrganisationsQuery,
          response: { 200: Organisations },
        },
      },
      async ({ query }) => ({ items: listOrganisations(db, query) }),
    );

    app.get(
      '/people',
      { schema: { tags, summary: '一个机构的人员', querystring: PeopleQuery, response: { 200: People } } },
      async ({ query: { organisationId } }) => {
        if (!organisationById(db, organisationId)) throw notFound('unknown-organisation', '没有这个机构，请核对编号。');
        return { items: membersOf(db, organisationId) };
      },
    );

    app.get(
      '/register',
      {
        schema: {
          tags,
          summary: '应哨部门数据库：一个事项在一个属地由谁牵头、谁配合（就近一级为准）',
          querystring: RegisterQuery,
          response: { 200: Register },
        },
      },
      async ({ query: { itemId, territoryId } }) => {
        if (!itemById(db, itemId)) throw notFound('unknown-item', '事项清单中没有这个事项，请核对编号。');
        const found = responsibleDepartments(db, itemId, territoryId ?? null, clock.now());
        return {
          itemId,
          territoryId: found.territoryId,
          leads: found.leads.map(entryOf),
          supports: found.supports.map(entryOf),
        };
      },
    );

    const organisationName = (id: string): string => organisationById(db, id)?.name ?? id;
    const personName = (id: string): string => personById(db, id)?.name ?? id;
    const entryOf = ({ id, departmentId, post, personId, duty, version, sample }: Entry) => ({
      id,
      departmentId,
      departmentName: organisationName(departmentId),
      post,
      personId,
      personName: personName(personId),
      duty,
      version,
      sample,
    });
  };
