import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { Static } from 'typebox';
import { DomainError, invalid } from '../errors.ts';
import { requireRole } from '../http/authentication.ts';
import type { AppDeps } from '../http/deps.ts';
import { type GivenDay, readNotice } from './notice.ts';
import { importNotice } from './requests.ts';
import { ImportedYear, NoticeBody, NoticeQuery, YearParams, YearView } from './schema.ts';
import { yearView } from './view.ts';

const LARGEST_CSV_BYTES = 1024 * 1024;

/** The calendar that deadlines are counted by (R9): everyone signed in may read it, the system administrator imports years. */
export const calendarRoutes =
  (deps: AppDeps): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { db } = deps;
    const tags = ['日历'];
    app.addContentTypeParser('text/csv', { parseAs: 'buffer', bodyLimit: LARGEST_CSV_BYTES }, (_request, body, done) =>
      done(null, body),
    );

    app.get(
      '/calendar/:year',
      { schema: { tags, summary: '一年的放假和调休', params: YearParams, response: { 200: YearView } } },
      async ({ params }) => yearView(db, params.year),
    );

    app.post(
      '/calendar/:year',
      {
        schema: {
          tags,
          summary: '导入一年的节假日安排通知（系统管理员）',
          description:
            '代替原有的安排，并重新计算受影响的时限。正文为 JSON，或 CSV（UTF-8；date、working、name 三列，通知名称写在网址的 notice 参数中）。',
          consumes: ['application/json', 'text/csv'],
          params: YearParams,
          querystring: NoticeQuery,
          body: { content: { 'application/json': { schema: NoticeBody }, 'text/csv': { schema: {} } } },
          response: { 200: ImportedYear },
        },
      },
      async ({ principal, params: { year }, query, body }) => {
        requireRole(principal, 'system-administrator', '系统管理员');
        // A body in any other format passes no schema at all.
        if (typeof body !== 'object' || body === null)
          throw new DomainError('unsupported-media-type', 415, '正文应为 JSON 或 CSV。');
        const given = Buffer.isBuffer(body) ? fromCsv(body, query.notice) : fromJson(body as Static<typeof NoticeBody>);
        const movedDeadlines = importNotice(deps, principal, year, given);
        return { ...yearView(db, year), movedDeadlines };
      },
    );
  };

interface Given {
  readonly notice: string;
  readonly days: readonly GivenDay[];
}

function fromCsv(file: Buffer, notice: string | undefined): Given {
  if (notice === undefined) throw invalid('invalid-input', '请在网址的 notice 参数中写明通知的标题或文号。', 'notice');
  return { notice, days: readNotice(file) };
}

const fromJson = ({ notice, days }: Static<typeof NoticeBody>): Given => ({
  notice,
  days: days.map((day, i) => ({ ...day, name: day.name.trim(), place: `第${i + 1}天`, field: `days.${i}` })),
});
