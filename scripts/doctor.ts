import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../src/clock.ts';
import { type Config, loadConfig } from '../src/config.ts';
import { openDatabase } from '../src/db/open.ts';
import { type Difference, findDifferences, mend } from '../src/doctor/doctor.ts';
import { type JoinedEngine, joinedEngine } from '../src/doctor/store.ts';

const USAGE = 'npm run doctor [-- --mend]';

/**
 * `npm run doctor`: names every difference between the database and the engine that the service has joined last, and with
 * `--mend` mends it. Works beside the running service. @returns the exit code: 0 when there is none any more
 */
function main(): number {
  const flags = process.argv.slice(2);
  const unknown = flags.find((flag) => flag !== '--mend');
  if (unknown !== undefined) throw new Error(`没有参数 ${unknown}。用法：${USAGE}`);
  const config = loadConfig();
  const file = join(config.dataDir, 'yishao.db');
  if (!existsSync(file)) throw new Error(`${config.dataDir} 中没有数据库：系统还没有启动过。请先 npm start。`);
  const db = openDatabase(file);
  try {
    const engine = joinedEngine(db);
    if (!engine) throw new Error('服务还没有连接过流程引擎，无从比较。请先 npm start，等引擎就绪后再运行。');
    console.log(`与 ${localTime(engine.since, config)} 起所用的引擎数据比较。`);
    if (hasFresherData(config, engine))
      console.log('注意：引擎的数据是在那之后才建立的。服务可能还没有连接这个新引擎：请先 npm start，再运行 doctor。');
    const differences = findDifferences(db, engine, systemClock.now());
    if (differences.length === 0) {
      console.log('没有发现差异。');
      return 0;
    }
    const mending = flags.includes('--mend');
    for (const difference of differences) console.log(lineOf(difference, mending));
    if (!mending) {
      console.log(`共 ${differences.length} 处差异。修复：npm run doctor -- --mend`);
      return 1;
    }
    mend(db, systemClock, differences);
    console.log(`已修复 ${differences.length} 处。服务在运行时，引擎几秒内得到通知；否则在下次 npm start 时。`);
    return 0;
  } finally {
    db.$client.close();
  }
}

const lineOf = ({ caseId, missing, remedy }: Difference, mended: boolean): string =>
  `  ${caseId}：${missing}。${mended ? '已处理' : '将会'}：${remedy}。`;

const localTime = (at: number, { timeZone }: Config): string =>
  new Date(at).toLocaleString('zh-CN', { timeZone, dateStyle: 'medium', timeStyle: 'short' });

/** Whether the embedded engine's data are younger than the service's acquaintance with them: a hint, a copy looks alike. */
function hasFresherData({ zeebe, embedded }: Config, { since }: JoinedEngine): boolean {
  if (zeebe.address !== undefined) return false;
  const data = statSync(join(embedded.dir, 'broker', 'data'), { throwIfNoEntry: false });
  return data === undefined || data.birthtimeMs > since;
}

try {
  process.exitCode = main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
