import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  killRegistered,
  startStack,
  workerProgram,
  type Program,
  type Stack,
} from '../../../infra/stack/index.ts';
import { connectJourneys, pastCase, type Journeys } from '../../support/journey-client.ts';
import { temporaryDataDir, testConfig } from '../../support/stack.ts';

interface Running {
  readonly stack: Stack;
  readonly worker: Program;
  readonly journeys: Journeys;
}

let dataDir: string;
let running: Running;
beforeAll(async () => {
  dataDir = temporaryDataDir();
  running = await start();
});
afterAll(async () => {
  await stop(running);
  killRegistered(dataDir);
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(): Promise<Running> {
  const stack = await startStack({ config: testConfig({ dataDir }), isHeadless: true });
  const worker = await stack.run(workerProgram(stack.config));
  return { stack, worker, journeys: await connectJourneys(stack) };
}

async function stop({ stack, journeys }: Running): Promise<void> {
  await journeys.close();
  await stack.stop();
}

describe('a journey that is interrupted', () => {
  const journey = 'globex-27001';
  const given = pastCase('worked-case', { day: 11, ago: 0 });
  const at = (command: string, to: string) =>
    given.steps.findIndex((step) => step.command === command && step.to === to);
  const opening = at('holdOpeningMeeting', 'stage-2');
  const review = at('reviewFindings', 'stage-2');

  it('given an audit in the field, when the worker is killed while commands arrive, then each counts once and the audit ends', async () => {
    const { journeys, worker } = running;
    await journeys.begin(given);
    await journeys.play(given.steps.slice(0, opening + 1), journey);
    const fieldwork = given.steps.slice(opening + 1, review);
    const replies = fieldwork.map(async ({ command, payload }, index) => {
      const reply = await journeys.command(`${journey}/stage-2`, command, payload);
      if (index === 0) worker.kill('SIGKILL');
      return reply.kind;
    });
    await replies[0];
    await worker.start();
    expect(new Set(await Promise.all(replies))).toEqual(new Set(['accepted']));
    await journeys.play(given.steps.slice(review, review + 2), journey);
    const events = (await journeys.entries(journey)).map(({ event }) => event);
    expect(
      events.filter(({ type, entity }) => type === 'FindingRaised' && entity === journey),
    ).toHaveLength(5);
    expect(await journeys.expectSound(journey)).toHaveLength(9);
  });

  it('given the audit done, when everything is stopped and started again, then the journey is where it was and numbers go on', async () => {
    const before = await running.journeys.state(journey);
    const report = at('issueAuditReport', 'stage-2');
    const { operations } = running.journeys;
    await stop(running);
    running = await start();
    const { journeys } = running;
    journeys.operations.push(...operations);
    expect(await journeys.state(journey)).toEqual(before);
    const { sequence } = await journeys.state(`${journey}/stage-2`);
    const reply = await journeys.command(
      `${journey}/stage-2`,
      'issueAuditReport',
      given.steps[report]?.payload ?? {},
    );
    expect(reply).toMatchObject({
      answer: { eventId: `${journey}/stage-2:${String(sequence + 1)}` },
    });
    await journeys.play(given.steps.slice(report + 1, report + 2), journey);
    expect((await journeys.state(journey)).path).toBe('correctiveAction/majorsOpen');
    await journeys.expectSound(journey);
  });
});
