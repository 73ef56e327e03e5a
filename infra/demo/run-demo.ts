import { join } from 'node:path';
import { localDateAt } from '../../machines/calendar/index.ts';
import { workflowTypeOf } from '../../machines/engine/index.ts';
import { certification, machines } from '../../machines/index.ts';
import { resolvePolicy } from '../../machines/policy/index.ts';
import { say } from '../../machines/text/index.ts';
import { subscribe, type StoredEvent } from '../../services/event-log/index.ts';
import { loadScenario, type Scenario } from '../../services/scenario/index.ts';
import { waitUntil } from '../wait-until.ts';
import type { Config } from '../config/index.ts';
import { caseOf } from './case.ts';
import { compareAll, liveState, type LiveState } from './entities.ts';
import { withOwnServers, type OwnServers } from './own-servers.ts';
import { play, type Stage } from './play.ts';

/** How the demonstration is played. */
export interface DemoOptions {
  /** Addresses and ports are those of servers of its own. */
  readonly config: Config;
  /** Whether to go on through both surveillance audits to the recertification. */
  readonly goesOn: boolean;
  /** Scenario file to play. @defaultValue the worked case */
  readonly casePath: string | undefined;
  readonly signal: AbortSignal;
  readonly onStep: (text: string) => void;
  readonly onEvent: (event: StoredEvent) => void;
  readonly onState: (journey: LiveState) => void;
}

/** What the demonstration came to. */
export interface DemoResult {
  readonly result: string;
  /** Events that a subscriber of the log has seen. */
  readonly events: number;
  readonly entities: number;
  readonly foldEqualsState: boolean;
}

const SEEN_WITHIN_MS = 20_000;
const scenarios = join(import.meta.dirname, '../scenarios');

/**
 * Plays a scenario on servers of its own, whose time skips, beginning today.
 * @throws Error when the file cannot be read, before anything is started, and when anything goes otherwise than it says
 */
export function runDemo(options: DemoOptions): Promise<DemoResult> {
  const { config, signal, onStep, goesOn } = options;
  const file = join(scenarios, goesOn ? 'worked-case-years.yaml' : 'worked-case.yaml');
  const scenario = loadScenario(options.casePath ?? file, machines);
  return withOwnServers(config, { signal, onStep }, (servers) =>
    playAll(options, servers, scenario),
  );
}

async function playAll(
  options: DemoOptions,
  servers: OwnServers,
  scenario: Scenario,
): Promise<DemoResult> {
  const { client, open, clock, taskQueue } = servers;
  const { signal, onState } = options;
  const watching = new AbortController();
  let seen = 0;
  const subscriber = watch(servers, watching.signal, (event) => {
    seen += 1;
    options.onEvent(event);
  });
  try {
    const { zone } = resolvePolicy('demonstration', {});
    const today = localDateAt(await clock.now(), zone);
    const stage: Stage = { client, clock, taskQueue, zone, signal, onState };
    const played = caseOf(scenario, today);
    await play(stage, played, workflowTypeOf(certification.contract));
    const compared = await compareAll(client, open.log, played.journey);
    const published = compared.reduce((sum, { published: count }) => sum + count, 0);
    await waitUntil(() => seen >= published, { withinMs: SEEN_WITHIN_MS, signal });
    if (seen !== published) {
      throw new Error(
        say('demo.unseen', 'a subscriber saw {seen} of {published} events', { seen, published }),
      );
    }
    return {
      result: resultOf(await liveState(client, played.journey), options.goesOn),
      events: seen,
      entities: compared.length,
      foldEqualsState: compared.every(({ equal }) => equal),
    };
  } finally {
    watching.abort();
    await subscriber;
  }
}

async function watch(
  { open, stack }: OwnServers,
  signal: AbortSignal,
  onEvent: (event: StoredEvent) => void,
): Promise<void> {
  const { tenant } = stack.config;
  for await (const event of subscribe(open.js, { tenant, follow: true, signal })) onEvent(event);
}

function resultOf(journey: LiveState | undefined, goesOn: boolean): string {
  const { cycle } = (journey?.snapshot.context ?? {}) as { readonly cycle?: number };
  const isCertified = journey?.path.startsWith('certified') === true;
  if (!isCertified || cycle !== (goesOn ? 2 : 1)) return journey?.path ?? 'lost';
  return goesOn ? 'recertified' : 'certified';
}
