import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DefaultLogger, Runtime, Worker, type InjectedSinks } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import type { LastState } from '../support/workflows/observed.ts';
import { buildWorkflows } from '../../infra/worker/index.ts';

const folder = join(import.meta.dirname, 'histories/order');
const recorded = readdirSync(folder).filter((name) => name.endsWith('.history.json'));
const workflows = join(import.meta.dirname, '../support/workflows');
const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));

let buildsDir: string;
beforeAll(() => {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: 'OFF' } },
  });
  buildsDir = mkdtempSync(join(tmpdir(), 'certway-replay-'));
});
afterAll(async () => {
  await Runtime.instance().shutdown();
  rmSync(buildsDir, { recursive: true });
});

const bundle = async (module: string) => {
  const { codePath } = await buildWorkflows({ workflowsPath: join(workflows, module), buildsDir });
  return { workflowBundle: { codePath } };
};

describe('recorded histories', () => {
  it.each(recorded)(
    'given %s, when replayed, then every decision and the last state are the same',
    async (name) => {
      const [, , ...version] = name.split('.');
      expect(version.join('.')).toMatch(/^\d+\.\d+\.\d+\.history\.json$/);
      const state = read(name.replace('.history.', '.state.')) as { entity: string };
      const last: unknown[] = [];
      const fn = (_info: unknown, seen: unknown) => void last.push(seen);
      const sinks: InjectedSinks<LastState> = { last: { state: { fn, callDuringReplay: true } } };
      await Worker.runReplayHistory(
        { ...(await bundle('observed.ts')), sinks },
        read(name),
        state.entity,
      );
      expect(last).toEqual([state]);
    },
  );

  it('given a workflow that decides otherwise, when replayed, then it is found out', async () => {
    const [name = ''] = recorded.filter((each) => each.startsWith('order.'));
    const replayed = Worker.runReplayHistory(await bundle('changed.ts'), read(name));
    await expect(replayed).rejects.toThrow(DeterminismViolationError);
  });
});
