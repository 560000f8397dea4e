import { Readable } from 'node:stream';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { requireRole } from '../http/authentication.ts';
import type { AppDeps } from '../http/deps.ts';
import { asLines, importComplaints, summarise } from './import.ts';
import { blowOwnWhistle, takeComplaint } from './intake.ts';
import { ComplaintBody, ImportQuery, ImportSummary, SimilarBody, SimilarCases, Taken, WhistleBody } from './schema.ts';
import { similarCases } from './similar.ts';

const LARGEST_CSV_BYTES = 50 * 1024 * 1024;
const NDJSON = 'application/x-ndjson';

/** Where cases come from: complaints one by one or as a file, and whistles of a town's own. */
export const intakeRoutes =
  (deps: AppDeps): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { db } = deps;
    const tags = ['受理'];
    app.addContentTypeParser('text/csv', { parseAs: 'buffer', bodyLimit: LARGEST_CSV_BYTES }, (_request, body, done) =>
      done(null, body),
    );

    app.post(
      '/complaints',
      {
        schema: {
          tags,
          summary: '登记诉求（平台）',
          description: '按来源和工单号去重：重复提交答复 200 和原来的编号。',
          body: ComplaintBody,
          response: { 200: Taken, 201: Taken },
        },
      },
      async ({ principal, body }, reply) => {
        requireRole(principal, 'operator', '12345平台坐席');
        const taken = takeComplaint(deps, principal, body);
        return reply.code(taken.status === 'known' ? 200 : 201).send(taken);
      },
    );

    app.post(
      '/complaints/similar',
      {
        schema: {
          tags,
          summary: '相似的在办案件（平台）',
          description: '登记之前查询；并入与否由坐席决定（登记时填 attachTo）。用 POST 是因为诉求内容不能写进网址。',
          body: SimilarBody,
          response: { 200: SimilarCases },
        },
      },
      async ({ principal, body }) => {
        requireRole(principal, 'operator', '12345平台坐席');
        return { items: similarCases(db, principal, body) };
      },
    );

    app.post(
      '/complaints/import',
      {
        schema: {
          tags,
          summary: '批量导入诉求（平台）',
          description: `正文为 CSV（UTF-8，不超过 50 MB）。要求 Accept: ${NDJSON} 时逐行答复，最后一行为合计。`,
          consumes: ['text/csv'],
          querystring: ImportQuery,
          response: { 200: ImportSummary },
        },
        bodyLimit: LARGEST_CSV_BYTES,
      },
      async ({ principal, query, body, headers }, reply) => {
        requireRole(principal, 'operator', '12345平台坐席');
        const file = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
        const rows = importComplaints(deps, principal, file, query);
        if (!headers.accept?.includes(NDJSON)) return summarise(rows);
        reply.type(`${NDJSON}; charset=utf-8`);
        return reply.send(Readable.from(asLines(rows)) as never);
      },
    );

    app.post(
      '/whistles',
      {
        schema: {
          tags,
          summary: '镇街自行吹哨',
          description: '镇街自己发现的隐患，没有诉求人，不回访。',
          body: WhistleBody,
          response: { 201: Type.Object({ caseId: Type.String(), status: Type.Literal('accepted') }) },
        },
      },
      async ({ principal, body }, reply) => {
        requireRole(principal, 'town-officer', '镇街工作人员');
        const { caseId } = blowOwnWhistle(deps, principal, body);
        return reply.code(201).send({ caseId, status: 'accepted' });
      },
    );
  };
