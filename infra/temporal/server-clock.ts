import { Connection } from '@temporalio/client';
import { InternalConnectionOptionsSymbol } from '@temporalio/client/lib/connection.js';
import type { InternalConnectionOptions } from '@temporalio/client/lib/connection.js';
import { msToTs, requiredTsToMs } from '@temporalio/common/lib/time.js';

/** The clock of a time-skipping server, which stands still except while it is told to skip. */
export interface ServerClock {
  /** The server's time in milliseconds since 1970. */
  readonly now: () => Promise<number>;
  /**
   * Moves the clock and fires on the way every timer that falls due; returns when it has arrived. The
   * effect of a timer is seen for certain one second past its instant, not exactly on it.
   */
  readonly skip: (durationMs: number) => Promise<void>;
  /** Frees a clock that a child workflow without its parent, or an early terminate, has left locked. */
  readonly unlock: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/**
 * Connects to the clock of a time-skipping server.
 *
 * @param address - `host:port`
 * @throws Error when the server there has a clock of its own
 */
export async function connectClock(address: string): Promise<ServerClock> {
  const options: InternalConnectionOptions = {
    address,
    [InternalConnectionOptionsSymbol]: { supportsTestService: true },
  };
  const connection = await Connection.connect(options);
  const { testService } = connection;
  if (!testService) throw new Error('this version of the SDK offers no test service');
  return {
    now: async () => requiredTsToMs((await testService.getCurrentTime({})).time, 'time'),
    skip: async (durationMs) => {
      await testService.unlockTimeSkippingWithSleep({ duration: msToTs(durationMs) });
    },
    unlock: async () => {
      await testService.unlockTimeSkipping({});
    },
    close: () => connection.close(),
  };
}
