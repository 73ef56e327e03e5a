import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { JetStreamClient } from '@nats-io/jetstream';
import { Client, WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import type { WorkflowHandle } from '@temporalio/client';
import type { ApplicationFailure } from '@temporalio/common';
import type { Config } from '../../infra/config/index.ts';
import type { Case, CaseStep } from '../../infra/demo/case.ts';
import {
  isSettled,
  liveState,
  runningChildrenOf,
  type LiveState,
} from '../../infra/demo/entities.ts';
import { connectTemporal } from '../../infra/temporal/index.ts';
import { waitUntil } from '../../infra/wait-until.ts';
import { openLog } from '../../infra/worker/index.ts';
import { errorCodes, type Answer, type Refusal } from '../../machines/engine/index.ts';
import { localDateAt } from '../../machines/calendar/index.ts';
import { machines } from '../../machines/index.ts';
import { fromEnvelope, parseEnvelope, streamName } from '../../services/event-log/index.ts';
import type { CloudEvent } from '../../services/event-log/index.ts';
import { audit, type Operation, type Stored } from './audit.ts';
import { readCase } from './cases.ts';

/** What a command came to. */
export type Reply =
  | { readonly kind: 'accepted'; readonly answer: Answer }
  | {
      readonly kind: 'refused';
      readonly code: string;
      readonly text: string;
      readonly details: Omit<Refusal, 'possible'> & {
        readonly possible: readonly { readonly command: string; readonly roles: string[] }[];
      };
    };

/** A stored event with its envelope. */
export type Entry = Stored & { readonly envelope: CloudEvent };

/** Everything a test does with the journeys of running servers, through the interfaces everybody has. */
export interface Journeys {
  readonly client: Client;
  readonly js: JetStreamClient;
  /** Everything asked so far, for the audit. */
  readonly operations: Operation[];
  readonly handle: (entity: string) => WorkflowHandle;
  readonly start: (journey: string, input: unknown, type?: string) => Promise<WorkflowHandle>;
  /** Gives a command as an update, again and again under one id until it is answered. */
  readonly command: (entity: string, name: string, payload: object) => Promise<Reply>;
  /** Gives a command as a signal and waits until the log holds what became of it. */
  readonly signal: (entity: string, name: string, payload: object) => Promise<void>;
  readonly state: (entity: string) => Promise<LiveState>;
  /** What the UI shows as current details. */
  readonly details: (entity: string) => Promise<string>;
  /** The events of a journey and its children in stream order. */
  readonly entries: (journey: string) => Promise<Entry[]>;
  /** Waits until everything that was asked has had its effect in all workflows of a journey. */
  readonly settled: (journey: string) => Promise<LiveState>;
  /** Starts the journey of a case. */
  readonly begin: (given: Case, journey?: string) => Promise<void>;
  /** Gives commands of a case one after the other; each must be accepted. */
  readonly play: (steps: readonly CaseStep[], journey: string) => Promise<void>;
  /** Expects that every invariant holds, fold equals state among them, and answers the entities. */
  readonly expectSound: (journey: string) => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
}

const answeredWithinMs = 60_000;
const attemptMs = 8_000;
const settledWithinMs = 30_000;
/** Of all case files. */
const dayZero = '2026-11-30';

const rootOf = (entity: string) => entity.split('/')[0] ?? entity;
const dayMs = 86_400_000;

/**
 * A case in the past, because no day to come is accepted: its day `day` lies `ago` days before today.
 * @param name - name of the case file
 */
export function pastCase(name: string, { day, ago }: { day: number; ago: number }): Case {
  const own = readCase(name);
  const days = Math.round((Date.parse(own.startsOn) - Date.parse(dayZero)) / dayMs);
  return readCase(name, localDateAt(Date.now() + (days - day - ago) * dayMs, 'Europe/Berlin'));
}

/** Where everything runs. */
export interface Servers {
  readonly temporalAddress: string;
  readonly natsUrl: string;
  readonly config: Config;
}

/** Connects to running servers. */
export async function connectJourneys({
  temporalAddress,
  natsUrl,
  config,
}: Servers): Promise<Journeys> {
  const { namespace, tenant, taskQueue } = config;
  const client = new Client({ connection: await connectTemporal(temporalAddress), namespace });
  const open = await openLog(natsUrl, tenant);
  const operations: Operation[] = [];
  const handle = (entity: string) => client.workflow.getHandle(entity);
  const state = async (entity: string) => {
    const live = await liveState(client, entity);
    if (!live) throw new Error(`${entity} has no state`);
    return live;
  };
  const entries = (journey: string) => readEntries(open.js, tenant, journey);
  const journeys: Journeys = {
    ...{ client, js: open.js, operations, handle, state, entries },
    start: (journey, input, type = 'certificationJourney') =>
      client.workflow.start(type, { workflowId: journey, taskQueue, args: [input] }),
    command: async (entity, name, payload) => {
      const id = randomUUID();
      const reply = await answered(client, { entity, name, payload, id });
      const eventId = reply.kind === 'accepted' ? { eventId: reply.answer.eventId } : {};
      operations.push({ entity, id, outcome: reply.kind, ...eventId });
      return reply;
    },
    signal: async (entity, name, payload) => {
      const commandId = randomUUID();
      await handle(entity).signal(name, { commandId, ...payload });
      operations.push({ entity, id: commandId, outcome: 'sent' });
      const isTaken = async () => {
        const stored = await entries(rootOf(entity));
        return stored.some(({ event }) => event.causationId === commandId);
      };
      if (await waitUntil(isTaken, { withinMs: settledWithinMs })) return;
      throw new Error(`${entity} has not taken the signal ${name}`);
    },
    details: async (entity) => {
      const shown = await handle(entity).query<{ currentDetails: string }>(
        '__temporal_workflow_metadata',
      );
      return shown.currentDetails;
    },
    settled: (journey) => settled(client, journey),
    begin: async ({ journey, input }, id = journey) => {
      await journeys.start(id, input);
      await settled(client, id);
    },
    play: async (steps, journey) => {
      for (const step of steps) await playStep(journeys, step, journey);
    },
    expectSound: async (journey) => {
      const found = await soundness(journeys, journey);
      expect(found.faults).toEqual([]);
      return found.entities;
    },
    close: async () => {
      await open.close().catch(() => undefined);
      await client.connection.close();
    },
  };
  return journeys;
}

async function playStep(journeys: Journeys, step: CaseStep, journey: string): Promise<void> {
  const entity = step.to === 'self' ? journey : `${journey}/${step.to}`;
  const reply = await journeys.command(entity, step.command, step.payload);
  if (reply.kind === 'refused') throw new Error(`${entity} ${step.command}: ${reply.text}`);
  await journeys.settled(journey);
}

async function settled(client: Client, journey: string): Promise<LiveState> {
  let state: LiveState | undefined;
  const isDone = await waitUntil(
    async () => {
      state = await liveState(client, journey);
      if (!state || state.waiting > 0) return false;
      const children = runningChildrenOf(state).map((child) => liveState(client, child));
      return isSettled(state, await Promise.all(children));
    },
    { withinMs: settledWithinMs },
  );
  if (isDone && state) return state;
  throw new Error(`${journey} does not come to rest: ${JSON.stringify(state?.outbox)}`);
}

/** Looks until the audit finds nothing; what was delivered last may still be under way. */
async function soundness(
  { entries, state, operations }: Journeys,
  journey: string,
): Promise<{ readonly faults: string[]; readonly entities: readonly string[] }> {
  const found = { faults: ['nothing was looked at'], entities: [] as string[] };
  const own = operations.filter(({ entity }) => rootOf(entity) === journey);
  const look = async () => {
    const stored = await entries(journey);
    found.entities = [...new Set(stored.map(({ event }) => event.entity))];
    const states = new Map<string, unknown>();
    for (const name of found.entities) states.set(name, await state(name));
    found.faults = audit({ machines, stored, operations: own, states });
    return found.faults.length === 0;
  };
  await waitUntil(look, { withinMs: 10_000, everyMs: 200 });
  return found;
}

interface Given {
  readonly entity: string;
  readonly name: string;
  readonly payload: object;
  readonly id: string;
}

/** Everything but certway's own refusal leaves open what happened: it is asked again. */
async function answered(client: Client, { entity, name, payload, id }: Given): Promise<Reply> {
  const handle = client.workflow.getHandle(entity);
  for (const end = Date.now() + answeredWithinMs; ;) {
    try {
      const answer = await client.connection.withDeadline(Date.now() + attemptMs, () =>
        handle.executeUpdate<Answer, [object]>(name, { updateId: id, args: [payload] }),
      );
      return { kind: 'accepted', answer };
    } catch (error) {
      const refusal = refusalIn(error);
      if (refusal) return refusal;
      if (error instanceof WorkflowNotFoundError || Date.now() > end) throw error;
    }
  }
}

function refusalIn(error: unknown): Reply | undefined {
  if (!(error instanceof WorkflowUpdateFailedError)) return undefined;
  const { type, message, details } = error.cause as ApplicationFailure;
  if (typeof type !== 'string' || !(type in errorCodes)) return undefined;
  const [first] = details as [Extract<Reply, { kind: 'refused' }>['details']];
  return { kind: 'refused', code: type, text: message, details: first };
}

async function readEntries(js: JetStreamClient, tenant: string, journey: string): Promise<Entry[]> {
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
