import { readFile } from 'node:fs/promises';
import { type Account, ApiError, Desk, OPERATOR } from './desk.ts';
import type { Options } from './options.ts';

/**
 * Opens the running system with the sample accounts.
 * @throws Error with a Chinese sentence that says what to do: not running, not ready, no or foreign tokens
 */
export async function openSystem({ url, tokens }: Pick<Options, 'url' | 'tokens'>): Promise<Desk> {
  await assertReady(url);
  const desk = new Desk(url, await readAccounts(tokens));
  try {
    await desk.request(OPERATOR, 'GET', '/tasks?limit=1');
  } catch (error) {
    if (error instanceof ApiError && error.status === 401)
      throw new Error(`${url} 不认识 ${tokens} 中的令牌。它们属于另一个系统，请用 --tokens 指定该系统的令牌文件。`);
    throw error;
  }
  return desk;
}

async function assertReady(url: string): Promise<void> {
  const notRunning = `${url} 上没有运行中的一哨系统。请先执行 npm start，或用 --url 指定地址。`;
  const response = await fetch(`${url}/readyz`).catch(() => undefined);
  if (!response) throw new Error(notRunning);
  const state = (await response.json().catch(() => undefined)) as
    | { database: boolean; engine: boolean; workers: { type: string; polled: boolean }[] }
    | undefined;
  if (!Array.isArray(state?.workers)) throw new Error(notRunning);
  if (response.ok) return;
  const missing = [
    ...(state.database ? [] : ['数据库']),
    ...(state.engine ? [] : ['流程引擎']),
    ...state.workers.flatMap(({ type, polled }) => (polled ? [] : [type])),
  ];
  throw new Error(`${url} 尚未就绪，还缺：${missing.join('、')}。请稍后再试。`);
}

async function readAccounts(file: string): Promise<Account[]> {
  const advice = '请先执行 npm start 生成，或用 --tokens 指定。';
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new Error(`没有示例账号的令牌文件 ${file}。${advice}`);
    throw new Error(`无法读取令牌文件 ${file}（${error.code ?? error.message}）。`);
  });
  try {
    const accounts: unknown = JSON.parse(text);
    if (Array.isArray(accounts)) return accounts as Account[];
  } catch {
    // Said below, as for any other content that is no list of accounts.
  }
  throw new Error(`${file} 不是示例账号的令牌文件。${advice}`);
}
