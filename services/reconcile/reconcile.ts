import type { JetStreamClient } from '@nats-io/jetstream';
import type { Client } from '@temporalio/client';
import { workflowTypeOf, type DurableMachine } from '../../machines/engine/index.ts';
import { say } from '../../machines/text/index.ts';
import { createAsk } from '../ask/index.ts';
import {
  ChainBrokenError,
  START_POSITION,
  subscribe,
  toBytes,
  type EventLog,
  type Position,
} from '../event-log/index.ts';
import { lastPosition, prove, type Rederived, type Replayed } from './prove.ts';
import { survey, type Surveyed } from './survey.ts';
import { historyOf, knownWorkflows, type History, type Known } from './workflows.ts';

/** Replays the history of one run and tells what it recorded. */
export type Replay = (run: {
  readonly entity: string;
  readonly history: History;
}) => Promise<Replayed>;

/** What is compared, and with which means. */
export interface ReconcileOptions {
  readonly js: JetStreamClient;
  readonly log: EventLog;
  readonly client: Client;
  readonly machines: readonly DurableMachine[];
  readonly replay: Replay;
  readonly onProgress?: (text: string) => void;
  readonly signal?: AbortSignal;
}

/**
 * How log and workflow of one entity stand to each other.
 * `in step`: they agree; `gap`: the log lacks events that are proved, so they can be brought back; `refused`: it lacks
 * some that are not proved; `ahead`: the workflow lacks events, which it takes by itself; `conflict`: they hold
 * something else; `lost`: Temporal does not know it.
 */
export type Standing = 'in step' | 'gap' | 'refused' | 'ahead' | 'conflict' | 'lost';

/** One entity, compared. */
export interface Compared {
  readonly entity: string;
  readonly machine: string;
  readonly standing: Standing;
  /** Sequence of the last event in the log. */
  readonly log: number;
  /** Sequence of the last event that the workflow, or another log, knows. */
  readonly known: number;
  /** Of a gap: types of the missing events. */
  readonly missing: readonly string[];
  /** Of what is not in step: why, and what is possible. */
  readonly reason?: string;
}

/** A gap with what closes it. */
export interface Gap {
  readonly entity: string;
  readonly machine: string;
  readonly end: Position;
  readonly known: Position;
  readonly events: readonly Rederived[];
}

/** Everything that was compared. */
export interface Comparison {
  /** Of all that has recorded anything. */
  readonly compared: readonly Compared[];
  readonly gaps: readonly Gap[];
}

type Judged = Omit<Compared, 'entity' | 'machine' | 'log'> & { readonly gap?: Gap };
interface Asked {
  readonly said: Surveyed;
  readonly workflow: Known | undefined;
  readonly machine: string;
}

const PARALLEL = 8;
const ANSWER_WITHIN_MS = 10_000;

/** Compares the log with what the workflows know. Reads only. */
export async function compareAll(options: ReconcileOptions): Promise<Comparison> {
  const { js, log, client, machines, onProgress, signal } = options;
  const all = subscribe(js, { tenant: log.tenant, follow: false, received: true });
  const said = await survey(all, (count) =>
    onProgress?.(say('reconcile.read', '{count} events read', { count })),
  );
  const types = new Map(machines.map(({ contract }) => [workflowTypeOf(contract), contract.id]));
  const workflows = await knownWorkflows(client, [...types.keys()]);
  const asking = createAsk(client);
  const question = { query: 'position', withinMs: ANSWER_WITHIN_MS };
  const ask = (entity: string) => asking<Position>(entity, question);
  const names = [...new Set([...said.keys(), ...workflows.keys()])].sort();
  const compared: Compared[] = [];
  const gaps: Gap[] = [];
  for (let index = 0; index < names.length && !signal?.aborted; index += PARALLEL) {
    const group = names.slice(index, index + PARALLEL).map(async (entity) => {
      const own = said.get(entity) ?? { ...unsaid, entity };
      const workflow = workflows.get(entity);
      const machine = own.machine ?? types.get(workflow?.type ?? '') ?? '';
      const { gap, ...judged } = await judge(options, { said: own, workflow, machine }, ask);
      return { gap, one: { entity, machine, log: own.end?.sequence ?? 0, ...judged } };
    });
    for (const { gap, one } of await Promise.all(group)) {
      if (hasBegun(one)) compared.push(one);
      if (gap) gaps.push(gap);
    }
    const done = Math.min(index + PARALLEL, names.length);
    onProgress?.(say('reconcile.compared', '{done} of {of} compared', { done, of: names.length }));
  }
  return { compared, gaps };
}

/** A start that was refused, or the run behind the start form of the Temporal UI, has recorded nothing: no entity. */
function hasBegun({ standing, log, known }: Compared): boolean {
  return standing !== 'in step' || log > 0 || known > 0;
}

const unsaid = { machine: undefined, end: undefined, witnessed: 0, witness: undefined };

async function judge(
  options: ReconcileOptions,
  asked: Asked,
  ask: (entity: string) => Promise<Position | undefined>,
): Promise<Judged> {
  const { said, workflow } = asked;
  if (!workflow) return unknown(said);
  const known = await positionOf(options, asked, ask);
  if (!known) return silent(said);
  const end = said.end ?? START_POSITION;
  if (said.witnessed > Math.max(known.sequence, end.sequence)) return unknown(said);
  if (known.sequence < end.sequence) return ahead(options, asked, known);
  if (known.sequence > end.sequence) return behind(options, asked, known);
  const isSame = known.hash === end.hash;
  return {
    ...standing(isSame ? 'in step' : 'conflict', known),
    ...(!isSame && { reason: otherEvent() }),
  };
}

async function positionOf(
  options: ReconcileOptions,
  { said, workflow }: Asked,
  ask: (entity: string) => Promise<Position | undefined>,
): Promise<Position | undefined> {
  const answered = workflow && (await ask(workflow.entity));
  if (!workflow || answered) return answered;
  const runs = await replayed(options, workflow, (done) => lastPosition(done) !== undefined);
  return lastPosition(runs) ?? nothingOf(said, runs);
}

/** A workflow that recorded nothing, and of which the log holds nothing, has not begun. */
function nothingOf({ end }: Surveyed, runs: readonly Replayed[]): Position | undefined {
  const isWhole = runs.length > 0 && runs.every(({ fault }) => fault === undefined);
  return isWhole && !end ? START_POSITION : undefined;
}

function otherEvent(): string {
  return say(
    'reconcile.other',
    'the log holds another event than the workflow has recorded there; nothing is written: certway log verify tells which',
  );
}

function standing(kind: Standing, { sequence }: Pick<Position, 'sequence'>): Judged {
  return { standing: kind, known: sequence, missing: [] };
}

/** Temporal holds nothing of its end: then only what others have recorded tells whether something is missing. */
function unknown({ end, witnessed, witness }: Surveyed): Judged {
  if (witnessed <= (end?.sequence ?? 0)) return standing('lost', end ?? START_POSITION);
  const reason = say(
    'reconcile.witnessed',
    '{witness} has recorded event {witnessed} of it, and Temporal holds no history to derive it from; import a younger export, and do not resume it: its numbers would be given twice',
    { witness: witness ?? '', witnessed },
  );
  return { ...standing('refused', { sequence: witnessed }), reason };
}

function silent({ end }: Surveyed): Judged {
  const reason = say(
    'reconcile.silent',
    'neither a worker nor its history tells where it stands; start the worker and try again',
  );
  return { ...standing('refused', end ?? START_POSITION), reason };
}

async function ahead(
  { log }: ReconcileOptions,
  { said, machine }: Asked,
  known: Position,
): Promise<Judged> {
  try {
    await log.read({ entity: said.entity, machine }, known);
    const reason = say('reconcile.ahead', 'the worker tells it within a minute');
    return { ...standing('ahead', known), reason };
  } catch (error) {
    if (!(error instanceof ChainBrokenError)) throw error;
    return { ...standing('conflict', known), reason: error.message };
  }
}

async function behind(options: ReconcileOptions, asked: Asked, known: Position): Promise<Judged> {
  const { log } = options;
  const { said, workflow, machine } = asked;
  const { entity, end = START_POSITION } = said;
  const encode: Parameters<typeof prove>[0]['encode'] = (event, prevhash) =>
    toBytes(log.tenant, log.personal.seal(event), prevhash);
  const proofOf = (runs: readonly Replayed[]) => prove({ end, known, runs, encode });
  const runs = workflow
    ? await replayed(options, workflow, (done) => proofOf(done).kind !== 'incomplete')
    : [];
  const proof = proofOf(runs);
  if (proof.kind !== 'proven') {
    const reason = proof.kind === 'refuted' ? refuted() : incomplete(proof.sequence, runs);
    return { ...standing('refused', known), reason };
  }
  const missing = proof.events.map(({ event }) => event.type);
  return {
    ...{ standing: 'gap', known: known.sequence, missing },
    gap: { entity, machine, end, known, events: proof.events },
  };
}

function refuted(): string {
  return say(
    'reconcile.refuted',
    'what its history gives does not lead from the end of the log to what it has recorded: the log holds something else before its end, or the build that recorded it is not here (.certway/builds); nothing is written',
  );
}

function incomplete(sequence: number, runs: readonly Replayed[]): string {
  const fault = runs.map((run) => run.fault).find((found) => found !== undefined);
  const why =
    fault ??
    say(
      'reconcile.noHistory',
      'Temporal does not hold the history of the run that has recorded it any more',
    );
  return say(
    'reconcile.incomplete',
    'event {sequence} cannot be derived again: {why}; import a younger export',
    { sequence, why },
  );
}

/** Replays runs from the newest on, until they tell enough. */
async function replayed(
  { client, replay }: ReconcileOptions,
  { entity, runs }: Known,
  isEnough: (done: readonly Replayed[]) => boolean,
): Promise<readonly Replayed[]> {
  const done: Replayed[] = [];
  for (const runId of runs) {
    const history = await historyOf(client, entity, runId);
    if (history) done.push(await replay({ entity, history }));
    if (isEnough(done)) break;
  }
  return done;
}
