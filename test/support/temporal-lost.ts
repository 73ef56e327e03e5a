import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { liveState, type LiveState } from '../../infra/demo/entities.ts';
import { killRegistered, startStack, workerProgram, type Stack } from '../../infra/stack/index.ts';
import { waitUntil } from '../../infra/wait-until.ts';
import { machines } from '../../machines/index.ts';
import { audit } from './audit.ts';
import { connectJourneys, pastCase, type Journeys } from './journey-client.ts';
import { killRuns, runProgram } from './run-program.ts';
import { temporaryDataDir, testConfig } from './stack.ts';

interface Running {
  readonly stack: Stack;
  readonly journeys: Journeys;
}

let dataDir: string;
let running: Running;

async function start(): Promise<Running> {
  const stack = await startStack({ config: testConfig({ dataDir }), isHeadless: true });
  await stack.run(workerProgram(stack.config));
  return { stack, journeys: await connectJourneys(stack) };
}

async function stop({ stack, journeys }: Running): Promise<void> {
  await journeys.close();
  await stack.stop();
}

const given = pastCase('worked-case', { day: 385, ago: 2 });
const at = (command: string, nth = 1) => {
  const found = given.steps.flatMap((step, index) => (step.command === command ? [index] : []));
  return found[nth - 1] ?? 0;
};
const atFirst = { 'j-start': 0, 'j-short': 1, 'j-ended': 1, 'j-terminated': 2 };
/** How many steps each journey has done when Temporal's data are lost: few where time is dear. */
const few: Readonly<Record<string, number>> = {
  ...{ ...atFirst, 'j-checked': 3, 'j-asked': 4, 'j-proposal': at('recordProposal') },
  ...{ 'j-applied': at('acceptApplication'), 'j-agreed': at('requestPreAudit') },
  'j-field': at('raiseFinding', 2) + 1,
};
const many: Readonly<Record<string, number>> = {
  ...{ ...atFirst, 'j-proposal': at('recordProposal'), 'j-applied': at('acceptApplication') },
  ...{ 'j-agreed': at('requestPreAudit'), 'j-pre-audit': at('recordAreaOfConcern') + 1 },
  ...{ 'j-field': at('raiseFinding', 2) + 1, 'j-cases': at('acceptCap', 2) },
};
const end = (journey: string) =>
  running.journeys.command(journey, 'terminateEngagement', {
    actor: { id: 'c-1', role: 'client' },
  });
const isOver = async (journey: string) => {
  const look = async () => (await running.journeys.state(journey)).path === 'terminated';
  expect([journey, await waitUntil(look, { withinMs: 20_000 })]).toEqual([journey, true]);
};
const hasEnded = async (child: string) => {
  const { journeys } = running;
  const look = async () => (await journeys.handle(child).describe()).status.name === 'COMPLETED';
  expect([child, await waitUntil(look, { withinMs: 20_000 })]).toEqual([child, true]);
};

async function resume(): Promise<Record<string, string>> {
  const run = runProgram(
    ['infra/certway.main.ts', 'log', 'resume', '--json'],
    running.stack.config,
  );
  expect([await run.ended, run.errors()]).toEqual([0, '']);
  interface Line {
    readonly journey: string;
    readonly outcome: string;
  }
  return Object.fromEntries(
    run.lines().map((line) => {
      const { journey, outcome } = JSON.parse(line) as Line;
      return [journey, outcome];
    }),
  );
}

/** What counts of a state: not where the stream holds its last event, and not what was delivered. */
const essence = ({ path, sequence, timers, actors, generations, snapshot }: LiveState) => ({
  ...{ path, sequence, timers, actors, generations, context: snapshot.context },
});

async function expectSound(journey: string): Promise<void> {
  const { journeys } = running;
  let faults = ['nothing was looked at'];
  const look = async () => {
    const stored = await journeys.entries(journey);
    const states = new Map<string, unknown>();
    for (const { event } of stored) {
      const { entity } = event;
      if (!states.has(entity)) states.set(entity, await liveState(journeys.client, entity));
    }
    const operations = journeys.operations.filter(({ entity }) => entity.startsWith(journey));
    faults = audit({ machines, stored, operations, states });
    return faults.length === 0;
  };
  await waitUntil(look, { withinMs: 10_000, everyMs: 200 });
  expect([journey, ...faults]).toEqual([journey]);
}

/**
 * Registers the test: ten journeys, Temporal's data folder deleted, everything started again and resumed.
 * @param isLong - whether journeys go deeper, and one goes on to its certificate
 */
export function testLossOfTemporal(isLong: boolean): void {
  const done = isLong ? many : few;
  const names = Object.keys(done);
  beforeAll(async () => {
    dataDir = temporaryDataDir();
    running = await start();
  });
  afterAll(async () => {
    killRuns();
    await stop(running);
    killRegistered(dataDir);
    rmSync(dataDir, { recursive: true, force: true });
  });

  describe("Temporal's data folder lost", () => {
    it('given ten journeys at different points, when they are resumed, then each stands where it was, continues and finishes', async () => {
      const { journeys } = running;
      await Promise.all(
        names.map(async (journey) => {
          await journeys.begin(given, journey);
          await journeys.play(given.steps.slice(0, done[journey]), journey);
        }),
      );
      await end('j-ended');
      await isOver('j-ended');
      await journeys.handle('j-terminated').terminate('test');
      const living = names.filter((name) => name !== 'j-terminated');
      const entities = [...living, 'j-field/stage-2', 'j-field/nc-s2-002'];
      const statesOf = (from: Journeys) =>
        Promise.all(entities.map(async (name) => essence(await from.state(name))));
      const before = await statesOf(journeys);
      const { operations } = journeys;

      await stop(running);
      rmSync(join(dataDir, 'temporal'), { recursive: true });
      running = await start();
      running.journeys.operations.push(...operations);
      const again = running.journeys;
      const outcomes = Object.fromEntries(names.map((name) => [name, 'resumed']));
      // That somebody had terminated it Temporal alone knew.
      expect(await resume()).toEqual(outcomes);
      const left = Object.fromEntries(names.map((name) => [name, 'running']));
      expect(await resume()).toEqual(left);
      for (const journey of living) await again.settled(journey);
      expect(await statesOf(again)).toEqual(before);

      const finding = given.steps[at('raiseFinding', 3)]?.payload ?? {};
      await again.command('j-field/stage-2', 'raiseFinding', finding);
      await again.settled('j-field');
      expect((await again.state('j-field/nc-s2-003')).machine.id).toBe('nonconformity');
      await again.play(given.steps.slice(done['j-agreed'], at('requestPreAudit') + 2), 'j-agreed');
      if (isLong) {
        await again.play(given.steps.slice(done['j-cases']), 'j-cases');
        expect((await again.state('j-cases')).path).toContain('certified');
      }
      await Promise.all(names.filter((name) => name !== 'j-ended').map(end));
      await Promise.all(names.map(isOver));
      await Promise.all(['j-field/stage-2', 'j-field/nc-s2-003'].map(hasEnded));
      for (const journey of names) await expectSound(journey);
    });
  });
}
