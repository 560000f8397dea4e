import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cases } from '../../src/cases/table.ts';
import { type Database, openDatabase } from '../../src/db/open.ts';
import { engineEpochs } from '../../src/db/table.ts';
import { Bench } from '../support/worker.ts';

const run = promisify(execFile);
/** A process each time, on a busy machine, ms. */
const PATIENCE_MS = 60_000;
const ROOT = resolve(import.meta.dirname, '../..');

describe('npm run doctor', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'yishao-doctor-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true }));

  const doctor = (...flags: string[]) =>
    run(process.execPath, ['scripts/doctor.ts', ...flags], {
      cwd: ROOT,
      env: { ...process.env, YISHAO_DATA_DIR: dataDir, ZEEBE_ADDRESS: 'outside:26500' },
    }).then(
      ({ stdout }) => `0 ${stdout}`,
      ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => `${code} ${stdout}${stderr}`,
    );
  const withDatabase = (work: (db: Database) => void) => {
    const db = openDatabase(join(dataDir, 'yishao.db'));
    work(db);
    db.$client.close();
  };

  it(
    'says what it needs: a database, an engine that was joined, flags that it knows',
    async () => {
      expect(await doctor()).toMatch(/^1 .*还没有启动过/);
      withDatabase(() => undefined);
      expect(await doctor()).toMatch(/^1 服务还没有连接过流程引擎/);
      expect(await doctor('--heal')).toMatch(/^1 没有参数 --heal。用法/);
    },
    PATIENCE_MS,
  );

  it(
    'names the differences and fails; mends them when told to; finds none then',
    async () => {
      const bench = new Bench();
      const caseId = bench.addCase({ engineEpoch: 'lost', processInstanceKey: '1' });
      withDatabase((db) => {
        db.insert(engineEpochs).values({ id: 'epoch', beganAt: Date.now() }).run();
        db.insert(cases).values(bench.case(caseId)).run();
      });
      const line = `${caseId}：现在的引擎中没有它的流程实例（案件在“平台调度”环节）`;
      expect(await doctor()).toMatch(new RegExp(`^1 .*${line}。将会：.*共 1 处差异`, 's'));
      expect(await doctor('--mend')).toMatch(new RegExp(`^0 .*${line}。已处理：.*已修复 1 处`, 's'));
      expect(await doctor()).toMatch(/^0 .*没有发现差异/s);
    },
    PATIENCE_MS,
  );
});
