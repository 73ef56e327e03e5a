import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { workerFlags } from '../../../../infra/stack/index.ts';

/** What the SDK does in the thread of the workflows. */
const thread = `
  const { globalHandlers } = require('@temporalio/worker/lib/workflow/vm-shared');
  globalHandlers.install();
  console.log(globalHandlers.promiseHookInstalled, typeof Error.prepareStackTrace);
`;

describe('the flags of a worker', () => {
  it('given its threads, when the SDK sets them up, then promises are not traced, and errors are', () => {
    const program = `new (require('node:worker_threads').Worker)(${JSON.stringify(thread)}, { eval: true })`;
    const { stdout } = spawnSync(process.execPath, [...workerFlags, '--eval', program], {
      cwd: join(import.meta.dirname, '../../../..'),
      encoding: 'utf8',
    });
    expect(stdout.trim()).toBe('false function');
  });
});
