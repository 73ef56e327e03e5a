import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type PlantedProject, plantProject } from './planted-project.ts';

interface Cruised {
  readonly summary: {
    readonly violations: readonly { readonly from: string; readonly rule: { name: string } }[];
  };
}

const rooms = ['machines', 'workflows', 'services', 'activities', 'infra', 'test'] as const;
const allowed: Readonly<Record<(typeof rooms)[number], readonly string[]>> = {
  machines: ['machines'],
  workflows: ['machines', 'workflows', 'activities as types'],
  services: ['machines', 'services', 'workflows as types'],
  activities: ['machines', 'services', 'activities'],
  infra: ['machines', 'services', 'activities', 'infra'],
  test: rooms,
};

const bare = 'export {};\n';
const files: Record<string, string> = {};
const red: string[] = [];
const green: string[] = [];
function plant(path: string, text: string, isAllowed: boolean): void {
  files[path] = text;
  (isAllowed ? green : red).push(path);
}

for (const from of rooms) {
  files[`${from}/door/index.ts`] = 'export const a = 1;\nexport type A = 1;\n';
  for (const to of rooms) {
    const may = allowed[from].includes(to);
    const door = `'../../${to}/door/index.ts'`;
    plant(`${from}/${to}/value.ts`, `import { a } from ${door};\nexport { a };\n`, may);
    const mayType = may || allowed[from].includes(`${to} as types`);
    plant(`${from}/${to}/type.ts`, `export type { A } from ${door};\n`, mayType);
  }
}
const outside = (path: string, name: string, isAllowed: boolean): void =>
  plant(path, `import * as a from '${name}';\nexport { a };\n`, isAllowed);
outside('machines/outside/xstate.ts', 'xstate', true);
outside('machines/outside/hash.ts', '@noble/hashes/sha2.js', true);
outside('machines/outside/contract.ts', 'zod', true);
outside('machines/outside/contract/part.ts', 'zod', true);
outside('machines/engine/contract/part.ts', 'zod', false);
outside('machines/outside/zod.ts', 'zod', false);
outside('machines/outside/node.ts', 'node:path', false);
outside('machines/outside/temporal.ts', '@temporalio/common', false);
outside('workflows/preload.ts', 'zod', true);
outside('workflows/outside/zod.ts', 'zod', false);
outside('workflows/outside/temporal.ts', '@temporalio/workflow', true);
outside('workflows/outside/node.ts', 'node:path', false);
outside('workflows/outside/client.ts', '@temporalio/client', false);
outside('services/outside/nats.ts', '@nats-io/jetstream', true);
outside('services/outside/worker.ts', '@temporalio/worker', false);
outside('activities/outside/activity.ts', '@temporalio/activity', true);
outside('activities/outside/nats.ts', '@nats-io/jetstream', false);
outside('infra/outside/worker.ts', '@temporalio/worker', true);
outside('infra/outside/nowhere.ts', './nowhere-at-all.ts', false);

files['machines/house/room.ts'] = bare;
files['machines/house/inner/index.ts'] = bare;
files['machines/house/inner/bed.ts'] = bare;
files['machines/single.ts'] = bare;
const reach = (path: string, target: string, isAllowed: boolean): void =>
  plant(path, `import '${target}';\n`, isAllowed);
reach('machines/house/own.ts', './room.ts', true);
reach('machines/house/own-inner.ts', './inner/index.ts', true);
reach('machines/house/past-inner.ts', './inner/bed.ts', false);
reach('machines/house/inner/up.ts', '../room.ts', true);
reach('machines/other/past.ts', '../house/room.ts', false);
reach('machines/other/past-outer.ts', '../house/inner/index.ts', false);
reach('machines/other/single.ts', '../single.ts', true);
reach('machines/top.ts', './house/room.ts', false);
reach('infra/other/past.ts', '../../machines/house/room.ts', false);
reach('infra/other/single.ts', '../../machines/single.ts', false);
reach('test/past.ts', '../machines/house/room.ts', true);
plant('infra/cycle/a.ts', `export type { B } from './b.ts';\nexport type A = 1;\n`, false);
files['infra/cycle/b.ts'] = `export type { A } from './a.ts';\nexport type B = 1;\n`;

describe('arrows', () => {
  let project: PlantedProject;
  let violations: Cruised['summary']['violations'] = [];

  beforeAll(() => {
    project = plantProject(files);
    const cruiser = 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs';
    const { stdout } = project.run(cruiser, '.', '--output-type', 'json');
    ({ violations } = (JSON.parse(stdout) as Cruised).summary);
  }, 60_000);

  afterAll(() => {
    project.remove();
  });

  it.each(red)('given the forbidden import in %s, when cruised, then it is red', (path) => {
    expect(violations.map(({ from }) => from)).toContain(path);
  });

  it.each(green)('given the allowed import in %s, when cruised, then it is green', (path) => {
    expect(violations.map(({ from }) => from)).not.toContain(path);
  });

  it('given imports that exist, when cruised, then only the missing one is unresolved', () => {
    const unresolved = violations.filter(({ rule }) => rule.name === 'not-to-unresolvable');
    expect(unresolved.map(({ from }) => from)).toEqual(['infra/outside/nowhere.ts']);
  });
});
