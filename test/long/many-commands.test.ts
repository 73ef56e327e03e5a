import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEngine, type Engine } from '../support/engine-client.ts';
import { expectBounded, expectFirstKnown, giveMany } from '../support/many-commands.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine({ temporal: 'memory' });
});
afterAll(async () => {
  await engine.stop();
});

describe('one journey for a long time', () => {
  it('given 20,000 commands and 200 children, when they go through many runs, then only the log has grown', async () => {
    const measured = await giveMany(engine, 'long', { commands: 20_000, children: 200 });
    process.stdout.write(`20,000 commands: ${JSON.stringify(measured)}\n`);
    expectBounded(measured);
    await expectFirstKnown(engine, 'long');
    expect(measured.runs).toBeGreaterThan(20);
    await engine.expectSound('long');
  });
});
