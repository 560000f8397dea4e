import { join } from 'node:path';
import { joinAlone } from '../src/alone.ts';
import { systemClock } from '../src/clock.ts';
import { loadConfig } from '../src/config.ts';
import { openDatabase } from '../src/db/open.ts';
import { readLiveState } from '../src/embedded/state.ts';
import { compareBundles, deployBundle, readBundleFiles } from '../src/engine/deployment.ts';
import { connectEngine } from '../src/engine/engine.ts';
import { joinEpoch } from '../src/engine/epoch.ts';
import { activeBundle } from '../src/engine/store.ts';
import { createLog } from '../src/log.ts';
import { workers } from '../workers/index.ts';

/** `npm run deploy`: deploys the files of `bpmn/` to the running engine as one bundle and says what has changed. */
async function main(): Promise<void> {
  const config = loadConfig();
  const address = config.zeebe.address ?? (await readLiveState(config.embedded.dir))?.urls.gateway;
  if (!address) throw new Error('No engine is running. Start it with `npm start` or `npm run engine -- start`.');
  const engine = connectEngine(address, createLog('silent'));
  try {
    await engine.assertSupported();
    const db = openDatabase(join(config.dataDir, 'yishao.db'));
    const { files } = readBundleFiles(config.bundleDir);
    const workerTypes = workers.map(({ type }) => type);
    const { before, bundle, deployed } = await joinAlone(config.dataDir, async () => {
      const { epoch } = await joinEpoch(db, engine, systemClock);
      const before = activeBundle(db, epoch)?.files ?? {};
      return { before, ...(await deployBundle({ db, clock: systemClock, engine, epoch, workerTypes }, files)) };
    });
    if (!deployed) return console.log(`流程包第 ${bundle.number} 号没有变化，无需部署。`);
    const { added, removed, changed } = compareBundles(before, files);
    console.log(`流程包第 ${bundle.number} 号已部署。运行中的案件继续使用原来的版本，新案件使用新版本。`);
    for (const [mark, names] of [
      ['新增', added],
      ['修改', changed],
      ['删除', removed],
    ] as const)
      if (names.length > 0) console.log(`  ${mark}：${names.join('、')}`);
  } finally {
    await engine.close();
  }
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
