import { proxyLocalActivities } from '@temporalio/workflow';
import type { ReviewActivities } from './activities.ts';
import { runReview } from './review.ts';

const activities = proxyLocalActivities<ReviewActivities>({
  startToCloseTimeout: '10s',
  retry: { initialInterval: '100ms', maximumInterval: '30s' },
});

/** The hand-written review, appending by a local activity. */
export function review(
  input: Parameters<typeof runReview>[1],
  carried?: Parameters<typeof runReview>[2],
): Promise<never> {
  return runReview(activities, input, carried);
}
