import { proxyActivities } from '@temporalio/workflow';
import type { ReviewActivities } from './activities.ts';
import { runReview } from './review.ts';

const activities = proxyActivities<ReviewActivities>({
  startToCloseTimeout: '10s',
  retry: { initialInterval: '100ms', maximumInterval: '30s' },
});

/** The hand-written review, appending by a regular activity. */
export function review(
  input: Parameters<typeof runReview>[1],
  carried?: Parameters<typeof runReview>[2],
): Promise<never> {
  return runReview(activities, input, carried);
}
