import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DefaultLogger, Runtime, Worker, type InjectedSinks } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import type { LastState, Sight } from '../support/observe.ts';
import { englishTexts } from '../../infra/checks/texts.ts';
import { buildWorkflows, spoken } from '../../infra/worker/index.ts';
import { machines } from '../../machines/index.ts';
import type { Catalogue } from '../../machines/text/index.ts';

const folder = join(import.meta.dirname, 'histories');
const recorded = readdirSync(folder).filter((name) => name.endsWith('.history.json'));
const workflows = join(import.meta.dirname, '../support');
const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));

/** Of which machines a history shows what; every cause and every effect is in one of them. */
const shownBy: Readonly<Record<Sight, readonly string[]>> = {
  start: ['order', 'parcel', 'pot', 'workshop'],
  command: ['order', 'parcel', 'pot', 'workshop'],
  'refused signal': ['order', 'workshop'],
  timer: ['workshop'],
  'delayed send': ['workshop'],
  'activity done': ['order', 'workshop'],
  'activity failed': ['workshop'],
  'child started': ['order', 'workshop'],
  'child reported': ['order', 'workshop'],
  'child done': ['order', 'workshop'],
  'child stopped': ['workshop'],
  'message down': ['order', 'workshop'],
  'message taken': ['parcel', 'pot'],
  'stopped by the parent': ['pot'],
  'derived event': ['workshop'],
  cancellation: ['workshop'],
  'continue-as-new': ['order', 'parcel', 'workshop'],
  adoption: ['workshop'],
  'input set aside': ['order'],
  migration: ['order', 'parcel'],
};

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

const bundles = new Map<string, Promise<{ workflowBundle: { codePath: string } }>>();
/** Bundles a module of workflows, once. */
function bundle(module: string): Promise<{ workflowBundle: { codePath: string } }> {
  const build = async () => {
    const workflowsPath = join(workflows, module);
    const { codePath } = await buildWorkflows({ workflowsPath, buildsDir });
    return { workflowBundle: { codePath } };
  };
  const known = bundles.get(module) ?? build();
  bundles.set(module, known);
  return known;
}
const stateOf = (name: string) => read(name.replace('.history.', '.state.')) as { entity: string };

/** Replays a history: the states told at its end, and everything it shows. */
async function replay(
  name: string,
  catalogue?: Catalogue,
): Promise<{ states: unknown[]; sights: Set<Sight> }> {
  const states: unknown[] = [];
  const sights = new Set<Sight>();
  const sinks: InjectedSinks<LastState> = {
    last: {
      state: { fn: (_info, state) => void states.push(state), callDuringReplay: true },
      seen: { fn: (_info, sight) => void sights.add(sight), callDuringReplay: true },
    },
  };
  const folder = name.includes('.migrated.') ? 'workflows-v2' : 'workflows';
  const { workflowBundle } = await bundle(`${folder}/observed.ts`);
  const told = catalogue
    ? { code: `${spoken(catalogue)}${readFileSync(workflowBundle.codePath, 'utf8')}` }
    : workflowBundle;
  const options = { workflowBundle: told, sinks };
  await Worker.runReplayHistory(options, read(name), stateOf(name).entity);
  return { states, sights };
}

describe('recorded histories', () => {
  it.each(recorded)(
    'given %s, when replayed, then every decision and the last state are the same',
    async (name) => {
      const [, , ...version] = name.split('.');
      expect(version.join('.')).toMatch(/^\d+\.\d+\.\d+\.history\.json$/);
      expect((await replay(name)).states).toEqual([stateOf(name)]);
    },
  );

  it('given a worker that speaks another language, when they are replayed, then nothing is decided otherwise', async () => {
    const texts = Object.entries(englishTexts(machines)).map(([id, text]) => [id, `⟦${text}⟧`]);
    const catalogue = { language: 'xx', texts: Object.fromEntries(texts) as Catalogue['texts'] };
    for (const name of recorded) {
      expect((await replay(name, catalogue)).states).toEqual([stateOf(name)]);
    }
  });

  it('given all of them, when replayed, then each cause and effect is shown by the machines that are listed for it', async () => {
    const found: Record<string, string[]> = {};
    for (const name of recorded) {
      const [machine = ''] = name.split('.');
      for (const sight of (await replay(name)).sights) {
        found[sight] = [...new Set([...(found[sight] ?? []), machine])].sort();
      }
    }
    expect(found).toEqual(shownBy);
  });

  it('given a workflow that decides otherwise, when replayed, then it is found out', async () => {
    const [name = ''] = recorded.filter((each) => each.startsWith('order.'));
    const replayed = Worker.runReplayHistory(await bundle('workflows/changed.ts'), read(name));
    await expect(replayed).rejects.toThrow(DeterminismViolationError);
  });
});
