import { and, eq, inArray, isNull, ne, or, sql } from 'drizzle-orm';
import type { Case } from '../cases/case-store.ts';
import { cases } from '../cases/table.ts';
import type { Clock } from '../clock.ts';
import { type Database, write } from '../db/open.ts';
import { enqueue, finish } from '../db/outbox.ts';
import { engineEpochs, type OutboxPayload, outbox } from '../db/table.ts';
import { MESSAGE_LIFETIMES, type MessageName } from '../engine/messages.ts';
import { directions } from '../handling/table.ts';
import { consultations, meetings, resolutionItems } from '../meetings/table.ts';
import { tasks } from '../tasks/table.ts';

const DAY_MS = 86_400_000;

/** The engine's data that the service has joined last. */
export interface JoinedEngine {
  readonly epoch: string;
  /** ms; a message delivered before went to the engine before. */
  readonly since: number;
}

/** @returns undefined when the service has never joined an engine */
export function joinedEngine(db: Database): JoinedEngine | undefined {
  const newest = db.select().from(engineEpochs).orderBy(sql`${engineEpochs.beganAt} desc`).limit(1).get();
  return newest && { epoch: newest.id, since: newest.beganAt };
}

type Message = Extract<OutboxPayload, { kind: 'message' }>;

/** A message of a kind, as it was published last for one subject. */
export interface Published {
  readonly message: Message;
  readonly status: 'pending' | 'delivered' | 'gone';
  /** ms; null: not yet delivered */
  readonly finishedAt: number | null;
}

/** Every message of these names in the outbox, oldest first. */
export function publishedMessages(db: Database, names: readonly MessageName[]): Published[] {
  return db
    .select({ payload: outbox.payload, status: outbox.status, finishedAt: outbox.finishedAt })
    .from(outbox)
    .where(and(eq(outbox.kind, 'message'), inArray(sql`json_extract(${outbox.payload}, '$.name')`, [...names])))
    .orderBy(outbox.createdAt)
    .all()
    .flatMap(({ payload, ...row }) => (payload.kind === 'message' ? [{ ...row, message: payload }] : []));
}

/** Open cases whose process instance was not in this engine's data, or that have none yet. */
export function casesWithoutInstance(db: Database, epoch: string): Case[] {
  return db
    .select()
    .from(cases)
    .where(and(eq(cases.status, 'open'), or(isNull(cases.engineEpoch), ne(cases.engineEpoch, epoch))))
    .orderBy(cases.openedAt, cases.id)
    .all();
}

/** Id of something under way → its case. */
export type Subjects = ReadonlyMap<string, string>;

/** What the main process hears of at any time and has not finished with; only of open cases. */
export function openSubjects(db: Database) {
  const open = db.select({ id: cases.id }).from(cases).where(eq(cases.status, 'open')).all();
  const openIds = new Set(open.map(({ id }) => id));
  const subjects = (rows: readonly { id: string; caseId: string }[]): Subjects =>
    new Map(rows.filter(({ caseId }) => openIds.has(caseId)).map(({ id, caseId }) => [id, caseId]));
  return {
    cases: subjects(open.map(({ id }) => ({ id, caseId: id }))),
    meetings: subjects(unfinishedMeetings(db)),
    directions: subjects(
      db
        .select({ id: directions.id, caseId: directions.caseId })
        .from(directions)
        .where(and(eq(directions.status, 'given'), eq(directions.kind, 'opinion')))
        .all(),
    ),
    subTasks: subjects(
      db
        .select({ id: resolutionItems.id, caseId: resolutionItems.caseId })
        .from(resolutionItems)
        .where(and(eq(resolutionItems.status, 'open'), eq(resolutionItems.kind, 'sub-task')))
        .all(),
    ),
    consultations: subjects(
      db
        .select({ id: consultations.id, caseId: consultations.caseId })
        .from(consultations)
        .where(eq(consultations.status, 'open'))
        .all(),
    ),
  };
}

/** Meetings that are still to be held, or whose decisions are still being carried out. */
const unfinishedMeetings = (db: Database): { id: string; caseId: string }[] =>
  db
    .selectDistinct({ id: meetings.id, caseId: meetings.caseId })
    .from(meetings)
    .leftJoin(resolutionItems, eq(resolutionItems.meetingId, meetings.id))
    .where(or(eq(meetings.status, 'called'), eq(resolutionItems.status, 'open')))
    .all();

/** Publishes a message (anew), to be kept by the engine for a day at least: a rebuilt process takes time to come to it. */
export function publish(db: Database, clock: Clock, message: Omit<Message, 'lifetimeMs'>): void {
  const lifetimeMs = Math.max(DAY_MS, MESSAGE_LIFETIMES[message.name as MessageName]);
  enqueue(db, clock, { ...message, lifetimeMs });
}

export interface StaleTask {
  readonly id: string;
  readonly caseId: string;
  readonly step: string;
}

/** Tasks of an earlier engine that are still offered to people. */
export function staleTasks(db: Database, epoch: string): StaleTask[] {
  return db
    .select({ id: tasks.id, caseId: tasks.caseId, step: tasks.step })
    .from(tasks)
    .where(and(ne(tasks.engineEpoch, epoch), inArray(tasks.status, ['open', 'submitted'])))
    .orderBy(tasks.caseId, tasks.id)
    .all();
}

/** Takes a task back; its duty stays open, and the rebuilt process adopts it. */
export function cancelTask(db: Database, taskId: string): void {
  db.update(tasks).set({ status: 'cancelled' }).where(eq(tasks.id, taskId)).run();
}

export interface StaleCompletion extends StaleTask {
  readonly outboxId: string;
}

/** Forms handed in whose task is one of an earlier engine. */
export function staleCompletions(db: Database, epoch: string): StaleCompletion[] {
  return db
    .select({ outboxId: outbox.id, id: tasks.id, caseId: tasks.caseId, step: tasks.step })
    .from(outbox)
    .innerJoin(tasks, eq(tasks.id, sql`json_extract(${outbox.payload}, '$.taskId')`))
    .where(and(eq(outbox.kind, 'complete-task'), eq(outbox.status, 'pending'), ne(tasks.engineEpoch, epoch)))
    .orderBy(tasks.caseId, tasks.id)
    .all();
}

/** The form is kept with its duty, where the rebuilt process finds it; the engine needs not be told. */
export function finishCompletion(db: Database, outboxId: string, now: number): void {
  finish(db, outboxId, 'delivered', now);
}

/** Everything in one transaction, so that a doctor who is interrupted has done nothing. */
export const inOneGo = (db: Database, work: () => void): void => write(db, work);
