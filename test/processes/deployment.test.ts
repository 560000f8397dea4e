import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deployAtStart, deployBundle, readBundleFiles } from '../../src/engine/deployment.ts';
import { connectEngine, type Engine } from '../../src/engine/engine.ts';
import { activeBundle, currentEpoch } from '../../src/engine/store.ts';
import { createLog } from '../../src/log.ts';
import { workers } from '../../workers/index.ts';
import { playToEnd } from '../support/bees.ts';
import { type City, startCity } from '../support/city.ts';
import { Matter } from '../support/matter.ts';
import { environmentOf } from '../support/service-process.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const run = promisify(execFile);

describe('a bundle', () => {
  let bundleDir: string;
  let city: City;
  let engine: Engine;

  beforeAll(async () => {
    bundleDir = await mkdtemp(join(tmpdir(), 'yishao-bundle-'));
    await cp(resolve(import.meta.dirname, '../../bpmn'), bundleDir, { recursive: true });
    city = await startCity({ env: { YISHAO_BUNDLE_DIR: bundleDir } });
    engine = connectEngine(city.engine.gatewayAddress, createLog('silent'));
  });
  afterAll(async () => {
    await engine?.close();
    await city?.close();
    await rm(bundleDir, { recursive: true, force: true });
  });

  const deps = () => ({
    db: city.service().db,
    clock: city.clock,
    engine,
    epoch: currentEpoch(city.service().db) as string,
    workerTypes: workers.map(({ type }) => type),
  });
  const active = () => activeBundle(deps().db, deps().epoch);
  const files = () => readBundleFiles(bundleDir).files;

  it('that has not changed deploys nothing', async () => {
    expect(await deployBundle(deps(), files())).toMatchObject({ deployed: false, bundle: { number: 1 } });
  });

  it.each([
    ['does not parse', (xml: string) => xml.replace('</bpmn:process>', ''), /joint-handling\.bpmn/],
    [
      'names an unknown task type',
      (xml: string) => xml.replace('type="blow-whistle"', 'type="blow-trumpet"'),
      /blow-trumpet/,
    ],
  ])('with a diagram that %s is refused and the running one stays', async (_, spoil, reason) => {
    const before = active();
    const spoilt = { ...files(), 'joint-handling.bpmn': spoil(files()['joint-handling.bpmn'] as string) };
    await expect(deployBundle(deps(), spoilt)).rejects.toMatchObject({
      code: 'bundle-refused',
      message: expect.stringMatching(reason),
    });
    expect(await deployAtStart(deps(), { files: spoilt, newestAt: Number.POSITIVE_INFINITY })).toMatchObject({
      kind: 'refused',
      reason: expect.stringMatching(reason),
    });
    expect(active()).toEqual(before);
  });

  it('that only the engine finds wrong is refused as a whole', async () => {
    const before = active();
    const wrong = (files()['duty.bpmn'] as string).replaceAll('=date and time(alarmAt)', '=date and time(');
    await expect(deployBundle(deps(), { ...files(), 'duty.bpmn': wrong })).rejects.toMatchObject({
      code: 'deployment-refused',
    });
    expect(active()).toEqual(before);
  });

  it('deploys beside running cases: they keep their forms and steps, new ones get the new', async () => {
    const { desk } = city;
    const complaint = { subject: '夜间噪声', itemId: 'noise', townId: 'town-yunfan' };
    const older = await desk.complain({ ...complaint, text: '旧版本下的诉求' });
    await desk.until('the task of the older case', async () => (await desk.case(older)).openTasks[0]);

    const path = join(bundleDir, 'forms/handle-directly.form');
    await writeFile(path, (await readFile(path, 'utf8')).replace('## 直办', '## 直办（新版）'));
    const started = await deployAtStart(deps(), readBundleFiles(bundleDir));
    expect(started).toMatchObject({ kind: 'deployed', bundle: { number: 2 } });
    const newer = await desk.complain({ ...complaint, text: '新版本下的诉求' });
    await desk.until('the task of the newer case', async () => (await desk.case(newer)).openTasks[0]);

    const titleOf = async (caseId: string) => {
      const [task] = (await desk.case(caseId)).openTasks;
      const { form } = await desk.request<{ form: { components: { text?: string }[] } }>(
        'ecology.handler',
        'GET',
        `/tasks/${task?.id}`,
      );
      return form.components.find(({ text }) => text?.startsWith('##'))?.text;
    };
    expect(await titleOf(older)).toBe('## 直办');
    expect(await titleOf(newer)).toBe('## 直办（新版）');
    await Promise.all([playToEnd(desk, older), playToEnd(desk, newer)]);
    expect((await desk.closed(older)).outcome).toBe('solved');
    expect((await desk.closed(newer)).outcome).toBe('solved');
  });

  it('whose files differ but are older than the active one is reported, not deployed', async () => {
    const changed = { ...files(), 'report.form': `${files()['report.form']} ` };
    const answer = await deployAtStart(deps(), { files: changed, newestAt: 0 });
    expect(answer).toMatchObject({
      kind: 'older-files',
      difference: { added: [], removed: [], changed: ['report.form'] },
    });
    expect(active()?.number).toBe(2);
  });

  describe('is deployed with npm run deploy', () => {
    const deploy = async (...flags: string[]) => {
      const env = { ...process.env, ...environmentOf(city.config), YISHAO_BUNDLE_DIR: bundleDir };
      return (await run(process.execPath, ['scripts/deploy.ts', ...flags], { cwd: ROOT, env })).stdout;
    };
    const change = async (file: string, from: string, to: string) => {
      const path = join(bundleDir, file);
      const before = await readFile(path, 'utf8');
      expect(before).toContain(from);
      await writeFile(path, before.replace(from, to));
    };
    const definitions = (caseId: string) =>
      deps()
        .db.query.processInstances.findMany({ where: (row, { eq }) => eq(row.caseId, caseId) })
        .sync()
        .map(({ processId, processDefinitionKey }) => [processId, processDefinitionKey]);

    it('--dry-run, which names what would change and does nothing', async () => {
      await change('duty.bpmn', 'name="办理任务"', 'name="办理这项任务"');
      const said = await deploy('--dry-run');
      expect(said).toContain('修改 duty.bpmn');
      expect(said).toContain('用户任务“办理这项任务”（human-step）：名称 “办理任务” → “办理这项任务”');
      expect(active()?.number).toBe(2);
    });

    it('--migrate, which moves running cases where the engine can and says where it cannot', async () => {
      const direct = await Matter.complain(city.desk);
      await direct.duty('handle-directly');
      const team = await Matter.complain(city.desk, { legacyMatter: true });
      await team.does('town-review');
      await team.duty('report', 'dept-housing');

      expect(await deploy('--migrate-first', '1')).toMatch(/第 3 号已部署.*1 个已迁移到第 3 号流程包/s);
      const said = await deploy('--migrate');
      expect(said).toContain('没有变化，无需部署');
      const refused = new RegExp(`案件 ${team.caseId}，流程 joint-handling（实例 \\d+）：.*ESCALATION`);
      expect(said).toMatch(refused);
      expect(said).not.toContain(direct.caseId);
      const now = Object.entries(active()?.processes ?? {}).map(([id, { key }]) => [id, key]);
      // What has ended, as the acceptance has, stays what it was.
      const running = definitions(direct.caseId).filter(([id]) => id !== 'acceptance-review');
      expect(running.map(([id]) => id).sort()).toEqual(['direct-handling', 'duty', 'joint-handling']);
      for (const definition of running) expect(now).toContainEqual(definition);
      expect(now).not.toContainEqual(definitions(team.caseId).find(([id]) => id === 'joint-handling'));

      await Promise.all([playToEnd(city.desk, direct.caseId), playToEnd(city.desk, team.caseId)]);
      expect((await direct.closed()).outcome).toBe('solved');
      expect((await team.closed()).outcome).toBe('solved');
    });
  });
});
