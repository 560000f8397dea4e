import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { scopeOf } from '../cases/scope.ts';
import { findCase } from '../cases/store.ts';
import { notFound } from '../errors.ts';
import type { AppDeps } from '../http/deps.ts';
import { IdParams } from '../http/schema.ts';
import type { Principal } from '../register/store.ts';
import { requestConsultation, requestMeeting, requestSubTask } from './requests.ts';
import { ConsultationBody, Made, MeetingBody, SubTaskBody } from './schema.ts';

/** What a town or a lead department may set in motion at a case: meetings, tasks of parties, consultations. */
export const meetingRoutes =
  (deps: AppDeps): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { db } = deps;
    const tags = ['会议与征询'];
    const response = { 201: Made };

    const visible = (person: Principal, id: string): string => {
      const found = findCase(db, scopeOf(db, person), id);
      if (!found) throw notFound('case-not-found', '没有这个案件。');
      return found.row.id;
    };

    app.post(
      '/cases/:id/meetings',
      { schema: { tags, summary: '召集会议（属地镇街、牵头部门）', params: IdParams, body: MeetingBody, response } },
      async ({ principal, params, body }, reply) => {
        const id = requestMeeting(deps, principal, visible(principal, params.id), body);
        return reply.code(201).send({ id });
      },
    );

    app.post(
      '/cases/:id/sub-tasks',
      { schema: { tags, summary: '向参与方交办任务（牵头部门）', params: IdParams, body: SubTaskBody, response } },
      async ({ principal, params, body }, reply) => {
        const id = requestSubTask(deps, principal, visible(principal, params.id), body);
        return reply.code(201).send({ id });
      },
    );

    app.post(
      '/cases/:id/consultations',
      { schema: { tags, summary: '征询群众意见（牵头部门）', params: IdParams, body: ConsultationBody, response } },
      async ({ principal, params, body }, reply) => {
        const id = requestConsultation(deps, principal, visible(principal, params.id), body);
        return reply.code(201).send({ id });
      },
    );
  };
