import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { Engine } from './engine-client.ts';

const folder = join(import.meta.dirname, '../replay/histories');
const manifest = join(import.meta.dirname, '../../node_modules/@temporalio/workflow/package.json');
const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };

/** Whether a run of the server tests is to record its histories: `npm run record:histories`. */
export const isRecording = process.env['RECORD_HISTORIES'] === '1';

/** They name files of the machine on which was recorded. */
function withoutStackTraces(history: string): string {
  const plain: unknown = JSON.parse(history, (key, value: unknown) =>
    key === 'stackTrace' ? '' : value,
  );
  return JSON.stringify(plain, null, 2);
}

/** Removes what was recorded of a workflow type. */
export function forget(type: string): void {
  for (const name of readdirSync(folder)) {
    if (name.startsWith(`${type}.`)) rmSync(join(folder, name));
  }
}

/**
 * Writes `<workflow>.<scenario>.<SDK version>.history.json` for one run, and beside it `….state.json`: the state in
 * which the next run began, or the last one.
 */
export async function record(
  engine: Engine,
  given: { readonly workflowId: string; readonly runId?: string; readonly scenario: string },
): Promise<void> {
  const { workflowId, runId, scenario } = given;
  const handle = engine.client.workflow.getHandle(workflowId, runId);
  const { type } = await handle.describe();
  const history = historyToJSON(await handle.fetchHistory());
  const name = `${type}.${scenario}.${version}`;
  writeFileSync(join(folder, `${name}.history.json`), `${withoutStackTraces(history)}\n`);
  const state = await handle.query('state');
  writeFileSync(join(folder, `${name}.state.json`), `${JSON.stringify(state, null, 1)}\n`);
}
