import { isCancellation } from '@temporalio/workflow';
import type { Entity } from '../entity.ts';

/** Lets work go on beside the main loop, which throws what is a bug. */
export function inBackground(entity: Entity, work: Promise<void>): void {
  work.catch((error: unknown) => {
    if (!isCancellation(error)) entity.crash = error;
  });
}
