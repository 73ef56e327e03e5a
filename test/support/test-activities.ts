import { setTimeout as delay } from 'node:timers/promises';
import { ApplicationFailure } from '@temporalio/common';

const SLOW_MS = 1_500;
const LATE_MS = 600;

async function fetchPrice({ how }: { readonly how: string }): Promise<{ price: number }> {
  if (how === 'never') {
    throw ApplicationFailure.nonRetryable('there is no price', 'NO_PRICE', { thing: 'pot' });
  }
  if (how === 'down') throw new Error('the price list does not answer');
  if (how === 'slow') await delay(SLOW_MS);
  // Pays no heed to a cancellation.
  if (how === 'late') await delay(LATE_MS);
  return { price: how === 'late' ? 666 : 7 };
}

/** What the machines of the engine's tests call. */
export const testActivities = {
  renderInvoice: ({ customer }: { readonly customer: string }) =>
    Promise.resolve({ number: `INV-${customer}` }),
  fetchPrice,
  fetchPatiently: fetchPrice,
};
