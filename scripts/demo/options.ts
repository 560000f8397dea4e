import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Config } from '../../src/config.ts';

export const USAGE = `用法：
  npm run demo                                    全部演练案件
  npm run demo -- --only 1,4                      只演练其中几个
  npm run demo -- --csv 文件 [--town 镇街编号] [--source 来源]   导入一份 12345 工单
可加 --url 地址（运行中的系统）、--tokens 文件（示例账号的令牌）。`;

export interface Options {
  /** Base URL without a slash at the end. */
  readonly url: string;
  readonly tokens: string;
  /** Numbers of the stories; undefined: all. */
  readonly only: readonly number[] | undefined;
  readonly csv: string | undefined;
  readonly town: string | undefined;
  readonly source: string | undefined;
}

/**
 * Reads the command line of `npm run demo`.
 * @throws Error with a Chinese sentence naming the option that is wrong
 */
export function readOptions(argv: readonly string[], config: Pick<Config, 'http' | 'dataDir'>): Options {
  const { values } = parse(argv);
  const only = values.only?.split(',').map(Number);
  if (only?.some((number) => !Number.isInteger(number))) throw new Error(`--only 应为故事的序号，如 1,4。\n${USAGE}`);
  if (values.csv === undefined && (values.town !== undefined || values.source !== undefined))
    throw new Error(`--town 和 --source 只与 --csv 一起使用。\n${USAGE}`);
  if (values.csv !== undefined && only !== undefined) throw new Error(`--csv 和 --only 不能一起使用。\n${USAGE}`);
  const { url = ownAddress(config.http), tokens = join(config.dataDir, 'sample-accounts.json') } = values;
  if (!URL.canParse(url)) throw new Error(`--url 不是有效的网址：${url}`);
  const { csv, town, source } = values;
  return { url: url.replace(/\/+$/, ''), tokens, only, csv, town, source };
}

function parse(argv: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    const options = { url: text, tokens: text, only: text, csv: text, town: text, source: text };
    return parseArgs({ args: [...argv], options });
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${USAGE}`);
  }
}

/** A service that listens on every address is asked on this machine's own. */
function ownAddress({ host, port }: Config['http']): string {
  const own = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${own.includes(':') ? `[${own}]` : own}:${port}`;
}
