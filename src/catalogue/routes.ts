import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { Database } from '../db/open.ts';
import { groupByArea } from './rules.ts';
import { Catalogue } from './schema.ts';
import { listItems } from './store.ts';

/** The high-frequency catalogue (R3). */
export const catalogueRoutes =
  ({ db }: { readonly db: Database }): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      '/catalogue',
      { schema: { tags: ['名录'], summary: '高频事项清单，按领域分组', response: { 200: Catalogue } } },
      async () => ({ areas: groupByArea(listItems(db)) }),
    );
  };
