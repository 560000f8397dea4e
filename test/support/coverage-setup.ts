import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';
import { readBundle } from '../../src/contract/bundle.ts';
import { coverageOf, coverageTable } from './coverage.ts';
import { recordedElements } from './records.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder in which this run keeps the elements that its brokers passed. */
    readonly elementRecords: string;
  }
}

/**
 * Before the process tests and before their coverage is judged: both know the same folder, because both projects are set up
 * in one process. Afterwards the process tests print what they passed; the ids that are missing only if all of them ran.
 */
export default function setup(project: TestProject): (() => Promise<void>) | undefined {
  const dir = join(tmpdir(), `yishao-elements-${process.pid}`);
  mkdirSync(dir, { recursive: true });
  process.once('exit', () => rmSync(dir, { recursive: true, force: true }));
  project.provide('elementRecords', dir);
  if (project.name !== 'process') return undefined;
  return async () => {
    const coverage = await coverageOf(readBundle(resolve(import.meta.dirname, '../../bpmn')), recordedElements(dir));
    console.log(`\n${coverageTable(coverage, await wholeProject(project))}`);
  };
}

/** Whether every test file of the project has run. */
async function wholeProject(project: TestProject): Promise<boolean> {
  const { testFiles } = await project.globTestFiles();
  const ran = project.vitest.state.getTestModules().filter((module) => module.project.name === project.name);
  return ran.length === testFiles.length;
}
