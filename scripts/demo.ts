/** `npm run demo`: plays whole cases on the running system, or sends a hotline's export through intake. */
import { styleText } from 'node:util';
import { loadConfig } from '../src/config.ts';
import { readBundle } from '../src/contract/bundle.ts';
import { stepNames } from '../src/contract/names.ts';
import { Blocks } from './demo/blocks.ts';
import { importFile } from './demo/csv.ts';
import { readOptions } from './demo/options.ts';
import { type Played, playStory, type Stage } from './demo/play.ts';
import { STORIES, type Story } from './demo/stories.ts';
import { openSystem } from './demo/system.ts';
import { tableOf } from './demo/table.ts';

async function main(): Promise<void> {
  const config = loadConfig(undefined, []);
  const options = readOptions(process.argv.slice(2), config);
  const stories = chosen(options.only);
  const desk = await openSystem(options);
  if (options.csv !== undefined) return importFile(desk, { ...options, csv: options.csv });
  const steps = await stepNames(readBundle(config.bundleDir));
  const played = await playAll(stories, { desk, steps, timeZone: config.timeZone, batch: Date.now().toString(36) });
  console.log(`\n${summary(played)}`);
  if (played.some(({ faults }) => faults.length > 0)) process.exitCode = 1;
}

function chosen(only: readonly number[] | undefined): readonly Story[] {
  const unknown = only?.find((number) => !STORIES.some((story) => story.number === number));
  if (unknown !== undefined)
    throw new Error(`没有序号为 ${unknown} 的故事，可选 ${STORIES.map(({ number }) => number).join('、')}。`);
  return STORIES.filter(({ number }) => only?.includes(number) ?? true);
}

/**
 * Two at a time, so that the long wait of one costs nothing and yet nobody is late because the machine is busy with all;
 * told one after the other.
 */
async function playAll(stories: readonly Story[], stage: Stage): Promise<Played[]> {
  const blocks = new Blocks(stories.length, (line) => console.log(line));
  const played: Played[] = [];
  const queue = stories.entries();
  const lane = async () => {
    for (const [i, story] of queue) {
      blocks.say(i, styleText('bold', `\n【${story.number}】${story.title}`));
      const result = await playStory(story, stage, (line) => blocks.say(i, `  ${line}`));
      for (const fault of result.faults) blocks.say(i, styleText('red', `  ✗ ${fault}`));
      if (result.faults.length === 0)
        blocks.say(i, styleText('green', `  ✓ 如期结束（${result.seconds.toFixed(1)} 秒）`));
      blocks.end(i);
      played[i] = result;
    }
  };
  await Promise.all([lane(), lane()]);
  return played;
}

function summary(played: readonly Played[]): string {
  const rows = played.map(({ story, caseId = '—', instanceKey = '—', path, outcome, seconds, faults }) => [
    String(story.number),
    caseId,
    instanceKey,
    path,
    outcome,
    `${seconds.toFixed(1)} 秒`,
    faults.length === 0 ? '✓ 如期' : '✗ 未达预期',
    story.title,
  ]);
  return tableOf([['序号', '案件', '流程实例', '路径', '结果', '用时', '结论', '故事'], ...rows]);
}

try {
  await main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
