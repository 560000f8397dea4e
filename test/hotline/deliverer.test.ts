import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { complaints, problems } from '../../src/cases/table.ts';
import { outbox } from '../../src/db/table.ts';
import { type Deliverer, startDeliverer } from '../../src/hotline/deliverer.ts';
import { createLog } from '../../src/log.ts';
import { closeCaseWorker } from '../../workers/close-case.ts';
import { recordResultWorker } from '../../workers/record-result.ts';
import { CallbackRound } from '../support/callback.ts';

const SECRET = 'a secret of the hotline';
const HOUR = 3_600_000;

interface Request {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let server: Server;
let deliverer: Deliverer | undefined;
let round: CallbackRound;
/** What the hotline was told. */
let requests: Request[];
/** What it answers. */
let answer: { status: number; headers?: Record<string, string> };

beforeEach(async () => {
  requests = [];
  answer = { status: 204 };
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      const { method, url, headers } = request;
      requests.push({ method, url, headers, body });
      response.writeHead(answer.status, answer.headers).end();
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  round = new CallbackRound(1, { source: 'hotline-12345' });
});

afterEach(async () => {
  await deliverer?.stop();
  await new Promise((closed) => {
    server.close(closed);
    server.closeAllConnections();
  });
});

const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/results`;

function start(
  hotlines = { 'hotline-12345': { url: url(), secret: SECRET } } as Record<string, { url: string; secret: string }>,
) {
  const { bench } = round;
  deliverer = startDeliverer({ db: bench.db, clock: { now: () => bench.now }, log: createLog('silent'), hotlines });
}

const row = () => {
  const [found] = round.bench.db.select().from(outbox).all();
  if (!found) throw new Error('nothing in the outbox');
  return found;
};

/** The lead hands a result in, which names a complainant, and the case is closed. */
function close() {
  const { bench, caseId } = round;
  bench.db.update(problems).set({ description: '清运' }).run();
  const data = {
    outcome: 'handed-in',
    summary: '已为张小明清运，联系电话 138 1234 1234。',
    problems: [{ seq: 1, solved: true, households: 3, people: 9 }],
  };
  round.complete(recordResultWorker, { dutyId: bench.submit(caseId, 'hand-in-result', data, 'dept-housing') });
  round.complete(closeCaseWorker);
}

describe('results go back to the hotline (R4b)', () => {
  test('signed, under one key, and without a word of who complained', async () => {
    round.prepare();
    round.attempt(1, 'satisfied');
    close();
    start();
    await vi.waitFor(() => expect(row().status).toBe('delivered'));
    const [request] = requests;
    expect(request).toMatchObject({ method: 'POST', url: '/results' });
    expect(JSON.parse(request?.body ?? '')).toEqual({
      source: 'hotline-12345',
      orderNumber: round.ids[0],
      caseId: round.caseId,
      outcome: 'solved',
      satisfaction: 'satisfied',
      closedAt: new Date(round.bench.now).toISOString(),
      problems: [{ seq: 1, solved: true }],
      summary: '已为（已隐藏）清运，联系电话 （已隐藏）。',
    });
    expect(request?.headers).toMatchObject({
      'content-type': 'application/json',
      'idempotency-key': row().id,
      'x-yishao-signature': `sha256=${createHmac('sha256', SECRET)
        .update(request?.body ?? '')
        .digest('hex')}`,
    });
  });

  test('say of a complaint that was taken back nothing else, of a refusal the reason', async () => {
    const { bench } = round;
    bench.db.update(complaints).set({ withdrawnAt: 1 }).run();
    round.complete(closeCaseWorker);
    start();
    await vi.waitFor(() => expect(requests).toHaveLength(1));
    expect(JSON.parse(requests[0]?.body ?? '')).toMatchObject({
      outcome: 'withdrawn',
      satisfaction: null,
      summary: '',
    });
  });

  test('are told again later when the hotline fails, hours later at last, and never lost', async () => {
    answer = { status: 500 };
    close();
    start();
    await vi.waitFor(() => expect(row().lastError).toBe('HTTP 500'));
    expect(row()).toMatchObject({ status: 'pending', attempts: 1, nextAttemptAt: round.bench.now + 10_000 });
    round.bench.db.update(outbox).set({ attempts: 40 }).run();
    round.bench.now += 10_000;
    await vi.waitFor(() => expect(row()).toMatchObject({ attempts: 41, nextAttemptAt: round.bench.now + 6 * HOUR }));
    answer = { status: 200 };
    round.bench.now += 6 * HOUR;
    await vi.waitFor(() => expect(row().status).toBe('delivered'));
    expect(new Set(requests.map(({ headers }) => headers['idempotency-key']))).toEqual(new Set([row().id]));
  });

  test('go nowhere else: a redirect is a failure', async () => {
    answer = { status: 307, headers: { location: '/elsewhere' } };
    close();
    start();
    await vi.waitFor(() => expect(row().lastError).toBe('HTTP 307'));
    expect(requests.map((request) => request.url)).toEqual(['/results']);
  });

  test('end with 410, which says that the hotline wants no more of the order', async () => {
    answer = { status: 410 };
    close();
    start();
    await vi.waitFor(() => expect(row().status).toBe('gone'));
  });

  test('wait for a hotline that cannot be reached, and for one that the configuration no longer names', async () => {
    close();
    const address = url();
    server.close();
    start({ 'hotline-12345': { url: address, secret: SECRET } });
    await vi.waitFor(() => expect(row().lastError).toContain('ECONNREFUSED'));
    await deliverer?.stop();
    round.bench.now += HOUR;
    start({});
    await vi.waitFor(() => expect(row().lastError).toContain('no entry for "hotline-12345"'));
    expect(row().status).toBe('pending');
  });

  test('break off when the service stops, and are told again', async () => {
    server.removeAllListeners('request');
    const asked = new Promise((heard) => server.once('request', heard));
    close();
    start();
    await asked;
    await deliverer?.stop();
    expect(row()).toMatchObject({ status: 'pending', attempts: 1, claimedUntil: 0 });
  });

  test('leave alone what is meant for the engine', async () => {
    const message = { kind: 'message', name: 'case-withdrawn', correlationKey: 'x', variables: {} } as const;
    const state = { createdAt: 1, attempts: 0, nextAttemptAt: 0, claimedUntil: 0, status: 'pending' } as const;
    round.bench.db
      .insert(outbox)
      .values({ id: 'message', kind: 'message', payload: message, ...state })
      .run();
    close();
    start();
    await vi.waitFor(() => expect(requests).toHaveLength(1));
    const untouched = round.bench.db.select().from(outbox).where(eq(outbox.id, 'message')).get();
    expect(untouched?.attempts).toBe(0);
  });
});
