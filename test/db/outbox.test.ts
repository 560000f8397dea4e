import { beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../src/db/open.ts';
import {
  awaitDelivery,
  claimDue,
  ENGINE_KINDS,
  enqueue,
  finish,
  outboxBacklog,
  outboxStatus,
  postpone,
} from '../../src/db/outbox.ts';
import type { OutboxPayload } from '../../src/db/table.ts';

const NOW = Date.parse('2026-11-23T09:00:00+08:00');
const LEASE = 30_000;
const message = (correlationKey: string): OutboxPayload => ({
  kind: 'message',
  name: 'case-registered',
  correlationKey,
  variables: {},
});
const completion: OutboxPayload = { kind: 'complete-task', taskId: 't', jobKey: '1', variables: {} };

describe('the outbox', () => {
  let db: Database;
  const put = (payload: OutboxPayload, at = NOW) => enqueue(db, { now: () => at }, payload);
  const claim = (limit = 10, at = NOW) =>
    claimDue(db, at, limit, LEASE, ENGINE_KINDS).map(({ id, attempts }) => ({ id, attempts }));

  beforeEach(() => {
    db = openDatabase(':memory:');
  });

  it('hands out what people wait for before an older backlog of messages', () => {
    put(message('a'), NOW - 2);
    put(message('b'), NOW - 1);
    const waitedFor = put(completion);
    expect(claim(1)).toEqual([{ id: waitedFor, attempts: 1 }]);
  });

  it('gives a row to one dispatcher only, and again when that one has died', () => {
    const id = put(message('a'));
    expect(claim()).toEqual([{ id, attempts: 1 }]);
    expect(claim()).toEqual([]);
    expect(claim(10, NOW + LEASE)).toEqual([{ id, attempts: 2 }]);
  });

  it('hands out the kinds that were asked for, and counts what only the engine waits for', () => {
    const id = put({ kind: 'write-back', source: 'hotline', complaintId: 'c' });
    expect(claim()).toEqual([]);
    expect(outboxBacklog(db)).toEqual({ pending: 0, oldestAt: null });
    expect(claimDue(db, NOW, 10, LEASE, ['write-back'])).toMatchObject([{ id, attempts: 1 }]);
  });

  it('keeps a postponed row until its time', () => {
    const id = put(message('a'));
    claim();
    postpone(db, id, 'engine away', NOW + 1_000);
    expect(claim(10, NOW + 999)).toEqual([]);
    expect(claim(10, NOW + 1_000)).toEqual([{ id, attempts: 2 }]);
    expect(outboxBacklog(db)).toEqual({ pending: 1, oldestAt: NOW });
  });

  it('tells those who wait as soon as a row is settled', async () => {
    const id = put(completion);
    const waiting = awaitDelivery(db, id, 60_000);
    finish(db, id, 'gone', NOW);
    expect(await waiting).toBe('gone');
    expect(outboxStatus(db, id)).toBe('gone');
    expect(await awaitDelivery(db, id, 60_000)).toBe('gone');
    expect(outboxBacklog(db)).toEqual({ pending: 0, oldestAt: null });
  });

  it('answers “pending” when the engine stays away', async () => {
    expect(await awaitDelivery(db, put(completion), 1)).toBe('pending');
  });

  it('has nothing of a request whose transaction fails', () => {
    const fail = db.$client.transaction(() => {
      put(message('a'));
      throw new Error('later fault of the same request');
    });
    expect(fail).toThrow('later fault');
    expect(claim()).toEqual([]);
  });
});
