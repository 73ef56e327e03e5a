import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Config } from '../../../infra/config/index.ts';
import type { LiveState } from '../../../infra/demo/entities.ts';
import { killRegistered } from '../../../infra/stack/index.ts';
import { reservePort } from '../../../infra/stack/ports.ts';
import { connectJourneys, pastCase, type Journeys } from '../../support/journey-client.ts';
import { killRuns, runProgram, type ProgramRun } from '../../support/run-program.ts';
import { temporaryDataDir, testConfig } from '../../support/stack.ts';

let config: Config;
beforeAll(async () => {
  const freePort = () => reservePort({ port: 0, purpose: 'test', variable: '' });
  config = testConfig({
    dataDir: temporaryDataDir(),
    temporalPort: await freePort(),
    uiPort: await freePort(),
    natsPort: await freePort(),
  });
});
afterEach(() => {
  killRuns();
  killRegistered(config.dataDir);
});
afterAll(() => {
  rmSync(config.dataDir, { recursive: true, force: true });
});

async function npmStart(...args: string[]): Promise<ProgramRun> {
  const run = runProgram(['infra/start.mjs', ...args], config);
  await run.until((lines) => lines.some((line) => line.startsWith('Ctrl-C stops everything')));
  return run;
}

async function interrupt(run: ProgramRun): Promise<void> {
  run.child.kill('SIGINT');
  expect([await run.ended, run.errors()]).toEqual([0, '']);
  expect(existsSync(join(config.dataDir, 'programs.json'))).toBe(false);
}

async function withJourneys<T>(use: (journeys: Journeys) => Promise<T>): Promise<T> {
  const address = (port: number) => `127.0.0.1:${String(port)}`;
  const servers = {
    temporalAddress: address(config.temporalPort),
    natsUrl: `nats://${address(config.natsPort)}`,
  };
  const journeys = await connectJourneys({ ...servers, config });
  try {
    return await use(journeys);
  } finally {
    await journeys.close();
  }
}

/** Messages that were delivered leave the outbox without an event. */
const comparable = ({ outbox: _outbox, waiting: _waiting, ...state }: LiveState) => state;

describe('npm start with a journey', () => {
  const journey = 'globex-27001';
  const major = `${journey}/nc-s2-003`;
  const given = pastCase('worked-case', { day: 16, ago: 0 });
  const planning = given.steps.findIndex(({ command }) => command === 'submitCap');
  const steps = (from: number, to: number) => given.steps.slice(planning + from, planning + to);
  const entities = [journey, `${journey}/stage-2`, major];
  const statesOf = async (journeys: Journeys) =>
    Promise.all(entities.map(async (entity) => comparable(await journeys.state(entity))));

  it('given a journey with nonconformities, when stopped and started again, then it is still there and takes a command', async () => {
    const first = await npmStart();
    const before = await withJourneys(async (journeys) => {
      await journeys.begin(given);
      await journeys.play(given.steps.slice(0, planning), journey);
      return statesOf(journeys);
    });
    await interrupt(first);
    const second = await npmStart();
    await withJourneys(async (journeys) => {
      expect(await statesOf(journeys)).toEqual(before);
      await journeys.play(steps(0, 1), journey);
      await journeys.expectSound(journey);
    });
    await interrupt(second);
  });

  it("given Temporal's data lost, when resumed from the log, then the journey and its nonconformities go on with their deadlines", async () => {
    rmSync(join(config.dataDir, 'temporal'), { recursive: true });
    const start = await npmStart();
    const text = start.lines().join('\n');
    expect(text).toMatch(/The log holds \d+ events, but Temporal knows no journey/);
    expect(text).toContain('npm run certway -- log resume');
    expect(text).toContain('npm start -- --fresh');
    await withJourneys(async (journeys) => {
      const { event } = (await journeys.entries(journey)).at(-1) ?? {};
      const resume = runProgram(['infra/certway.main.ts', 'log', 'resume'], config);
      expect([await resume.ended, resume.errors()]).toEqual([0, '']);
      // A child that is slow to start is told of its log once more.
      const lines = resume
        .lines()
        .filter((line) => !line.endsWith('was behind its log, and was told'));
      expect(lines).toEqual([
        `${journey}: resumed, correctiveAction/majorsOpen`,
        '1 journey in the log: resumed 1',
      ]);
      const again = runProgram(['infra/certway.main.ts', 'log', 'resume', '--json'], config);
      expect(await again.ended).toBe(0);
      const told = again.lines().map((line) => JSON.parse(line) as { outcome: string });
      expect(told.filter(({ outcome }) => outcome !== 'behind')).toEqual([
        { journey, outcome: 'running', state: 'correctiveAction/majorsOpen' },
      ]);
      await journeys.settled(journey);
      expect((await journeys.entries(journey)).at(-1)?.event).toEqual(event);
      const { timers } = await journeys.state(major);
      expect(Object.values(timers).map(({ dueDate }) => dueDate?.rule)).toEqual(['T-06', 'T-05']);
      const { events } = await journeys.handle(major).fetchHistory();
      const started = events?.flatMap(({ timerStartedEventAttributes: timer }) =>
        timer ? [Number(timer.startToFireTimeout?.seconds)] : [],
      );
      const left = Object.values(timers).map(({ fireAt }) => (fireAt - Date.now()) / 1000);
      const byLength = (one: number, other: number) => one - other;
      expect(started?.sort(byLength)).toEqual(
        left.sort(byLength).map((seconds): unknown => expect.closeTo(seconds, -2)),
      );
      await journeys.play(steps(1, 10), journey);
      const { path } = await journeys.state(major);
      expect(path).toBe('responding/implementing');
      expect((await journeys.state(`${journey}/nc-s2-005`)).path).toBe('planned');
    });
    await interrupt(start);
  });

  it('given --fresh, when started, then it begins anew', async () => {
    const start = await npmStart('--fresh');
    expect(start.lines().join('\n')).not.toContain('Temporal knows no journey');
    await withJourneys(async (journeys) => {
      expect(await journeys.entries(journey)).toEqual([]);
      await journeys.begin(given);
      expect((await journeys.state(journey)).sequence).toBe(1);
    });
    await interrupt(start);
  });
});
