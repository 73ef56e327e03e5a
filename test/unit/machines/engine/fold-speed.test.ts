import { performance } from 'node:perf_hooks';
import { expect, it } from '@jest/globals';
import { fold } from '../../../../machines/engine/index.ts';
import { begin, stored } from '../../../support/given.ts';
import { order } from '../../../support/order-machine.ts';

const EVENTS = 500;
const ROUNDS = 20;

it('given a log of 500 events, when it is folded again and again, then its speed is printed', () => {
  const one = begin(order, { customer: 'globex' });
  for (let n = 1; n < EVENTS; n += 1) one.command('addNote', { text: String(n) });
  const log = stored(one.log);
  fold(order, log);
  const start = performance.now();
  for (let round = 0; round < ROUNDS; round += 1) {
    expect(fold(order, log).sequence).toBe(EVENTS);
  }
  const perSecond = (ROUNDS * EVENTS * 1000) / (performance.now() - start);
  process.stdout.write(`fold: ${perSecond.toFixed(0)} events/s\n`);
});
