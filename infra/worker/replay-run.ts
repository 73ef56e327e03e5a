import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker, type InjectedSinks } from '@temporalio/worker';
import type { History, Recorded, Replay } from '../../services/reconcile/index.ts';
import { buildWorkflows } from './bundle.ts';

/** Where the builds are with which runs were recorded. */
export interface ReplayOptions {
  /** Folder with a subfolder per build. */
  readonly buildsDir: string;
  /** The workflows of this checkout, for runs whose build is not there. */
  readonly workflowsPath: string;
}

/** Makes the engine in a bundle tell what it records; see `workflows/engine/recorder.ts`. */
const HEARD = 'globalThis.CERTWAY_RECORDING = true;';

/**
 * Replays runs in a sandbox, each with the build that recorded it: no server is asked, nothing is written.
 * @returns what tells the events of a run
 */
export function replayer({ buildsDir, workflowsPath }: ReplayOptions): Replay {
  const codes = new Map<string, Promise<string>>();
  const present = async (): Promise<string> =>
    readFile((await buildWorkflows({ workflowsPath, buildsDir })).codePath, 'utf8');
  const codeOf = (buildId: string): Promise<string> => {
    const known = codes.get(buildId);
    if (known) return known;
    const code =
      buildId === ''
        ? present()
        : readFile(join(buildsDir, buildId, 'workflows.js'), 'utf8').catch(() => codeOf(''));
    codes.set(buildId, code);
    return code;
  };

  return async ({ entity, history }) => {
    const buildId = buildOf(history);
    // What no worker has ever seen has recorded nothing, and a replay would wait for it.
    if (buildId === undefined) return { recorded: [] };
    const code = await codeOf(buildId);
    const recorded: Recorded[] = [];
    const sinks: InjectedSinks<{ recording: { recorded(...told: unknown[]): void } }> = {
      recording: {
        recorded: {
          fn: (_info, events, position) => {
            recorded.push({ events, position } as Recorded);
          },
          callDuringReplay: true,
        },
      },
    };
    try {
      await Worker.runReplayHistory(
        { workflowBundle: { code: `${HEARD}${code}` }, sinks },
        history,
        entity,
      );
      return { recorded };
    } catch (error) {
      return { recorded, fault: error instanceof Error ? error.message : String(error) };
    }
  };
}

/** The build that has decided last, a run stays on its build; empty when it has no name, `undefined` before it decides. */
function buildOf({ events }: History): string | undefined {
  const last = (events ?? []).findLast((event) => event.workflowTaskCompletedEventAttributes);
  const task = last?.workflowTaskCompletedEventAttributes;
  return task ? (task.deploymentVersion?.buildId ?? '') : undefined;
}
