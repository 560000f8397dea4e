import { join } from 'node:path';
import { joinAlone } from '../src/alone.ts';
import { systemClock } from '../src/clock.ts';
import { type Config, loadConfig } from '../src/config.ts';
import type { Bundle as Files } from '../src/contract/bundle.ts';
import { bundleChanges, changeLines } from '../src/contract/diff.ts';
import { bundleFindings } from '../src/contract/findings.ts';
import { type Database, openDatabase } from '../src/db/open.ts';
import { readLiveState } from '../src/embedded/state.ts';
import { deployBundle, readBundleFiles } from '../src/engine/deployment.ts';
import { connectEngine, type Engine } from '../src/engine/engine.ts';
import { joinEpoch } from '../src/engine/epoch.ts';
import { type Migration, migrateInstances } from '../src/engine/migration.ts';
import { activeBundle, type Bundle, currentEpoch } from '../src/engine/store.ts';
import { createLog } from '../src/log.ts';
import { workers } from '../workers/index.ts';

const USAGE = 'npm run deploy [-- --dry-run | --migrate | --migrate-first N]';
const workerTypes = workers.map(({ type }) => type);

interface Options {
  readonly dryRun: boolean;
  /** How many running instances are moved to the new definitions; 0: none. */
  readonly migrate: number;
}

function optionsOf(args: readonly string[]): Options {
  const [flag, value, ...more] = args;
  if (flag === undefined) return { dryRun: false, migrate: 0 };
  if (flag === '--dry-run' && value === undefined) return { dryRun: true, migrate: 0 };
  if (flag === '--migrate' && value === undefined) return { dryRun: false, migrate: Number.POSITIVE_INFINITY };
  if (flag === '--migrate-first' && more.length === 0 && /^[1-9]\d*$/.test(value ?? ''))
    return { dryRun: false, migrate: Number(value) };
  throw new Error(`不认识的参数：${args.join(' ')}。用法：${USAGE}`);
}

/**
 * `npm run deploy`: says what the files of `bpmn/` change, deploys them to the running engine as one bundle, and moves
 * running instances to it when asked. With `--dry-run` it only says.
 */
async function main(): Promise<void> {
  const options = optionsOf(process.argv.slice(2));
  const config = loadConfig();
  const db = openDatabase(join(config.dataDir, 'yishao.db'));
  try {
    const { files } = readBundleFiles(config.bundleDir);
    await (options.dryRun ? showOnly(db, files) : deploy(db, config, files, options));
  } finally {
    db.$client.close();
  }
}

async function showOnly(db: Database, files: Files): Promise<void> {
  const findings = await bundleFindings(files, workerTypes);
  for (const { file, element, message } of findings) console.log(`  ${file} ${element ?? ''}：${message}`);
  if (findings.length > 0) throw new Error(`有 ${findings.length} 处问题，改正之前不能部署。`);
  const epoch = currentEpoch(db);
  const active = epoch === undefined ? undefined : activeBundle(db, epoch);
  console.log(active ? `与流程包第 ${active.number} 号相比：` : '还没有部署过流程包：');
  await showChanges(active?.files ?? {}, files);
  console.log('没有部署。');
}

async function showChanges(before: Files, after: Files): Promise<void> {
  const lines = changeLines(await bundleChanges(before, after));
  for (const line of lines.length > 0 ? lines : ['没有变化']) console.log(`  ${line}`);
}

async function deploy(db: Database, config: Config, files: Files, { migrate }: Options): Promise<void> {
  const address = config.zeebe.address ?? (await readLiveState(config.embedded.dir))?.urls.gateway;
  if (!address) throw new Error('No engine is running. Start it with `npm start` or `npm run engine -- start`.');
  const engine = connectEngine(address, createLog('silent'));
  try {
    await engine.assertSupported();
    const { epoch, before, bundle, deployed } = await joinAlone(config.dataDir, async () => {
      const { epoch } = await joinEpoch(db, engine, systemClock);
      const before = activeBundle(db, epoch)?.files ?? {};
      return { epoch, before, ...(await deployBundle({ db, clock: systemClock, engine, epoch, workerTypes }, files)) };
    });
    if (deployed) {
      console.log(`流程包第 ${bundle.number} 号已部署：`);
      await showChanges(before, files);
      console.log('运行中的案件继续使用原来的版本，新案件使用新版本。');
    } else console.log(`流程包第 ${bundle.number} 号没有变化，无需部署。`);
    if (migrate > 0) await moveInstances({ db, engine, epoch }, bundle, migrate);
  } finally {
    await engine.close();
  }
}

async function moveInstances(
  deps: { readonly db: Database; readonly engine: Engine; readonly epoch: string },
  bundle: Bundle,
  most: number,
): Promise<void> {
  const migrations = await migrateInstances(deps, bundle, most);
  const refused = migrations.filter((migration): migration is Migration & { refusal: string } => !!migration.refusal);
  console.log(`运行中的流程实例：${migrations.length - refused.length} 个已迁移到第 ${bundle.number} 号流程包。`);
  if (refused.length === 0) return;
  console.log(`${refused.length} 个不能迁移，按原来的版本继续：`);
  for (const { instance, refusal } of refused)
    console.log(`  案件 ${instance.caseId}，流程 ${instance.processId}（实例 ${instance.key}）：${refusal}`);
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
