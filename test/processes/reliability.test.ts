import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import SQLite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Desk } from '../../scripts/demo/desk.ts';
import type { Config } from '../../src/config.ts';
import { type EmbeddedEngine, startEmbeddedEngine } from '../../src/embedded/embedded.ts';
import { patiently, playToEnd } from '../support/bees.ts';
import { cityConfig, deskOf, quiet } from '../support/city.ts';
import { type ServiceProcess, startServiceProcess } from '../support/service-process.ts';

const CASES = 50;
const TOWNS = ['town-liuying', 'town-yunfan', 'town-songfeng', 'town-xizhou', 'town-tongyin'];

/** Half of the cases are whistles with four departments, half are handled directly. */
const complaint = (run: string, index: number) => ({
  source: run,
  orderNumber: `${run}-${index}`,
  subject: `第${index}号诉求`,
  text: `${run}的第${index}件诉求，内容互不相同。`,
  townId: TOWNS[index % TOWNS.length],
  ...(index % 2 === 0 ? { itemId: 'property-certificate', legacyMatter: true } : { itemId: 'noise' }),
});

describe('nothing is lost and nothing doubled', () => {
  let config: Config;
  let engine: EmbeddedEngine;
  let service: ServiceProcess;
  let desk: Desk;

  beforeAll(async () => {
    config = await cityConfig({}, ['--without-operate']);
    engine = await startEmbeddedEngine(config.embedded, quiet);
    service = await startServiceProcess(config, engine.gatewayAddress);
    desk = await deskOf(config);
  });
  afterAll(async () => {
    await service?.stop();
    await engine?.stop();
    if (config) await rm(config.dataDir, { recursive: true, force: true });
  });

  /** Hands in `CASES` complaints, each twice as a nervous hotline would, and plays all to their end. */
  async function playAll(run: string, tasksDone: { count: number }): Promise<string[]> {
    const ids = await Promise.all(
      Array.from({ length: CASES }, async (_, index) => {
        const first = await patiently(() => desk.complain(complaint(run, index)));
        const again = await patiently(() => desk.complain(complaint(run, index)));
        expect(again).toBe(first);
        return first;
      }),
    );
    await Promise.all(
      ids.map((id) =>
        playToEnd(desk, id, () => {
          tasksDone.count++;
        }),
      ),
    );
    return ids;
  }

  /** Waits until about `count` tasks were worked on: the middle of the run, wherever the machine's speed puts it. */
  async function worked(tasksDone: { count: number }, count: number): Promise<void> {
    while (tasksDone.count < count) await pause(20);
  }

  async function expectExactlyOnce(run: string, ids: readonly string[]): Promise<void> {
    expect(new Set(ids).size).toBe(CASES);
    const db = new SQLite(join(config.dataDir, 'yishao.db'), { readonly: true });
    try {
      // A row that a killed dispatcher had taken is free again when its claim ends, and is then found delivered.
      const pending = db.prepare(`select count(*) n from outbox where status = 'pending'`);
      await desk.until('an empty outbox', async () => ((pending.get() as { n: number }).n === 0 ? true : undefined));
      const mine = `case_id in (select case_id from complaints where source = '${run}')`;
      const count = (sql: string): number => (db.prepare(sql).get() as { n: number }).n;
      expect(count(`select count(*) n from complaints where source = '${run}'`)).toBe(CASES);
      expect(
        count(
          `select count(*) n from cases where status = 'closed' and id in (select case_id from complaints where source = '${run}')`,
        ),
      ).toBe(CASES);
      for (const type of ['case-registered', 'callback-done', 'case-closed'])
        expect(count(`select count(*) n from events where type = '${type}' and ${mine}`), type).toBe(CASES);
      expect(count(`select count(*) n from callbacks where ${mine}`)).toBe(CASES);
      expect(count(`select count(*) n from process_instances where process_id = 'joint-handling' and ${mine}`)).toBe(
        CASES,
      );
      expect(count(`select count(*) n from duties where status != 'done' and ${mine}`)).toBe(0);
      expect(
        count(
          `select count(*) n from (select data ->> 'dutyId' d from events where type = 'duty-done' and ${mine} group by d having count(*) > 1)`,
        ),
      ).toBe(0);
      expect(count(`select count(*) n from tasks where status in ('open', 'submitted') and ${mine}`)).toBe(0);
      expect(count(`select count(*) n from outbox where status = 'gone'`)).toBe(0);
    } finally {
      db.close();
    }
  }

  it('when the service is killed three times in the middle of 50 running cases', async () => {
    const tasksDone = { count: 0 };
    const all = playAll('kill-service', tasksDone);
    for (const moment of [30, 120, 220]) {
      await worked(tasksDone, moment);
      await service.kill();
      service = await startServiceProcess(config, engine.gatewayAddress);
    }
    await expectExactlyOnce('kill-service', await all);
  }, 400_000);

  it('when the broker is killed in the middle of 50 running cases', async () => {
    const tasksDone = { count: 0 };
    const all = playAll('kill-broker', tasksDone);
    for (const moment of [40, 160]) {
      await worked(tasksDone, moment);
      const { broker } = engine.pids();
      process.kill(broker as number, 'SIGKILL');
    }
    await expectExactlyOnce('kill-broker', await all);
  }, 400_000);
});
