import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { writeThroughKills } from '../../support/kills.ts';
import { startTestNats, type TestNats } from '../../support/nats.ts';

let nats: TestNats;
beforeAll(async () => {
  nats = await startTestNats();
});
afterAll(async () => {
  await nats.stop();
});

it('given eight writers, when NATS is killed twice while they append, then what was acknowledged is what is stored', async () => {
  expect(await writeThroughKills(nats, 'two-kills', 2)).toBeGreaterThanOrEqual(8 * 60);
});
