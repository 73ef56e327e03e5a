/** Whether the tests notice when what answers a hazard of the engine is taken away. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { plants } from '../support/planted-hazards.ts';

let copy: string;
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'certway-hazards-'));
  const listed = execFileSync('git', [
    'ls-files',
    '-z',
    '--cached',
    '--others',
    '--exclude-standard',
  ]);
  for (const path of listed.toString().split('\0').filter(Boolean)) cpSync(path, join(copy, path));
  symlinkSync(join(process.cwd(), 'node_modules'), join(copy, 'node_modules'));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

const passes = (tests: readonly string[]) =>
  spawnSync(
    process.execPath,
    ['node_modules/jest/bin/jest.js', ...tests, '--selectProjects', 'unit'],
    {
      cwd: copy,
      // What hangs is noticed, too.
      timeout: 120_000,
    },
  ).status === 0;

describe('hazards of running XState durably', () => {
  it('given the answers to all of them, when the tests run, then they pass', () => {
    expect(passes([...new Set(plants.flatMap(({ tests }) => tests))])).toBe(true);
  });

  it.each(plants)('given that $hazard, when the tests run, then they fail', (plant) => {
    const path = join(copy, plant.file);
    const source = readFileSync(path, 'utf8');
    const planted = source.replace(plant.answer, () => plant.planted);
    expect(planted).not.toBe(source);
    try {
      writeFileSync(path, planted);
      expect(passes(plant.tests)).toBe(false);
    } finally {
      writeFileSync(path, source);
    }
  });
});
