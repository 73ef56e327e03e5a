import type { Client } from '@temporalio/client';
import type { Command } from 'commander';
import {
  actorEntity,
  allowed,
  hydrate,
  railLine,
  railOf,
  reasonText,
  recalled,
  type AllowedCommand,
  type DurableMachine,
  type Station,
} from '../../../machines/engine/index.ts';
import { nameOf, say, words } from '../../../machines/text/index.ts';
import { createAsk } from '../../ask/index.ts';
import { deadlinesOf, liveStateOf, type Deadline, type LiveState } from '../../journeys/index.ts';
import { below, examples } from '../help/index.ts';
import { ENTITY, machineOf, matching, type CliOptions } from '../options.ts';
import { deadlineText, line, linkTo, styled } from '../text.ts';

const CHILD_WITHIN_MS = 5_000;

/** A child that runs. */
interface Child {
  readonly entity: string;
  readonly machine: string;
  /** State path; `null` when it did not answer. */
  readonly state: string | null;
}

/** `show`: where one workflow stands. */
export function addShow(program: Command, options: CliOptions): void {
  program
    .command('show')
    .description('Show where a journey, audit, nonconformity or decision stands.')
    .argument('<id>', 'e.g. globex-27001 or globex-27001/nc-s2-003', matching(...ENTITY))
    .option('--json', 'one JSON object')
    .addHelpText(
      'after',
      below(examples('certway show globex-27001', 'certway show globex-27001/nc-s2-003 --json')),
    )
    .action((id: string, flags: { readonly json?: true }) => show(options, id, flags));
}

function show(options: CliOptions, id: string, { json }: { readonly json?: true }): Promise<void> {
  const { write } = options;
  return options.withTemporal(async (client) => {
    const live = await liveStateOf(client, id);
    const view = standingOf(
      machineOf(options, live.machine.id),
      live,
      await childrenOf(client, live),
    );
    const url = linkTo(options, client.options.namespace, id);
    if (json) write(JSON.stringify({ ...view, url }));
    else for (const text of [...standingLines(options, view), line('ui', url)]) write(text);
  });
}

async function childrenOf(client: Client, live: LiveState): Promise<readonly Child[]> {
  const ask = createAsk(client);
  const running = Object.entries(live.actors).filter(([, { kind }]) => kind === 'machine');
  return Promise.all(
    running.map(async ([id, actor]) => {
      const entity = actorEntity(live.entity, id, actor);
      const question = { query: 'allowed', withinMs: CHILD_WITHIN_MS };
      const answer = await ask<{ readonly state: string } | null>(entity, question);
      const state = answer?.state ?? null;
      return { entity, machine: actor.src, state };
    }),
  );
}

/** Where a workflow stands, as people and programs read it. */
export interface Standing extends Pick<LiveState, 'entity' | 'problem' | 'sequence' | 'at'> {
  /** State path. */
  readonly state: string;
  readonly status: string;
  readonly machine: { readonly id: string; readonly version: string };
  readonly rail: readonly Station[];
  readonly headline: string;
  readonly waitingFor: readonly string[];
  readonly isOverdue: boolean;
  readonly lastCommand: LiveState['lastCommand'] | null;
  readonly lastRefusal:
    (NonNullable<LiveState['lastRefusal']> & { readonly reason: string }) | null;
  readonly deadlines: readonly Deadline[];
  readonly children: readonly Child[];
  readonly commands: readonly Pick<AllowedCommand, 'command' | 'roles' | 'child'>[];
}

/** Puts together what `show` tells. */
export function standingOf(
  machine: DurableMachine,
  live: LiveState,
  children: readonly Child[],
): Standing {
  const state = hydrate(machine, live);
  const isActive = state.snapshot.status === 'active';
  const tags = [...state.snapshot.tags].map(String);
  const { entity, path, problem, sequence, at, lastCommand, lastRefusal } = live;
  const waiting = tags.filter((tag) => tag.startsWith('waitingFor'));
  return {
    ...{ entity, state: path, status: state.snapshot.status, problem, sequence, at },
    machine: { id: live.machine.id, version: live.machine.version },
    rail: railOf(machine, path),
    headline: machine.headline(state.snapshot.context),
    waitingFor: isActive ? waiting.map((tag) => words(tag.slice('waitingFor'.length))) : [],
    isOverdue: isActive && tags.includes('overdue'),
    lastCommand: lastCommand ?? null,
    lastRefusal: lastRefusal
      ? { ...lastRefusal, reason: reasonText(recalled(machine, lastRefusal)) }
      : null,
    deadlines: isActive ? deadlinesOf(entity, live.timers) : [],
    children,
    commands: allowed(machine, state).commands.map(({ command, roles, child }) => ({
      ...{ command, roles },
      ...(child && { child }),
    })),
  };
}

/** The same as text. */
export function standingLines(
  options: Pick<CliOptions, 'hasColor'>,
  view: Standing,
): readonly string[] {
  const { entity, state, status, problem, headline, deadlines, children } = view;
  const ended = status === 'active' ? '' : ` (${status})`;
  return [
    styled(options, 'bold', `${entity}: ${state}${ended}`),
    railLine(view.rail),
    ...headline.split('\n').filter((text) => text !== ''),
    ...(problem === null ? [] : [styled(options, 'red', line('stopped', problem))]),
    ...waitingLines(options, view),
    ...lastLines(view),
    ...deadlines.map((deadline) => line('deadline', deadlineText(deadline))),
    ...children.map((child) =>
      line(
        'open',
        `${child.entity} (${nameOf(child.machine)}): ${child.state ?? say('cli.show.noAnswer', 'no answer')}`,
      ),
    ),
    ...(view.commands.length > 0 ? [line('possible', namesOf(view))] : []),
    line(
      'machine',
      say('cli.show.machine', '{id} {version}, after event {sequence} at {at}', {
        ...{ id: view.machine.id, version: view.machine.version },
        ...{ sequence: view.sequence, at: view.at },
      }),
    ),
  ];
}

function waitingLines(options: Pick<CliOptions, 'hasColor'>, view: Standing): readonly string[] {
  const { waitingFor, isOverdue } = view;
  if (waitingFor.length === 0 && !isOverdue) return [];
  const overdue = isOverdue ? styled(options, 'red', ` ${say('details.overdue', 'overdue')}`) : '';
  return [line('waitingFor', `${waitingFor.map(nameOf).join(', ')}${overdue}`)];
}

function lastLines({ lastCommand, lastRefusal }: Standing): readonly string[] {
  return [
    ...(lastCommand ? [line('last', lastText(lastCommand))] : []),
    ...(lastRefusal ? [line('refused', refusedText(lastRefusal))] : []),
  ];
}

function lastText({ event, actor, at }: NonNullable<Standing['lastCommand']>): string {
  return actor
    ? say('cli.show.lastBy', '{event} by {id} ({role}) at {at}', { event, at, ...actor })
    : say('cli.show.last', '{event} at {at}', { event, at });
}

function refusedText({ command, at, reason }: NonNullable<Standing['lastRefusal']>): string {
  return say('cli.show.refused', '{command} at {at}: {reason}', { command, at, reason });
}

function namesOf({ commands, entity }: Standing): string {
  const own = commands.filter(({ child }) => !child).map(({ command }) => command);
  return `${own.join(', ')}: certway allowed ${entity}`;
}
