/** A certificate that goes to the next edition of the standard in an audit of its own, or misses it, on servers whose time skips. */
import { rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from '@jest/globals';
import { killRuns, runProgram } from '../support/run-program.ts';
import { temporaryDataDir, testConfig } from '../support/stack.ts';

const dataDir = temporaryDataDir();
afterAll(() => {
  killRuns();
  rmSync(dataDir, { recursive: true, force: true });
});

describe('a transition to the next edition, on servers', () => {
  it.each([
    ['an end of the edition that was announced and changed', 'transition-separate'],
    ['a cut-off that is missed', 'transition-missed'],
  ])('given %s, when it is played, then all is as in memory', async (_, scenario) => {
    const args = ['play', `infra/scenarios/${scenario}.yaml`, '--json', '--server'];
    const run = runProgram(['infra/certway.main.ts', ...args], testConfig({ dataDir }));
    const code = await run.ended;
    const played = JSON.parse(run.lines().join('\n')) as { readonly movedYears: number };
    expect(played).toMatchObject({ failures: [], unlikeTheirLog: [] });
    expect(played.movedYears).toBeGreaterThan(0);
    expect([code, run.errors()]).toEqual([0, '']);
  });
});
