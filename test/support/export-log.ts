import type { JetStreamClient } from '@nats-io/jetstream';
import { exportLog, liveLog } from '../../services/export/index.ts';

/** Exports all of a tenant's log with its heads, as `certway log export` does, without keys. */
export async function exportAll(
  js: JetStreamClient,
  tenant: string,
  folder: string,
): Promise<void> {
  const log = await liveLog(js, tenant);
  const at = new Date().toISOString();
  await exportLog({ log, folder, keys: { events: [], sealing: [] }, at });
}
