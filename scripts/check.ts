import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { loadConfig } from '../src/config.ts';
import { bundleFiles, readBundle, workerTypes } from '../src/contract/bundle.ts';
import { bundleFindings, type Finding } from '../src/contract/findings.ts';

/**
 * `npm run check`: Biome, type check, bpmnlint, and the contract between diagrams and code; exits with 1 on any finding.
 * Rules of bpmnlint that `.bpmnlintrc` switches off, and why:
 * - camunda-compat/zeebe-user-task: human steps are job-based user tasks (design, decision 4);
 * - camunda-compat/user-task-definition: the form's name is a variable of `duty` (design, decision 8);
 * - camunda-compat/no-loop: it takes a loop of call activities and gateways for an endless one, but every round of ours
 *   waits for a person inside `duty`.
 */
interface Outcome {
  readonly title: string;
  /** Empty when all is well. */
  readonly report: string;
}

const root = resolve(import.meta.dirname, '..');
const bundleDir = loadConfig(process.env, []).bundleDir;

/** Runs a tool of this project; anything but exit code 0 makes its output the report. */
function tool(title: string, name: string, args: readonly string[]): Promise<Outcome> {
  return new Promise((done) => {
    const child = spawn(join(root, 'node_modules/.bin', name), args, { cwd: root });
    let output = '';
    const collect = (chunk: Buffer) => {
      output += chunk;
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (error) => done({ title, report: error.message }));
    child.on('close', (code) => done({ title, report: code === 0 ? '' : output.trim() || `exit code ${code}` }));
  });
}

async function contract(): Promise<Outcome> {
  const title = 'contract 图与程序的约定';
  try {
    const findings = await bundleFindings(readBundle(bundleDir), workerTypes(join(root, 'workers')));
    return { title, report: findings.map(line).join('\n') };
  } catch (error) {
    return { title, report: (error as Error).message };
  }
}

const line = ({ file, element, rule, message }: Finding): string =>
  `${element === undefined ? file : `${file} ${element}`}  ${message} (${rule})`;

const diagrams = bundleFiles(bundleDir).filter((file) => file.endsWith('.bpmn'));

/** `--bundle`: what a change in `bpmn/` can have broken, and nothing else. */
const bundleOnly = process.argv.includes('--bundle');

const outcomes = await Promise.all([
  ...(bundleOnly
    ? []
    : [tool('biome', 'biome', ['check', '--colors=off']), tool('types', 'tsc', ['--noEmit', '-p', '.'])]),
  tool('bpmnlint', 'bpmnlint', ['--max-warnings', '0', ...diagrams]),
  contract(),
]);
for (const { title, report } of outcomes) console.log(report === '' ? `✔ ${title}` : `✘ ${title}\n${report}\n`);
process.exitCode = outcomes.some(({ report }) => report !== '') ? 1 : 0;
