import { expect, it } from '@jest/globals';
import { verifySpeed } from '../support/verify-speed.ts';

const EVENTS = 1_000_000;

it('given a million events, when they are verified, then memory stays within bounds, and the speed is printed', async () => {
  const speed = await verifySpeed(EVENTS);
  process.stdout.write(`verify: ${JSON.stringify(speed)}\n`);
  expect(speed.events).toBe(EVENTS);
  expect(speed.memoryMiB).toBeLessThan(1_500);
});
