import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readBundle, workerTypes } from '../../src/contract/bundle.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'bundle-'));
  mkdirSync(join(dir, 'forms'));
});
afterEach(() => rmSync(dir, { recursive: true }));

describe('readBundle', () => {
  it('takes diagrams, decisions and forms by base name and leaves everything else', () => {
    writeFileSync(join(dir, 'duty.bpmn'), 'B');
    writeFileSync(join(dir, 'forms', 'report.form'), 'F');
    writeFileSync(join(dir, 'forms', 'notes.txt'), 'T');
    expect(readBundle(dir)).toEqual({ 'duty.bpmn': 'B', 'report.form': 'F' });
  });

  it('refuses two files of one base name', () => {
    writeFileSync(join(dir, 'report.form'), 'A');
    writeFileSync(join(dir, 'forms', 'report.form'), 'B');
    expect(() => readBundle(dir)).toThrow('report.form');
  });
});

describe('workerTypes', () => {
  it('are the names of the worker files without the list of workers', () => {
    for (const file of ['notify.ts', 'index.ts', 'close-case.ts', 'README.md']) writeFileSync(join(dir, file), '');
    expect(workerTypes(dir)).toEqual(['close-case', 'notify']);
  });
});
