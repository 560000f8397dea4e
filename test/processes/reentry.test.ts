import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { and, eq, ne } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CaseRow, type Desk, type DutyRow, OPERATOR, type TimelineRow } from '../../scripts/demo/desk.ts';
import { cases, processInstances } from '../../src/cases/table.ts';
import type { Config } from '../../src/config.ts';
import { outboxBacklog } from '../../src/db/outbox.ts';
import { outbox } from '../../src/db/table.ts';
import { duties } from '../../src/duties/table.ts';
import { type EmbeddedEngine, startEmbeddedEngine } from '../../src/embedded/embedded.ts';
import { currentEpoch } from '../../src/engine/store.ts';
import { createLog } from '../../src/log.ts';
import { type Service, startService } from '../../src/service.ts';
import { workers } from '../../workers/index.ts';
import { playToEnd } from '../support/bees.ts';
import { cityConfig, deskOf, quiet } from '../support/city.ts';
import { MovableClock } from '../support/clock.ts';
import { Matter } from '../support/matter.ts';
import { environmentOf } from '../support/service-process.ts';
import { ANSWERS_TO_THE_END, STANDINGS } from '../support/standing.ts';

const run = promisify(execFile);
const ROOT = resolve(import.meta.dirname, '../..');
/** Longer than a working day: a deadline that were computed anew would be another. */
const LATER_MS = 26 * 3_600_000;

/** A case as it stood when the engine's data were lost. */
interface Stood {
  readonly caseId: string;
  readonly duties: readonly DutyRow[];
  readonly steps: readonly string[];
  readonly events: readonly TimelineRow[];
}

describe('an engine that was emptied', () => {
  let config: Config;
  let engine: EmbeddedEngine;
  let service: Service;
  let desk: Desk;
  const clock = new MovableClock();

  beforeAll(async () => {
    config = await cityConfig({}, ['--without-operate']);
    engine = await startEmbeddedEngine(config.embedded, quiet);
    const log = createLog(config.logLevel);
    const { gatewayAddress } = engine;
    service = await startService({ config, clock, log, gatewayAddress, operateUrl: undefined, workers });
    await service.room.joined;
    desk = await deskOf(config);
  });
  afterAll(async () => {
    await service?.close();
    await engine?.stop();
    if (config) await rm(config.dataDir, { recursive: true, force: true });
  });

  const names = Object.keys(STANDINGS);
  const matters = new Map<string, Matter>();
  const stood = new Map<string, Stood>();
  /** Its form is handed in while the engine is away for good. */
  let unheard: Matter;

  const stepsOf = ({ openTasks }: CaseRow) => openTasks.map(({ step, organisation }) => `${step} ${organisation?.id}`);
  const look = async (caseId: string): Promise<Stood> => {
    const found = await desk.case(caseId);
    return { caseId, duties: found.duties, steps: stepsOf(found).sort(), events: await desk.timeline(caseId) };
  };
  const settled = () =>
    desk.until('an empty outbox', async () => (outboxBacklog(service.db).pending === 0 ? true : undefined));
  const doctor = (...flags: string[]) =>
    run(process.execPath, ['scripts/doctor.ts', ...flags], {
      cwd: ROOT,
      env: { ...process.env, ...environmentOf(config) },
    }).then(
      ({ stdout }) => ({ code: 0, stdout }),
      ({ code, stdout }: { code: number; stdout: string }) => ({ code, stdout }),
    );

  it('is joined anew by the running service, which offers nothing of the old one any more', async () => {
    expect(names.length).toBeGreaterThanOrEqual(20);
    unheard = await Matter.complain(desk);
    await unheard.duty('handle-directly');
    await Promise.all(
      names.map(async (name) => {
        matters.set(name, await (STANDINGS[name] as (typeof STANDINGS)[string])(desk, () => clock.now()));
      }),
    );
    await clock.advance(engine.managementUrl, LATER_MS);
    await settled();
    const epoch = currentEpoch(service.db);

    await engine.stop();
    await unheard.does('handle-directly');
    for (const [name, { caseId }] of [...matters, ['an unheard form', unheard] as const])
      stood.set(name, await look(caseId));
    await rm(join(config.embedded.dir, 'broker', 'data'), { recursive: true });
    engine = await startEmbeddedEngine(config.embedded, quiet);
    await clock.align(engine.managementUrl);
    await desk.until('another epoch', async () => (currentEpoch(service.db) === epoch ? undefined : true));
    for (const { caseId } of stood.values())
      expect(await desk.case(caseId)).toMatchObject({ status: 'open', openTasks: [] });
  });

  it('is told by the doctor of every case, when asked to', async () => {
    const named = await doctor();
    expect(named.code).toBe(1);
    for (const { caseId } of stood.values()) expect(named.stdout).toContain(`${caseId}：现在的引擎中没有它的流程实例`);
    expect(await doctor('--mend')).toMatchObject({ code: 0 });
    expect(await doctor()).toMatchObject({ code: 0, stdout: expect.stringContaining('没有发现差异') });
  });

  it.each(names)('brings back a case that waits for %s: same people, same duties, same deadlines', async (name) => {
    const before = stood.get(name) as Stood;
    const matter = matters.get(name) as Matter;
    const after = await matter.when('the same open tasks', (found) => isSame(stepsOf(found).sort(), before.steps));
    expect(after.duties.map(essence)).toEqual(before.duties.map(essence));
    const open = after.duties.filter(({ status }) => status === 'open');
    expect(open).not.toEqual([]);
    const mirrored = service.db
      .select({ id: duties.id })
      .from(duties)
      .where(and(eq(duties.caseId, matter.caseId), eq(duties.status, 'open'), ne(duties.engineEpoch, epochNow())))
      .all();
    expect(mirrored).toEqual([]);
  });

  it('does not ask for a form again that it never heard of', async () => {
    await unheard.duty('callback');
    const [duty, ...more] = (await desk.case(unheard.caseId)).duties.filter(({ step }) => step === 'handle-directly');
    expect(more).toEqual([]);
    expect(duty).toMatchObject({ status: 'done', outcome: 'handled' });
    expect(await unheard.events('task-submitted')).toHaveLength(1);
  });

  it('lets a stopped clock stand and go on', async () => {
    const paused = matters.get('one department, with its clock stopped') as Matter;
    const duty = await paused.duty('handle-directly');
    const { dueAt } = await desk.request<DutyRow>(OPERATOR, 'POST', `/duties/${duty.id}/resume`, {});
    expect(Date.parse(dueAt)).toBeGreaterThan(Date.parse(duty.dueAt));
  });

  it('lets every case reach its end, once, with nothing asked, done or told twice', async () => {
    const all = [...matters.values(), unheard].map(({ caseId }) => caseId);
    await Promise.all(all.map((caseId) => playToEnd(desk, caseId, undefined, ANSWERS_TO_THE_END)));
    await settled();
    const told = new Map<string, TimelineRow[]>();
    for (const [name, { caseId }] of stood) told.set(name, await desk.timeline(caseId));
    const toldTwice = [...told].map(([name, timeline]) => [name, twice(timeline)] as const);
    expect(toldTwice.filter(([, events]) => events.length > 0)).toEqual([]);
    for (const [name, { caseId, duties: early, events }] of stood) {
      const timeline = told.get(name) ?? [];
      const ids = (rows: readonly TimelineRow[]) => rows.map(({ id }) => id);
      expect(ids(timeline.slice(0, events.length)), name).toEqual(ids(events));
      expect(
        timeline.filter(({ type }) => type === 'case-closed'),
        name,
      ).toHaveLength(1);
      const closed = await desk.closed(caseId);
      const done = early.filter(({ status }) => status === 'done');
      const still = closed.duties.filter(({ id }) => done.some((duty) => duty.id === id));
      expect(still.map(essence), name).toEqual(done.map(essence));
      expect(
        closed.duties.filter(({ status }) => status === 'open'),
        name,
      ).toEqual([]);
    }
    const { db } = service;
    const main = db.select().from(processInstances).where(eq(processInstances.engineEpoch, epochNow())).all();
    expect(main.filter(({ processId }) => processId === 'joint-handling')).toHaveLength(all.length);
    expect(db.select().from(cases).where(ne(cases.status, 'closed')).all()).toEqual([]);
    expect(db.select().from(outbox).where(eq(outbox.status, 'pending')).all()).toEqual([]);
  });

  const epochNow = () => currentEpoch(service.db) as string;
});

/** What must not change when a duty is taken over. */
const essence = ({ id, step, status, organisation, dueAt, outcome }: DutyRow) => ({
  ...{ id, step, status, organisation: organisation.id, dueAt, outcome },
});

const isSame = (one: readonly string[], other: readonly string[]): boolean => one.join() === other.join();

/** Events that say the same as an earlier one of their round. */
function twice(timeline: readonly TimelineRow[]): string[] {
  const known = new Set<string>();
  let round = 1;
  return timeline.flatMap(({ type, data }) => {
    if (type === 'redo-started') round++;
    const said = `${round} ${type} ${JSON.stringify(data)}`;
    const again = known.has(said);
    known.add(said);
    return again ? [said] : [];
  });
}
