import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { requireRole } from '../http/authentication.ts';
import type { AppDeps } from '../http/deps.ts';
import { IdParams } from '../http/schema.ts';
import { leave } from './departure.ts';
import { addMembership, addPerson } from './people.ts';
import { Departure, DepartureBody, MembershipBody, PersonAdded, PersonBody } from './schema.ts';
import type { Principal } from './store.ts';

export const requireAdministrator = (person: Principal): void =>
  requireRole(person, 'system-administrator', '系统管理员');

/** Who comes, gets a further post, leaves (R5). For the system administrator. */
export const peopleRoutes =
  (deps: Pick<AppDeps, 'db' | 'clock' | 'log'>): FastifyPluginAsyncTypebox =>
  async (app) => {
    const tags = ['人员'];

    app.post(
      '/people',
      { schema: { tags, summary: '登记人员（系统管理员）', body: PersonBody, response: { 201: PersonAdded } } },
      async ({ principal, body }, reply) => {
        requireAdministrator(principal);
        return reply.code(201).send({ personId: addPerson(deps, principal, body) });
      },
    );

    app.post(
      '/people/:id/memberships',
      {
        schema: {
          tags,
          summary: '给人员增加岗位（系统管理员）',
          params: IdParams,
          body: MembershipBody,
          response: { 204: Type.Null() },
        },
      },
      async ({ principal, params, body }, reply) => {
        requireAdministrator(principal);
        addMembership(deps, principal, params.id, body);
        return reply.code(204).send(null);
      },
    );

    app.post(
      '/people/:id/departure',
      {
        schema: {
          tags,
          summary: '人员离任（系统管理员）',
          description:
            '账号停用；已签收的任务转给代理人或同岗人员，否则退回岗位；名录、分管条线和专办团队由接任人接替。' +
            '岗位没有接任人而还有任务时不予办理（post-without-holder）。',
          params: IdParams,
          body: DepartureBody,
          response: { 200: Departure },
        },
      },
      async ({ principal, params, body }) => {
        requireAdministrator(principal);
        const { vacant, ...departed } = leave(deps, principal, params.id, body.reason);
        return { ...departed, vacant: [...vacant] };
      },
    );
  };
