import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { machines } from '../../../../machines/index.ts';
import { createProgram, type CliOptions } from '../../../../services/cli/index.ts';
import { memoryStage } from '../../../../services/scenario/index.ts';
import { cliOptions } from '../../../support/cli-options.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'certway-play-'));
});
afterEach(() => {
  rmSync(home, { recursive: true, force: true });
});

const example = 'infra/scenarios/example.yaml';

async function run(args: readonly string[], more: Partial<CliOptions> = {}) {
  const lines: string[] = [];
  let code = 0;
  const options = cliOptions({
    write: (line) => void lines.push(line),
    setExitCode: (given) => (code = given),
    ...more,
  });
  await createProgram(options).parseAsync(['node', 'certway', 'play', ...args]);
  return { lines, code };
}

function changed(from: string, to: string): string {
  const path = join(home, 'changed.yaml');
  writeFileSync(path, readFileSync(example, 'utf8').replace(from, to));
  return path;
}

describe('certway play', () => {
  it('given a scenario that holds, when it is played, then one line says so', async () => {
    const steps: string[] = [];
    const { lines, code } = await run([example], { progress: (text) => void steps.push(text) });
    expect(code).toBe(0);
    expect(lines).toEqual([
      expect.stringMatching(
        /^✓ A quote that .* in time: \d+ commands, \d+ expectations, all as expected$/,
      ),
    ]);
    expect(steps[0]).toMatch(/^step 1 of \d+, 2027-01-29$/);
  });

  it('given a wrong expectation, when it is played, then place, expected and given are printed and it ends with 1', async () => {
    const path = changed('{ T-01: 2027-03-31 }', '{ T-01: 2027-04-01 }');
    const { lines, code } = await run([path]);
    expect(code).toBe(1);
    const written = readFileSync(path, 'utf8').split('\n');
    const line = written.findIndex((text) => text.includes('# ... the deadlines')) + 3;
    expect(lines).toEqual([
      `✗ ${path}:${String(line)}  2027-01-30  journey`,
      '    expected: T-01 due 2027-04-01',
      '    given:    2027-03-31',
      expect.stringMatching(/^✗ A quote .*, 1 not as expected$/),
    ]);
  });

  it('given --json, when it is played, then the result is one object', async () => {
    const { lines, code } = await run([
      '--json',
      changed('refused: R-SEL-03', 'refused: R-SEL-01'),
    ]);
    expect(code).toBe(1);
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      ...{
        scenario: 'A quote that nobody accepts in time',
        journey: 'initech-27001',
        movedYears: 0,
      },
      failures: [{ command: 'selectRcb', of: 'journey', expected: 'refused by R-SEL-01' }],
    });
  });

  it('given a wrong file, when it is played, then its faults are thrown before servers are asked for', async () => {
    await expect(run([changed('by: office', 'by: offices'), '--server'])).rejects.toThrow(
      /changed\.yaml:\d+: steps\.2\.by: nobody is called offices; under people there are client, reviewer, office/,
    );
  });

  it('given --server, when the clock there is ahead or a log differs, then both are told', async () => {
    const { lines, code } = await run([example, '--server'], {
      withScenarioServers: (work) => {
        const stage = memoryStage(machines);
        return work({
          ...stage,
          now: () => Promise.resolve(Date.parse('2030-01-01T00:00:00Z')),
          unlikeTheirLog: () => Promise.resolve(['initech-27001']),
        });
      },
    });
    expect(code).toBe(1);
    expect(lines.slice(0, 2)).toEqual([
      '✗ initech-27001: its folded log differs from its state',
      expect.stringMatching(/^dates are moved by \d+ years$/),
    ]);
  });
});
