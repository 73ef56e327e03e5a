import { WorkflowNotFoundError, WorkflowUpdateFailedError, type Client } from '@temporalio/client';
import type { ApplicationFailure } from '@temporalio/common';
import { workflowTypeOf, type Answer, type RefusalView } from '../../machines/engine/index.ts';
import { certification, machines } from '../../machines/index.ts';
import { say } from '../../machines/text/index.ts';
import { START_POSITION } from '../../services/event-log/index.ts';
import {
  nobodyThere,
  refused,
  type Reply,
  type Sight,
  type Stage,
} from '../../services/scenario/index.ts';
import type { Config } from '../config/index.ts';
import { compareAll, liveState } from './entities.ts';
import { withOwnServers, type OwnServers, type Watching } from './own-servers.ts';
import { settle, start } from './play.ts';

const ANSWERED_WITHIN_MS = 20_000;

/**
 * Lets a scenario be played on servers of its own, whose time skips: journeys are started, commanded and asked through
 * the client interface that everybody uses, and what was recorded is read from the log.
 * @param config - as `ownServersConfig` makes it
 */
export function withServerStage(
  config: Config,
  watching: Watching,
  work: (stage: Stage) => Promise<void>,
): Promise<void> {
  return withOwnServers(config, watching, (servers) => work(serverStage(servers, watching.signal)));
}

function serverStage(servers: OwnServers, signal: AbortSignal): Stage {
  const { client, clock, taskQueue, open } = servers;
  let journey: string | undefined;
  const rest = async (): Promise<void> => {
    if (journey !== undefined) await settle({ client, signal, onState: () => undefined }, journey);
  };
  const travelTo = async (ms: number): Promise<void> => {
    const missing = ms - (await clock.now());
    if (missing <= 0) return;
    await clock.skip(missing);
    await rest();
  };
  return {
    now: clock.now,
    travelTo,
    begin: async (id, input, atMs) => {
      await travelTo(atMs);
      const given = { journey: id, input: { ...input } };
      await start({ client, taskQueue, signal }, given, workflowTypeOf(certification.contract));
      journey = id;
      await rest();
    },
    give: async (entity, command, payload) => {
      const reply = await give(client, entity, { command, payload });
      await rest();
      return reply;
    },
    look: (entity) => look(servers, entity),
    unlikeTheirLog: async () => {
      const compared = journey === undefined ? [] : await compareAll(client, open.log, journey);
      return compared.filter(({ equal }) => !equal).map(({ entity }) => entity);
    },
  };
}

async function give(
  client: Client,
  entity: string,
  { command, payload }: { readonly command: string; readonly payload: object },
): Promise<Reply> {
  const handle = client.workflow.getHandle(entity);
  try {
    const answer = await client.connection.withDeadline(Date.now() + ANSWERED_WITHIN_MS, () =>
      handle.executeUpdate<Answer, [object]>(command, { args: [payload] }),
    );
    return { kind: 'accepted', answers: answer.answers ?? {} };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return notThere(client, entity);
    if (!(error instanceof WorkflowUpdateFailedError)) throw error;
    const { message, details } = error.cause as ApplicationFailure;
    const [refusal] = (details ?? []) as [RefusalView?];
    if (!refusal) throw error;
    return refused(refusal, message);
  }
}

/** Who has ended still says where. */
async function notThere(client: Client, entity: string): Promise<Reply> {
  const state = await liveState(client, entity);
  if (!state) return nobodyThere(entity);
  return refused(
    { code: 'COMMAND_REFUSED', rules: [] },
    say('scenario.hasEnded', '{entity} has ended: {path}', { entity, path: state.path }),
  );
}

async function look({ client, open }: OwnServers, entity: string): Promise<Sight | undefined> {
  const state = await liveState(client, entity);
  const machine = machines.find(({ contract }) => contract.id === state?.machine.id);
  if (!state || !machine) return undefined;
  const address = { entity, machine: machine.contract.id };
  const stored = await open.log.read(address, START_POSITION);
  const context = state.snapshot.context as { readonly zone?: string };
  return {
    value: state.snapshot.value,
    due: Object.values(state.timers).flatMap(({ dueDate }) => dueDate ?? []),
    events: stored.map(({ event }) => event),
    zone: context.zone,
  };
}
