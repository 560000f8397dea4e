import type { Engine } from '../../src/engine/engine.ts';

/** An engine that does nothing and is well; a test says what it does otherwise. */
export const fakeEngine = (behaviour: Partial<Engine> = {}): Engine => ({
  assertSupported: async () => '8.6.0',
  reachable: async () => true,
  publishMessage: async () => 'published',
  completeJob: async () => 'completed',
  failJob: async () => undefined,
  throwError: async () => undefined,
  probeJob: async () => 'alive',
  setLease: async () => 'set',
  deploy: async () => [],
  migrate: async () => 'migrated',
  openWorker: ({ type }) => ({ type, polled: () => true, close: async () => undefined }),
  close: async () => undefined,
  ...behaviour,
});
