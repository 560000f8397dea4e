import { readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EmbeddedConfig } from '../config.ts';
import { startMark } from './processes.ts';

/** A process named so that a later one with the same pid is not taken for it. */
export interface ProcessName {
  readonly pid: number;
  readonly mark: string | undefined;
}

/** The Java processes that a guardian looks after. */
export type ChildName = 'openSearch' | 'broker';

/** What `state.json` in the engine's data folder says; written by the guardian only. */
export interface EngineState {
  readonly guardian: ProcessName;
  /** The process that the engine lives and dies with; undefined: detached, runs until it is stopped. */
  readonly parent: ProcessName | undefined;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly host: string;
  readonly ports: EmbeddedConfig['ports'];
  readonly urls: EngineUrls;
  /** Pids of the running Java processes. */
  readonly children: Readonly<Partial<Record<ChildName, number>>>;
  /** How often a child has ended without being told to. */
  readonly crashes: number;
  /** A child that is not started any more, because it crashed too often. */
  readonly gaveUp: ChildName | undefined;
}

/** Where the engine answers. */
export interface EngineUrls {
  /** gRPC gateway, `host:port`. */
  readonly gateway: string;
  /** REST API of the engine (its paths begin with /v2), no trailing slash. */
  readonly rest: string;
  /** Health and clock, no trailing slash. */
  readonly management: string;
  readonly openSearch?: string;
  readonly operate?: string;
}

const file = (dir: string): string => join(dir, 'state.json');

/** @returns undefined when there is no state file or it is of no use. */
export function readState(dir: string): EngineState | undefined {
  try {
    return JSON.parse(readFileSync(file(dir), 'utf8')) as EngineState;
  } catch {
    return undefined;
  }
}

/** Writes the state so that a reader sees the old or the new one, never a part. */
export async function writeState(dir: string, state: EngineState): Promise<void> {
  const fresh = `${file(dir)}.new`;
  await writeFile(fresh, `${JSON.stringify(state, null, 2)}\n`);
  await rename(fresh, file(dir));
}

/** Whether the named process is still running. */
export async function isRunning(name: ProcessName): Promise<boolean> {
  const mark = await startMark(name.pid);
  return mark !== undefined && mark === name.mark;
}

/** @returns the state if its guardian is running, else undefined. */
export async function readLiveState(dir: string): Promise<EngineState | undefined> {
  const state = readState(dir);
  return state && (await isRunning(state.guardian)) ? state : undefined;
}
