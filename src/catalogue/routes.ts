import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { notFound } from '../errors.ts';
import { requireRole } from '../http/authentication.ts';
import type { AppDeps } from '../http/deps.ts';
import { acceptWorkbooks, sendWorkbook, workbookIn } from '../spreadsheets/http.ts';
import { ImportQuery, Published, VersionParams, Versions, versionHead } from '../spreadsheets/schema.ts';
import { XLSX_TYPE } from '../spreadsheets/workbook.ts';
import { exportCatalogue, importCatalogue } from './publish.ts';
import { groupByArea } from './rules.ts';
import { Catalogue, CatalogueVersion } from './schema.ts';
import { listItems } from './store.ts';
import { catalogueVersion, currentCatalogueVersion, listCatalogueVersions } from './version-store.ts';

/** The high-frequency catalogue (R3): read by everyone signed in, published by the system administrator. */
export const catalogueRoutes =
  (deps: Pick<AppDeps, 'db' | 'clock' | 'log'>): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { db } = deps;
    const tags = ['名录'];
    acceptWorkbooks(app);

    app.get(
      '/catalogue',
      { schema: { tags, summary: '高频事项清单，按领域分组', response: { 200: Catalogue } } },
      async () => ({ version: currentCatalogueVersion(db), areas: groupByArea(listItems(db)) }),
    );

    app.get(
      '/catalogue/versions',
      { schema: { tags, summary: '高频事项清单的各个版本', response: { 200: Versions } } },
      async () => ({ items: listCatalogueVersions(db).map((row) => ({ ...versionHead(row), size: row.size })) }),
    );

    app.get(
      '/catalogue/versions/:number',
      {
        schema: {
          tags,
          summary: '高频事项清单的一个版本',
          params: VersionParams,
          response: { 200: CatalogueVersion },
        },
      },
      async ({ params: { number } }) => {
        const found = catalogueVersion(db, number);
        if (!found) throw notFound('version-not-found', '没有这个版本。');
        return { ...versionHead(found), areas: groupByArea(found.items) };
      },
    );

    app.get(
      '/catalogue.xlsx',
      { schema: { tags, summary: '导出高频事项清单（XLSX）', produces: [XLSX_TYPE] } },
      async (_request, reply) => {
        const { version, file } = await exportCatalogue(db);
        return sendWorkbook(reply, `catalogue-v${version ?? 0}`, file);
      },
    );

    app.post(
      '/catalogue',
      {
        schema: {
          tags,
          summary: '导入高频事项清单，发布新版本（系统管理员）',
          description:
            '正文为 .xlsx（不超过 5 MB），列与导出的文件相同。整份导入，有一行有误则全部不导入；内容与现行版本一致时不产生新版本。',
          consumes: [XLSX_TYPE],
          querystring: ImportQuery,
          response: { 200: Published, 201: Published },
        },
      },
      async ({ principal, body, query }, reply) => {
        requireRole(principal, 'system-administrator', '系统管理员');
        const published = await importCatalogue(deps, principal, workbookIn(body), query.note);
        return reply.code(published.changed ? 201 : 200).send(published);
      },
    );
  };
