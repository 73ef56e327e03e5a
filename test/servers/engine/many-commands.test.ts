import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEngine, type Engine } from '../../support/engine-client.ts';
import { expectBounded, expectFirstKnown, giveMany } from '../../support/many-commands.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine({ temporal: 'memory' });
});
afterAll(async () => {
  await engine.stop();
});

describe('one journey with many commands', () => {
  it('given 2,000 commands and a hundred children, when they go through several runs, then only the log has grown', async () => {
    const measured = await giveMany(engine, 'many', { commands: 2_000, children: 100 });
    process.stdout.write(`2,000 commands: ${JSON.stringify(measured)}\n`);
    expectBounded(measured);
    await expectFirstKnown(engine, 'many');
    const { senders, sent, outbox, actors } = await engine.state('many');
    expect({ senders, sent, outbox, actors }).toEqual({
      senders: {},
      sent: {},
      outbox: {},
      actors: {},
    });
    await engine.expectSound('many');
  });
});
