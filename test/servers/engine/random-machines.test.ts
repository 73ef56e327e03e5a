import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { audit } from '../../support/audit.ts';
import { startEngine, until, type Engine, type View } from '../../support/engine-client.ts';
import { machineOf } from '../../support/random-machines.ts';
import { createOracle, resolved, type Seen } from '../../support/random-players.ts';
import { anyTimelessPlay, type Play } from '../../support/random-specs.ts';

const SEED = 27001;
const MACHINES = 12;
const workflows = join(import.meta.dirname, '../../support/workflows/random.ts');

let engine: Engine | undefined;
afterEach(async () => {
  await engine?.stop();
  engine = undefined;
});

/** What has to be seen at the beginning and after every move. */
interface Rehearsed extends Play {
  readonly expected: readonly Seen[];
}

/** The moves up to the machine's end, as XState plays them; nothing for what would depend on the order of answers. */
async function rehearsed(play: Play): Promise<Rehearsed | undefined> {
  const oracle = await createOracle(play.spec, true);
  const expected = [told(oracle.seen())];
  for (const move of play.moves) {
    if (expected.at(-1)?.status !== 'active') break;
    await oracle.move(resolved(move, oracle));
    expected.push(told(oracle.seen()));
  }
  // One that comes to rest at once would show little.
  const isWorthIt = new Set(expected.map(({ context }) => JSON.stringify(context))).size > 3;
  return isWorthIt && oracle.crowd() <= 1
    ? { ...play, moves: play.moves.slice(0, expected.length - 1), expected }
    : undefined;
}

const told = (seen: Seen): Seen => ({ ...seen, told: [...seen.told] });

async function sample(isFit: (play: Play) => boolean = () => true): Promise<Rehearsed[]> {
  const drawn = fc.sample(anyTimelessPlay, { seed: SEED, numRuns: 200 * MACHINES });
  const plays = drawn.filter(isFit);
  const chosen: Rehearsed[] = [];
  for (const play of plays) {
    const one = chosen.length < MACHINES ? await rehearsed(play) : undefined;
    if (one) chosen.push(one);
  }
  expect(chosen).toHaveLength(MACHINES);
  return chosen;
}

/** Without activities: a worker without a cache loses the append that runs while one answers, and waits. */
function isAlone({ spec }: Play): boolean {
  return !/"invokes":true|"do":"spawn"/.test(JSON.stringify(spec));
}

/** The state once every activity has answered. */
function quiet({ state }: Engine, entity: string): Promise<View> {
  return until(
    () => state(entity),
    ({ snapshot, actors }) => snapshot.status !== 'active' || Object.keys(actors).length === 0,
  );
}

async function seenAt(engine: Engine, entity: string): Promise<Omit<Seen, 'told' | 'running'>> {
  const { value, context, status, output } = (await quiet(engine, entity)).snapshot;
  return { value, context, status, output };
}

/** Plays one machine, every command twice, and returns how many runs it took. */
async function play(
  engine: Engine,
  entity: string,
  rehearsed: Rehearsed,
  stepsPerRun?: number,
): Promise<number> {
  const { spec, moves, expected } = rehearsed;
  const { taskQueue } = engine.stack.config;
  const handle = await engine.client.workflow.start('random', {
    ...{ workflowId: entity, taskQueue, args: [{ spec, ...(stepsPerRun && { stepsPerRun }) }] },
  });
  const runs = new Set([handle.firstExecutionRunId]);
  await until(
    () => engine.state(entity),
    ({ sequence }) => sequence > 0,
  );
  const check = async (index: number) => {
    const { told: _told, running: _running, ...seen } = expected[index] as Seen;
    const actual = await seenAt(engine, entity);
    expect({ entity, index, ...actual }).toEqual({ entity, index, ...plain(seen) });
    runs.add((await engine.handle(entity).describe()).runId);
    return actual.status === 'active';
  };
  await check(0);
  for (const [index, move] of moves.entries()) {
    const updateId = `c-${index}`;
    const [name, payload] = [`doE${move.n % 4}`, { n: move.n % 10 }];
    const reply = await engine.command(entity, name, payload, { updateId });
    const isActive = await check(index + 1);
    if (!isActive) continue;
    const isRepeated = true;
    expect(await engine.command(entity, name, payload, { updateId, isRepeated })).toEqual(reply);
    await check(index + 1);
  }
  const stored = await engine.entries(entity);
  const derived = stored.filter(({ event }) => event.cause === 'derived');
  const emitted = derived.map(({ event: { type, data } }) => ({ type, ...data }));
  expect({ entity, emitted }).toEqual({ entity, emitted: expected.at(-1)?.told });
  const states = new Map([[entity, await engine.state(entity)]]);
  const operations = engine.operations.filter((one) => one.entity === entity);
  expect(audit({ machines: [machineOf(spec)], stored, operations, states })).toEqual([]);
  return runs.size;
}

const plain = (value: object) => JSON.parse(JSON.stringify(value)) as object;

describe('machines nobody has thought up, on the servers', () => {
  it('given runs that hand over whenever they may and every command twice, when they are played together, then their traces are those of XState and the fold is the state', async () => {
    const chosen = await sample();
    engine = await startEngine({ temporal: 'memory', worker: { workflows } });
    const running = engine;
    const runs = await Promise.all(chosen.map((one, n) => play(running, `m${n}`, one, 1)));
    expect(runs.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(2 * MACHINES);
  });

  it('given a worker that keeps no workflow in memory, when they are played one by one, then the same holds', async () => {
    const chosen = await sample(isAlone);
    engine = await startEngine({
      temporal: 'memory',
      worker: { workflows, maxCachedWorkflows: 0 },
    });
    for (const [n, one] of chosen.entries()) await play(engine, `m${n}`, one);
  });
});
