import { rm } from 'node:fs/promises';
import { eq } from 'drizzle-orm';
import { afterEach, describe, expect, it } from 'vitest';
import type { Desk, DutyRow } from '../../scripts/demo/desk.ts';
import { events } from '../../src/cases/table.ts';
import { systemClock } from '../../src/clock.ts';
import type { Config } from '../../src/config.ts';
import { type EmbeddedEngine, startEmbeddedEngine } from '../../src/embedded/embedded.ts';
import { findMarked } from '../../src/embedded/processes.ts';
import { createLog } from '../../src/log.ts';
import { type Service, startService } from '../../src/service.ts';
import { workers } from '../../workers/index.ts';
import { playToEnd } from '../support/bees.ts';
import { cityConfig, deskOf, quiet } from '../support/city.ts';
import { MovableClock } from '../support/clock.ts';
import { type ServiceProcess, startServiceProcess } from '../support/service-process.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

describe('an outage', () => {
  let config: Config | undefined;
  let engine: EmbeddedEngine | undefined;
  let service: Service | undefined;
  let child: ServiceProcess | undefined;

  afterEach(async () => {
    await service?.close();
    await child?.stop();
    await engine?.stop();
    if (config) await rm(config.dataDir, { recursive: true, force: true });
    engine = service = child = config = undefined;
  });

  it('of the engine keeps nobody from handing in a complaint; the case starts when the engine comes', async () => {
    config = await cityConfig({}, ['--without-operate']);
    const gatewayAddress = `${config.embedded.host}:${config.embedded.ports.gateway}`;
    const log = createLog('silent');
    service = await startService({ config, clock: systemClock, log, gatewayAddress, operateUrl: undefined, workers });
    const desk = await deskOf(config);
    const ready = await fetch(`${desk.url}/readyz`);
    expect(ready.status).toBe(503);
    const caseId = await desk.complain({
      subject: '夜间噪声扰民',
      text: '工地夜间施工',
      itemId: 'noise',
      townId: 'town-yunfan',
    });
    expect(await desk.case(caseId)).toMatchObject({ status: 'open', path: 'undecided', processInstances: [] });

    engine = await startEmbeddedEngine(config.embedded, quiet);
    await service.room.joined;
    await playToEnd(desk, caseId);
    expect(await desk.closed(caseId)).toMatchObject({ path: 'ordinary', outcome: 'solved' });
  });

  it('of service and broker in the middle of a duty that was extended and paused loses no step of it', async () => {
    config = await cityConfig({}, ['--without-operate']);
    engine = await startEmbeddedEngine(config.embedded, quiet);
    child = await startServiceProcess(config, engine.gatewayAddress);
    const desk = await deskOf(config);
    const noise = { subject: '楼道堆物', itemId: 'noise', townId: 'town-yunfan' };
    const caseId = await desk.complain({ ...noise, text: '楼道长期堆放杂物' });
    const otherId = await desk.complain({ ...noise, text: '另一处楼道也堆放杂物' });
    const first = await openDuty(desk, caseId, 'handle-directly');
    const other = await openDuty(desk, otherId, 'handle-directly');
    const change = (path: string, body: object) =>
      desk.request('platform.operator1', 'POST', `/duties/${first.id}/${path}`, body);
    const unit = desk.handlerOf(first.organisation.id).account;
    await desk.request(unit, 'POST', `/duties/${first.id}/extension`, { amount: 2, reason: '材料尚未齐全' });
    await desk.answer(caseId, 'approve-extension', { outcome: 'approved', reason: '理由充分' });
    await desk.happened(caseId, 'duty-extended');
    await change('pause', { ground: 'material', reason: '等待诉求人补充材料' });

    process.kill(engine.pids().broker as number, 'SIGKILL');
    await child.kill();
    child = undefined;
    const clock = new MovableClock();
    service = await startService({
      config,
      clock,
      log: createLog('silent'),
      gatewayAddress: engine.gatewayAddress,
      operateUrl: undefined,
      workers,
    });
    await service.room.joined;

    const { managementUrl } = engine;
    /**
     * Moves the time and starts another case: the broker may miss a timer after a jump until it is given a new one
     * (camunda/camunda 16884).
     */
    const advanceTo = async (instant: number) => {
      await clock.advance(managementUrl, instant - clock.now());
      await desk.complain({ ...noise, text: `楼道又堆放杂物（${instant}）` });
    };

    // A month later the other case's department is long supervised; here nothing has fired, because the clock stood still.
    await advanceTo(clock.now() + 30 * DAY_MS);
    await reached(desk, otherId, other.id, 'duty-supervise');
    expect(await levels(desk, caseId, first.id)).toEqual([]);

    await change('resume', {});
    const resumed = await desk.request<DutyRow>('platform.operator1', 'GET', `/duties/${first.id}`);
    expect(Date.parse(resumed.dueAt)).toBeGreaterThan(Date.parse(first.dueAt) + 28 * DAY_MS);
    await advanceTo(Date.parse(resumed.dueAt) - MINUTE_MS);
    await reached(desk, caseId, first.id, 'duty-remind');
    await desk.answer(caseId, 'handle-directly', {
      outcome: 'handled',
      result: '已清理',
      problems: { solved: true, households: 12, people: 30 },
    });
    await desk.answer(caseId, 'callback', {
      outcome: 'called-back',
      callbacks: { result: 'dissatisfied', solved: false, reason: '又堆上了' },
    });

    // The redo is a duty of its own with a clock of its own, whose first rung comes at its own time.
    const second = await openDuty(desk, caseId, 'handle-directly', first.id);
    expect(await levels(desk, caseId, second.id)).toEqual([]);
    await advanceTo(Date.parse(second.dueAt) - MINUTE_MS);
    await reached(desk, caseId, second.id, 'duty-remind');
    await playToEnd(desk, caseId);
    const closed = await desk.closed(caseId);
    expect(closed).toMatchObject({ round: 2, outcome: 'solved' });
    const done = closed.duties.filter((duty) => duty.step === 'handle-directly');
    expect(done.map(({ status, outcome }) => ({ status, outcome }))).toEqual([
      { status: 'done', outcome: 'handled' },
      { status: 'done', outcome: 'handled' },
    ]);
    expect(await levels(desk, caseId, first.id)).toEqual(['duty-remind']);
  });
});

describe('parts of the service that start at the same moment', () => {
  it('join one engine and deploy one bundle', async () => {
    const config = await cityConfig({}, ['--without-operate']);
    const engine = await startEmbeddedEngine(config.embedded, quiet);
    const started: Service[] = [];
    try {
      const { gatewayAddress } = engine;
      const log = createLog('silent');
      const part = { clock: systemClock, log, gatewayAddress, operateUrl: undefined, workers };
      const only = { ...config, parts: { api: false, workers: true } };
      started.push(
        ...(await Promise.all([only, only, config].map((settings) => startService({ ...part, config: settings })))),
      );
      const joined = await Promise.all(started.map(({ room }) => room.joined));
      expect(new Set(joined.map(({ epoch }) => epoch)).size).toBe(1);
      expect(joined.map(({ deployment }) => deployment?.kind).sort()).toEqual(['deployed', 'unchanged', 'unchanged']);

      const desk = await deskOf(config);
      const caseId = await desk.complain({
        subject: '夜间噪声',
        text: '工地夜间施工',
        itemId: 'noise',
        townId: 'town-yunfan',
      });
      await playToEnd(desk, caseId);
      const registered = started[0]?.db.select().from(events).where(eq(events.type, 'callback-done')).all();
      expect(registered).toHaveLength(1);
    } finally {
      for (const service of started) await service.close();
      await engine.stop();
      await rm(config.dataDir, { recursive: true, force: true });
    }
  });
});

describe('npm start', () => {
  it('that is killed leaves no process behind, and the next one finds every case', async () => {
    const config = await cityConfig({}, ['--without-operate']);
    try {
      const first = await startServiceProcess(config);
      const desk = await deskOf(config);
      const caseId = await desk.complain({
        subject: '夜间噪声',
        text: '工地夜间施工',
        itemId: 'noise',
        townId: 'town-yunfan',
      });
      await openDuty(desk, caseId, 'handle-directly');
      await first.kill();
      await desk.until('the end of every process of the engine', async () =>
        (await findMarked(config.embedded.dir)).length === 0 ? true : undefined,
      );

      const second = await startServiceProcess(config);
      await playToEnd(desk, caseId);
      expect(await desk.closed(caseId)).toMatchObject({ outcome: 'solved' });
      expect(await second.stop()).toBe(0);
      expect(await findMarked(config.embedded.dir)).toEqual([]);
    } finally {
      await rm(config.dataDir, { recursive: true, force: true });
    }
  });
});

async function openDuty(desk: Desk, caseId: string, step: string, except?: string): Promise<DutyRow> {
  return desk.until(`an open duty ${step}`, async () =>
    (await desk.case(caseId)).duties.find((duty) => duty.step === step && duty.status === 'open' && duty.id !== except),
  );
}

/** Rungs of the ladder that a duty has reached. */
async function levels(desk: Desk, caseId: string, dutyId: string): Promise<string[]> {
  const rungs = ['duty-remind', 'duty-urge', 'duty-supervise', 'duty-criticise'];
  return (await desk.timeline(caseId))
    .filter(({ type, data }) => rungs.includes(type) && data.dutyId === dutyId)
    .map(({ type }) => type);
}

/** Waits until a duty has reached a rung. */
const reached = (desk: Desk, caseId: string, dutyId: string, level: string): Promise<true> =>
  desk.until(`${level} of duty ${dutyId}`, async () =>
    (await levels(desk, caseId, dutyId)).includes(level) ? true : undefined,
  );
