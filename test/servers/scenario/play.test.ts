import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { killRegistered } from '../../../infra/stack/index.ts';
import { waitUntil } from '../../../infra/wait-until.ts';
import { killRuns, programsIn, runningOf, runProgram } from '../../support/run-program.ts';
import { temporaryDataDir, testConfig } from '../../support/stack.ts';

const dataDir = temporaryDataDir();
const folder = join(dataDir, 'play');
afterEach(() => {
  killRuns();
  killRegistered(folder);
});
afterAll(() => {
  rmSync(dataDir, { recursive: true, force: true });
});

const play = (...args: string[]) =>
  runProgram(['infra/certway.main.ts', 'play', ...args, '--server'], testConfig({ dataDir }));

describe('certway play --server', () => {
  it('given a major that is verified too late, when it is played on servers, then all is as in memory and every log folds to its state', async () => {
    const run = play('infra/scenarios/major-closed-too-late.yaml', '--json');
    expect([await run.ended, run.errors()]).toEqual([0, '']);
    const played = JSON.parse(run.lines().join('\n')) as { movedYears: number };
    expect(played).toMatchObject({ failures: [], unlikeTheirLog: [], commands: 82 });
    // It begins in August 2026, which is past.
    expect(played.movedYears).toBeGreaterThan(0);
    expect(programsIn(folder)).toEqual([]);
  });

  it.each([
    ['a suspension that ends with the surveillance', 'surveillance-in-month-13'],
    ['a recertification after the expiry', 'expired-and-restored'],
    ['appeals against a suspension and a withdrawal', 'worked-case-appeals'],
  ])('given %s, when it is played on servers, then all is as in memory', async (_, name) => {
    const run = play(`infra/scenarios/${name}.yaml`, '--json');
    expect([await run.ended, run.errors()]).toEqual([0, '']);
    const played = JSON.parse(run.lines().join('\n')) as { movedYears: number };
    expect(played).toMatchObject({ failures: [], unlikeTheirLog: [] });
    expect(programsIn(folder)).toEqual([]);
  });

  it('given Ctrl-C while its servers run, when it comes, then it ends with 130 and leaves nothing running', async () => {
    const run = play('infra/scenarios/example.yaml');
    const areStarted = () => programsIn(folder).length > 1;
    expect(await waitUntil(areStarted, { withinMs: 60_000, everyMs: 5 })).toBe(true);
    const pids = programsIn(folder);
    run.child.kill('SIGINT');
    expect([await run.ended, run.errors()]).toEqual([130, '']);
    expect(await waitUntil(() => runningOf(pids).length === 0, { withinMs: 5_000 })).toBe(true);
  });
});
