import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { workerProgram } from '../../../infra/stack/index.ts';
import { waitUntil } from '../../../infra/wait-until.ts';
import { localDateAt } from '../../../machines/calendar/index.ts';
import { connectJourneys, pastCase, type Journeys } from '../../support/journey-client.ts';
import { startTestStack, type TestStack } from '../../support/stack.ts';

let stack: TestStack;
let journeys: Journeys;
beforeAll(async () => {
  stack = await startTestStack();
  await stack.run(workerProgram(stack.config));
  journeys = await connectJourneys(stack);
});
afterAll(async () => {
  await journeys.close();
  await stack.stop();
});

describe('a client that does not agree', () => {
  const journey = 'globex-27001';
  const given = pastCase('worked-case', { day: -80, ago: 0 });
  const accepting = given.steps.findIndex(({ command }) => command === 'acceptApplication');
  const today = () => localDateAt(Date.now(), 'Europe/Berlin');
  const admin = { id: 'o-1', role: 'cbAdmin' };
  const client = { id: 'c-1', role: 'client' };
  const reviewer = { id: 'r-1', role: 'applicationReviewer' };
  const handler = (id: string) => ({ id, role: 'appealsHandler' });
  const appeal = `${journey}/appeal-1`;

  it('given a declined application, when two appeals are lodged at once, then one is taken and the other told why not', async () => {
    await journeys.begin(given);
    await journeys.play(given.steps.slice(0, accepting), journey);
    const decline = { actor: reviewer, reasons: ['No competence for this sector.'] };
    expect(await journeys.command(journey, 'declineApplication', decline)).toMatchObject({
      kind: 'accepted',
    });
    const lodge = () =>
      journeys.command(journey, 'lodgeAppeal', {
        ...{ actor: client, on: today(), decision: 'ApplicationDeclined' },
        grounds: 'Two auditors of yours know this sector.',
      });
    const replies = await Promise.all([lodge(), lodge()]);
    expect(replies.map(({ kind }) => kind).sort()).toEqual(['accepted', 'refused']);
    expect(replies.find(({ kind }) => kind === 'accepted')).toMatchObject({
      answer: { answers: { appeal: 'appeal-1' } },
    });
    expect(replies.find(({ kind }) => kind === 'refused')).toMatchObject({
      text: expect.stringContaining('There is an appeal against this decision already.'),
      details: { rules: [{ id: 'R-APL-02' }] },
    });
  });

  it('given the appeal, when who declined is to handle it, then it is refused; others decide, and the way is open again', async () => {
    await journeys.settled(journey);
    const assign = (handlers: string[]) =>
      journeys.command(appeal, 'assignAppealHandlers', { actor: admin, handlers });
    expect(await assign(['h-1', 'r-1'])).toMatchObject({
      kind: 'refused',
      text: expect.stringContaining('Whoever ever audited this client, reviewed its file'),
      details: { rules: [{ id: 'SOD-06' }] },
    });
    expect(await assign(['h-1'])).toMatchObject({ kind: 'accepted' });
    const steps: readonly (readonly [string, object])[] = [
      ['acknowledgeAppeal', { actor: admin }],
      ['admitAppeal', { actor: handler('h-1') }],
      ['upholdAppeal', { actor: handler('h-1'), reasons: ['The competence is there.'] }],
      ['notifyAppealOutcome', { actor: admin }],
    ];
    for (const [command, payload] of steps) {
      const reply = await journeys.command(appeal, command, { on: today(), ...payload });
      expect({ command, kind: reply.kind }).toEqual({ command, kind: 'accepted' });
    }
    expect((await journeys.settled(journey)).path).toBe('application/reviewing');
    expect((await journeys.state(appeal)).path).toBe('notified');
  });

  it('given a complaint of last month, when the engagement is terminated, then the complaint goes on and its day is missed', async () => {
    const complaint = `${journey}/complaint-1`;
    const reply = await journeys.command(journey, 'lodgeComplaint', {
      ...{ actor: admin, on: given.startsOn, about: 'client', complainant: 'x-1' },
      statement: 'Customer data lay open.',
    });
    expect(reply).toMatchObject({ answer: { answers: { complaint: 'complaint-1' } } });
    expect(await journeys.command(journey, 'terminateEngagement', { actor: admin })).toMatchObject({
      kind: 'accepted',
    });
    const isMissed = async () =>
      (await journeys.settled(journey)).path === 'terminated' &&
      (await journeys.state(complaint)).path === 'open/unacknowledged';
    expect(await waitUntil(isMissed, { withinMs: 10_000 })).toBe(true);
    expect(
      await journeys.command(appeal, 'closeAppeal', { actor: admin, on: today() }),
    ).toMatchObject({ kind: 'accepted' });
    await journeys.settled(journey);
    expect(await journeys.expectSound(journey)).toEqual(
      expect.arrayContaining([journey, appeal, complaint]),
    );
  });
});
