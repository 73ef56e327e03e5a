import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { JetStreamClient } from '@nats-io/jetstream';
import {
  Client,
  Connection,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import type { WorkflowHandle } from '@temporalio/client';
import type { ApplicationFailure } from '@temporalio/common';
import { waitUntil } from '../../infra/wait-until.ts';
import type { Program } from '../../infra/stack/index.ts';
import { openLog } from '../../infra/worker/event-log.ts';
import { errorCodes } from '../../machines/engine/index.ts';
import type { Answer, DurableMachine, PersistedState } from '../../machines/engine/index.ts';
import { fromEnvelope, parseEnvelope, streamName } from '../../services/event-log/index.ts';
import type { CloudEvent, EventLog } from '../../services/event-log/index.ts';
import { audit, type Operation, type Stored } from './audit.ts';
import { testWorker, type Failpoint, type WorkerSetting } from './engine-worker.ts';
import { machines } from './machines.ts';
import { pot, workshop } from './workshop-machine.ts';
import { startTestStack, type TestStack, type TestStackOptions } from './stack.ts';

/** What the query `state` returns. */
export type View = PersistedState & {
  readonly path: string;
  readonly position: {
    readonly sequence: number;
    readonly streamSequence: number;
    readonly hash: string;
  };
  readonly problem: string | null;
  readonly waiting: number;
};

/** What a command came to: `failed` is a refusal, with its code and text. */
export type Reply =
  | { readonly kind: 'accepted'; readonly id: string; readonly answer: Answer }
  | {
      readonly kind: 'refused';
      readonly id: string;
      readonly code: string;
      readonly text: string;
      readonly details: unknown;
    };

/** A stored event with its envelope. */
export type Entry = Stored & { readonly envelope: CloudEvent };

/** A stack with a worker, and everything a test does with it. */
export interface Engine {
  readonly stack: TestStack;
  readonly worker: Program;
  readonly client: Client;
  readonly log: EventLog;
  readonly js: JetStreamClient;
  /** Everything asked so far, for the audit. */
  readonly operations: Operation[];
  readonly handle: (entity: string) => WorkflowHandle;
  readonly start: (entity: string, input?: object, options?: object) => Promise<WorkflowHandle>;
  /** Opens a workshop. */
  readonly open: (entity: string) => Promise<WorkflowHandle>;
  /** Gives a command as an update, again and again under one id until it is answered. */
  readonly command: (
    entity: string,
    name: string,
    payload?: object,
    more?: Given,
  ) => Promise<Reply>;
  readonly signal: (
    entity: string,
    name: string,
    payload?: object,
    sender?: string,
  ) => Promise<void>;
  readonly state: (entity: string) => Promise<View>;
  /** The events of a journey and its children, or of all, in stream order. */
  readonly entries: (journey?: string) => Promise<Entry[]>;
  /** Waits until the worker has killed itself, then starts it again. */
  readonly restartKilledWorker: () => Promise<void>;
  readonly arm: (failpoint: Failpoint) => void;
  /** File that is there while a failpoint is armed. */
  readonly failpoint: string;
  /** Expects that all invariants hold once everything has come to rest. */
  readonly expectSound: (journey: string, machines?: readonly DurableMachine[]) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** How a command is given. */
export interface Given {
  readonly updateId?: string;
  /** Whose commands come one after the other. */
  readonly sender?: string;
  /** Also answers to the same id count once. */
  readonly isRepeated?: boolean;
}

const answeredWithinMs = 60_000;
const attemptMs = 8_000;
const roles: Readonly<Record<string, string>> = {
  weighParcel: 'carrier',
  deliverParcel: 'carrier',
  ...Object.fromEntries(
    [workshop, pot].flatMap(({ contract }) =>
      Object.keys(contract.commands).map((name) => [name, 'potter']),
    ),
  ),
};

/** Looks until something is so, and returns what was seen; fails with what was seen last. */
export async function until<T>(
  look: () => Promise<T> | T,
  isSo: (seen: T) => boolean,
  withinMs = 20_000,
): Promise<T> {
  let seen: { readonly value: T } | undefined;
  let fault: unknown;
  const isMet = await waitUntil(
    async () => {
      try {
        seen = { value: await look() };
        return isSo(seen.value);
      } catch (error) {
        fault = error;
        return false;
      }
    },
    { withinMs, everyMs: 50 },
  );
  if (isMet && seen) return seen.value;
  throw new Error(`not within ${withinMs} ms: ${JSON.stringify(seen?.value)} ${String(fault)}`);
}

/** Starts servers and the test worker. */
export async function startEngine(
  options: TestStackOptions & { readonly worker?: Partial<WorkerSetting> } = {},
): Promise<Engine> {
  const { worker: setting, ...rest } = options;
  const stack = await startTestStack(rest);
  try {
    return await engineOf(stack, setting);
  } catch (error) {
    await stack.stop();
    throw error;
  }
}

async function engineOf(stack: TestStack, setting?: Partial<WorkerSetting>): Promise<Engine> {
  const { config } = stack;
  const failpoint = join(config.dataDir, 'failpoint.json');
  const worker = await stack.run(testWorker(config, { failpoint, ...setting }));
  const connection = await Connection.connect({ address: stack.temporalAddress });
  const client = new Client({ connection, namespace: config.namespace });
  const open = await openLog(stack.natsUrl, config.tenant);
  const operations: Operation[] = [];
  const handle = (entity: string) => client.workflow.getHandle(entity);
  const state = (entity: string) =>
    connection.withDeadline(Date.now() + 10_000, () => handle(entity).query<View>('state'));
  const entries = (journey?: string) => readEntries(open.js, config.tenant, journey);
  return {
    ...{ stack, worker, client, operations, handle, state, entries },
    ...{ log: open.log, js: open.js },
    start: (entity, input = { customer: 'globex' }, more) =>
      client.workflow.start('order', {
        workflowId: entity,
        taskQueue: config.taskQueue,
        args: [input, ...(more ? [more] : [])],
      }),
    open: (entity) =>
      client.workflow.start('workshop', {
        ...{ workflowId: entity, taskQueue: config.taskQueue, args: [{}] },
      }),
    command: (entity, name, payload, more) =>
      giveCommand({ client, operations }, { entity, name, payload: actorOf(name, payload) }, more),
    signal: async (entity, name, payload, sender) => {
      const commandId = randomUUID();
      const given = { commandId, ...actorOf(name, payload) };
      await handle(entity).signal(name, given);
      operations.push({
        ...{ entity, id: given.commandId, outcome: 'sent' as const },
        ...(sender !== undefined && { sender }),
      });
    },
    restartKilledWorker: async () => {
      await until(
        () => isGone(worker.pid),
        (gone) => gone,
      );
      worker.kill('SIGKILL');
      await worker.start();
    },
    failpoint,
    arm: (given) => writeFileSync(failpoint, JSON.stringify(given)),
    expectSound: async (journey, served = machines) => {
      const check = async () => {
        const stored = await entries(journey);
        const names = [...new Set(stored.map(({ event }) => event.entity))];
        const views = await Promise.all(
          names.map(async (name) => [name, await state(name).catch(orUnknown)] as const),
        );
        const own = operations.filter(({ entity }) => journeyOf(entity) === journey);
        return audit({ machines: served, stored, operations: own, states: new Map(views) });
      };
      let faults: string[] = ['nothing was looked at'];
      await waitUntil(
        async () => {
          faults = await check().catch((error: unknown) => [String(error)]);
          return faults.length === 0;
        },
        { withinMs: 40_000, everyMs: 200 },
      );
      expect(faults).toEqual([]);
    },
    stop: async () => {
      await open.close().catch(() => undefined);
      await connection.close();
      await stack.stop();
    },
  };
}

function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
}

function orUnknown(error: unknown): undefined {
  if (!(error instanceof WorkflowNotFoundError)) throw error;
}

const journeyOf = (entity: string) => entity.split('/')[0] ?? entity;

function actorOf(name: string, payload: object = {}): { commandId?: string } & object {
  const actor = { id: 'a-17', role: roles[name] ?? 'clerk' };
  return Object.assign({ actor }, payload);
}

async function giveCommand(
  { client, operations }: { readonly client: Client; readonly operations: Operation[] },
  { entity, name, payload }: { entity: string; name: string; payload: { commandId?: string } },
  more: Given = {},
): Promise<Reply> {
  const updateId = more.updateId ?? randomUUID();
  const id = payload.commandId ?? updateId;
  const reply = await answered(client, { entity, name, payload, updateId, id });
  const { sender } = more;
  if (more.isRepeated) return reply;
  operations.push({
    ...{ entity, id, outcome: reply.kind },
    ...(reply.kind === 'accepted' && { eventId: reply.answer.eventId }),
    ...(sender !== undefined && { sender }),
  });
  return reply;
}

async function answered(
  client: Client,
  given: { entity: string; name: string; payload: object; updateId: string; id: string },
): Promise<Reply> {
  const { entity, name, payload, updateId, id } = given;
  const end = Date.now() + answeredWithinMs;
  for (;;) {
    try {
      const answer = await client.connection.withDeadline(Date.now() + attemptMs, () =>
        client.workflow
          .getHandle(entity)
          .executeUpdate<Answer, [object]>(name, { updateId, args: [payload] }),
      );
      return { kind: 'accepted', id, answer };
    } catch (error) {
      const refusal = refusalIn(error);
      if (refusal && refusal.code !== 'BACKPRESSURE') return { kind: 'refused', id, ...refusal };
      if (Date.now() > end) throw error;
    }
  }
}

/** Everything but certway's own refusal leaves open what happened: it is asked again. */
function refusalIn(error: unknown): { code: string; text: string; details: unknown } | undefined {
  if (!(error instanceof WorkflowUpdateFailedError)) return undefined;
  const { type, message, details } = error.cause as ApplicationFailure;
  if (typeof type !== 'string' || !(type in errorCodes)) return undefined;
  return { code: type, text: message, details: details?.[0] };
}

async function readEntries(js: JetStreamClient, tenant: string, journey = '*'): Promise<Entry[]> {
  const filter = { filter_subjects: [`certway.${tenant}.${journey}.>`] };
  const consumer = await js.consumers.get(streamName(tenant), filter);
  const found: Entry[] = [];
  let left = (await consumer.info()).num_pending;
  if (left === 0) return found;
  const messages = await consumer.consume();
  for await (const message of messages) {
    const text = message.string();
    const envelope = parseEnvelope(text);
    found.push({ streamSequence: message.seq, text, envelope, event: fromEnvelope(envelope) });
    left -= 1;
    if (left <= 0) break;
  }
  await messages.close();
  return found;
}
