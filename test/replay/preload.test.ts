import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildWorkflows } from '../../infra/worker/index.ts';

const buildsDir = mkdtempSync(join(tmpdir(), 'certway-preload-'));
let code = '';

beforeAll(async () => {
  const workflowsPath = join(import.meta.dirname, '../../workflows/index.ts');
  const { codePath } = await buildWorkflows({ workflowsPath, buildsDir });
  code = readFileSync(codePath, 'utf8');
});
afterAll(() => {
  rmSync(buildsDir, { recursive: true });
});

describe('what the workflows of a worker share', () => {
  it('given the bundle, when a worker loads it, then the machines are loaded once, for all workflows', () => {
    const [preloading = ''] = /exports\.preloadModules = [^}]*\}/.exec(code) ?? [];
    expect(preloading).toContain('./workflows/preload.ts');
  });

  it('given the shared module, when it is loaded, then the engine comes along, and no workflow loads it again', () => {
    const begin = code.indexOf('\n/***/ "./workflows/preload.ts"');
    const shared = code.slice(begin, code.indexOf('\n/***/ "', begin + 1));
    expect(shared).toMatch(/"\.\/workflows\/engine\/index\.ts"/);
    expect(shared).toMatch(/runMachine/);
  });

  it('given the shared module, when it is loaded, then zod has its language before it is frozen, and every machine is warm', () => {
    const begin = code.indexOf('\n/***/ "./workflows/preload.ts"');
    const shared = code.slice(begin, code.indexOf('\n/***/ "', begin + 1));
    const [language, warm] = [shared.indexOf('.config('), shared.indexOf('warmUp')];
    expect(begin).toBeGreaterThan(0);
    expect(language).toBeGreaterThan(0);
    expect(shared.lastIndexOf('warmUp')).toBeGreaterThan(language);
    expect(warm).toBeGreaterThan(0);
  });
});
