import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { scopeOf } from '../cases/scope.ts';
import { findCase } from '../cases/store.ts';
import { notFound } from '../errors.ts';
import { requireRole } from '../http/authentication.ts';
import type { AppDeps } from '../http/deps.ts';
import { IdParams } from '../http/schema.ts';
import type { Principal } from '../register/store.ts';
import { namedDutyById } from './change-store.ts';
import { RESUMED } from './changes.ts';
import { askForExtension } from './extension.ts';
import { pause, resume } from './requests.ts';
import { DutyView, ExtensionBody, PauseBody, ResumeBody } from './schema.ts';
import { dutyView } from './view.ts';

/** Deadlines: why they are what they are, and what moves them (R9). Whoever sees the case sees its duties. */
export const dutyRoutes =
  (deps: AppDeps): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { db, clock, timeZone } = deps;
    const tags = ['时限'];
    const response = { 200: DutyView };

    const visible = (person: Principal, id: string) => {
      const duty = namedDutyById(db, id);
      if (!duty || !findCase(db, scopeOf(db, person), duty.row.caseId))
        throw notFound('duty-not-found', '没有这项时限。');
      return duty;
    };
    const view = (person: Principal, id: string) => dutyView(db, timeZone, visible(person, id), clock.now());
    /** Only the platform stops clocks and lets them run. */
    const changeable = (person: Principal, id: string): string => {
      const { row } = visible(person, id);
      requireRole(person, 'operator', '12345平台坐席');
      return row.id;
    };

    app.get(
      '/duties/:id',
      { schema: { tags, summary: '时限和由来', params: IdParams, response } },
      async ({ principal, params }) => view(principal, params.id),
    );

    app.post(
      '/duties/:id/extension',
      {
        schema: {
          tags,
          summary: '申请延期（承办人或其代理人，到期前），由平台批准',
          params: IdParams,
          body: ExtensionBody,
          response,
        },
      },
      async ({ principal, params, body }) => {
        askForExtension(deps, principal, visible(principal, params.id).row.id, body);
        return view(principal, params.id);
      },
    );

    app.post(
      '/duties/:id/pause',
      { schema: { tags, summary: '暂停计时（平台，到期前）', params: IdParams, body: PauseBody, response } },
      async ({ principal, params, body }) => {
        pause(deps, principal, changeable(principal, params.id), body);
        return view(principal, params.id);
      },
    );

    app.post(
      '/duties/:id/resume',
      { schema: { tags, summary: '恢复计时（平台）', params: IdParams, body: ResumeBody, response } },
      async ({ principal, params, body }) => {
        resume(deps, principal, changeable(principal, params.id), body.reason ?? RESUMED);
        return view(principal, params.id);
      },
    );
  };
