import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { scopeOf } from '../cases/scope.ts';
import { findCase } from '../cases/store.ts';
import { notFound } from '../errors.ts';
import type { AppDeps } from '../http/deps.ts';
import { IdParams } from '../http/schema.ts';
import type { Principal } from '../register/store.ts';
import { callDepartment, changeLead, changeMembers, evaluate, giveDirection, letDepartmentGo } from './requests.ts';
import { DepartmentBody, DepartmentParams, DirectionBody, EvaluationBody, ReasonBody, TeamBody } from './schema.ts';

/** The town's powers over its case (R6), and what changes a team at work (R7a). */
export const handlingRoutes =
  (deps: AppDeps): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { db } = deps;
    const tags = ['办理'];
    const made = { 201: Type.Object({ id: Type.String() }) };
    const accepted = { 202: Type.Object({ status: Type.Literal('accepted') }) };
    const ACCEPTED = { status: 'accepted' } as const;

    const visible = (person: Principal, id: string): string => {
      const found = findCase(db, scopeOf(db, person), id);
      if (!found) throw notFound('case-not-found', '没有这个案件。');
      return found.row.id;
    };

    app.post(
      '/cases/:id/directions',
      {
        schema: { tags, summary: '指挥：提意见或督促（镇街）', params: IdParams, body: DirectionBody, response: made },
      },
      async ({ principal, params, body }, reply) =>
        reply.code(201).send({ id: giveDirection(deps, principal, visible(principal, params.id), body) }),
    );

    app.post(
      '/cases/:id/evaluations',
      {
        schema: {
          tags,
          summary: '评价部门（镇街，提交结果后）',
          params: IdParams,
          body: EvaluationBody,
          response: made,
        },
      },
      async ({ principal, params, body }, reply) =>
        reply.code(201).send({ id: evaluate(deps, principal, visible(principal, params.id), body) }),
    );

    app.post(
      '/cases/:id/departments',
      {
        schema: { tags, summary: '增加部门（镇街、平台）', params: IdParams, body: DepartmentBody, response: accepted },
      },
      async ({ principal, params, body }, reply) => {
        callDepartment(deps, principal, visible(principal, params.id), body);
        return reply.code(202).send(ACCEPTED);
      },
    );

    app.post(
      '/cases/:id/departments/:departmentId/release',
      {
        schema: {
          tags,
          summary: '部门退出（镇街、平台）',
          params: DepartmentParams,
          body: ReasonBody,
          response: accepted,
        },
      },
      async ({ principal, params: { id, departmentId }, body }, reply) => {
        letDepartmentGo(deps, principal, visible(principal, id), departmentId, body.reason);
        return reply.code(202).send(ACCEPTED);
      },
    );

    app.post(
      '/cases/:id/lead',
      { schema: { tags, summary: '更换牵头部门（平台）', params: IdParams, body: DepartmentBody, response: accepted } },
      async ({ principal, params, body }, reply) => {
        changeLead(deps, principal, visible(principal, params.id), body);
        return reply.code(202).send(ACCEPTED);
      },
    );

    app.post(
      '/cases/:id/team',
      {
        schema: {
          tags,
          summary: '更换专办团队成员（本单位）',
          params: IdParams,
          body: TeamBody,
          response: { 204: Type.Null() },
        },
      },
      async ({ principal, params, body }, reply) => {
        changeMembers(deps, principal, visible(principal, params.id), body);
        return reply.code(204).send(null);
      },
    );
  };
