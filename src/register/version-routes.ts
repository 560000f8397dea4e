import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { listItems } from '../catalogue/store.ts';
import type { Database } from '../db/open.ts';
import { forbidden, notFound } from '../errors.ts';
import { organisationsWith, requireRole } from '../http/authentication.ts';
import type { AppDeps } from '../http/deps.ts';
import { isoOrNull, toIso } from '../http/schema.ts';
import { acceptWorkbooks, sendWorkbook, workbookIn } from '../spreadsheets/http.ts';
import { ImportQuery, Published, VersionParams, Versions, versionHead } from '../spreadsheets/schema.ts';
import { XLSX_TYPE } from '../spreadsheets/workbook.ts';
import { exportRegister, importRegister } from './publish.ts';
import { RegisterVersionView } from './schema.ts';
import { type Entry, organisationById, personById } from './store.ts';
import { listRegisterVersions, registerVersion } from './version-store.ts';

/** Versions of the response register (R5), and the register as a workbook. */
export const registerVersionRoutes =
  (deps: Pick<AppDeps, 'db' | 'clock' | 'log' | 'timeZone'>): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { db } = deps;
    const tags = ['名录'];
    acceptWorkbooks(app);

    app.get(
      '/register/versions',
      { schema: { tags, summary: '应哨部门数据库的各个版本', response: { 200: Versions } } },
      async () => ({ items: listRegisterVersions(db).map((row) => ({ ...versionHead(row), size: row.size })) }),
    );

    app.get(
      '/register/versions/:number',
      {
        schema: {
          tags,
          summary: '应哨部门数据库的一个版本',
          params: VersionParams,
          response: { 200: RegisterVersionView },
        },
      },
      async ({ params: { number } }) => {
        const found = registerVersion(db, number);
        if (!found) throw notFound('version-not-found', '没有这个版本。');
        return { ...versionHead(found), entries: entriesView(db, found.entries) };
      },
    );

    app.get(
      '/register.xlsx',
      { schema: { tags, summary: '导出应哨部门数据库（XLSX；系统管理员、平台）', produces: [XLSX_TYPE] } },
      async ({ principal }, reply) => {
        // It names the accounts with which people sign in.
        const may = (['system-administrator', 'operator'] as const).some(
          (role) => organisationsWith(principal, role).length > 0,
        );
        if (!may) throw forbidden('wrong-role', '只有系统管理员和12345平台坐席可以这样做。');
        const { version, file } = await exportRegister(deps);
        return sendWorkbook(reply, `register-v${version ?? 0}`, file);
      },
    );

    app.post(
      '/register',
      {
        schema: {
          tags,
          summary: '导入应哨部门数据库，发布新版本（系统管理员）',
          description:
            '正文为 .xlsx（不超过 5 MB），列与导出的文件相同，名称列不读取；失效日期当日起不再有效。整份导入，有一行有误则全部不导入；' +
            '内容与现行版本一致时不产生新版本。已派出的案件沿用派出时的版本。',
          consumes: [XLSX_TYPE],
          querystring: ImportQuery,
          response: { 200: Published, 201: Published },
        },
      },
      async ({ principal, body, query }, reply) => {
        requireRole(principal, 'system-administrator', '系统管理员');
        const published = await importRegister(deps, principal, workbookIn(body), query.note);
        return reply.code(published.changed ? 201 : 200).send(published);
      },
    );
  };

function entriesView(db: Database, entries: readonly Entry[]) {
  const items = new Map(listItems(db).map(({ id, name }) => [id, name]));
  const organisation = (id: string) => ({ id, name: organisationById(db, id)?.name ?? id });
  return entries.map(({ id, itemId, territoryId, departmentId, personId, validFrom, validUntil, ...entry }) => ({
    id,
    item: { id: itemId, name: items.get(itemId) ?? itemId },
    territory: organisation(territoryId),
    department: organisation(departmentId),
    person: { id: personId, name: personById(db, personId)?.name ?? personId },
    ...entry,
    validFrom: toIso(validFrom),
    validUntil: isoOrNull(validUntil),
  }));
}
