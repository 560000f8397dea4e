import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { notFound } from '../errors.ts';
import type { AppDeps } from '../http/deps.ts';
import { IdParams, Instant, toIso } from '../http/schema.ts';
import { findForm, listBundles } from './store.ts';

const MOST_BUNDLES = 50;

const Bundle = Type.Object({
  number: Type.Integer(),
  hash: Type.String(),
  deployedAt: Instant,
  active: Type.Boolean(),
  processes: Type.Array(Type.Object({ id: Type.String(), key: Type.String(), version: Type.Integer() })),
});

/** What is deployed: bundles with their numbers, and the forms of the active one. */
export const bundleRoutes =
  ({ db }: AppDeps): FastifyPluginAsyncTypebox =>
  async (app) => {
    const tags = ['流程包'];

    app.get(
      '/bundles',
      { schema: { tags, summary: '已部署的流程包', response: { 200: Type.Object({ items: Type.Array(Bundle) }) } } },
      async () => ({
        items: listBundles(db, MOST_BUNDLES).map(({ number, hash, deployedAt, processes }, i) => ({
          number,
          hash,
          deployedAt: toIso(deployedAt),
          active: i === 0,
          processes: Object.entries(processes).map(([id, { key, version }]) => ({ id, key, version })),
        })),
      }),
    );

    app.get(
      '/forms/:id',
      {
        schema: { tags, summary: '现行流程包中的表单（form-js）', params: IdParams, response: { 200: Type.Unknown() } },
      },
      async ({ params }) => {
        const form = findForm(db, params.id);
        if (!form) throw notFound('form-not-found', '现行流程包中没有这个表单。');
        return form;
      },
    );
  };
