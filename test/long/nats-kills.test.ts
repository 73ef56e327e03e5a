import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { writeThroughKills } from '../support/kills.ts';
import { startTestNats, type TestNats } from '../support/nats.ts';

const KILLS = 12;

let nats: TestNats;
beforeAll(async () => {
  nats = await startTestNats();
});
afterAll(async () => {
  await nats.stop();
});

it('given eight writers, when NATS is killed twelve times while they append, then what was acknowledged is what is stored', async () => {
  const count = await writeThroughKills(nats, 'many-kills', KILLS);
  expect(count).toBeGreaterThanOrEqual(8 * 20 * (KILLS + 1));
  process.stdout.write(`${String(KILLS)} kills, ${String(count)} events acknowledged and stored\n`);
});
