import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadCase, readCase } from '../../../../infra/demo/case.ts';

const json = {
  journey: 'globex-27001',
  dayZero: '2026-11-30',
  startDay: -2,
  input: { client: 'globex' },
  steps: [
    { day: -2, to: 'self', command: 'a', payload: { list: [{ due: { $date: '+47' } }] } },
    { day: 371, to: 'surveillance-{year+371}', command: 'b', payload: { on: { $date: '-1' } } },
  ],
};

describe('case', () => {
  it('given its own dates, when loaded, then days become dates and years', () => {
    expect(loadCase(json)).toEqual({
      journey: 'globex-27001',
      startsOn: '2026-11-28',
      input: { client: 'globex' },
      steps: [
        {
          date: '2026-11-28',
          to: 'self',
          command: 'a',
          payload: { list: [{ due: '2027-01-16' }] },
        },
        {
          date: '2027-12-06',
          to: 'surveillance-2027',
          command: 'b',
          payload: { on: '2026-11-29' },
        },
      ],
    });
  });

  it('given another start, when loaded, then everything moves with it', () => {
    const moved = loadCase(json, '2028-02-27');
    expect(moved.startsOn).toBe('2028-02-27');
    expect(moved.steps[1]).toEqual({
      date: '2029-03-06',
      to: 'surveillance-2029',
      command: 'b',
      payload: { on: '2028-02-28' },
    });
  });

  it('given days that decrease or an unknown field, when loaded, then it is refused', () => {
    expect(() => loadCase({ ...json, steps: [...json.steps].reverse() })).toThrow(
      'days never decrease',
    );
    expect(() => loadCase({ ...json, colour: 'red' })).toThrow('colour');
  });

  it('given a file, when read, then it waits for its start; every fault of a wrong one is named', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'certway-case-'));
    const path = join(folder, 'case.json');
    try {
      writeFileSync(path, JSON.stringify(json));
      expect((await readCase(path))('2028-02-27')).toEqual(loadCase(json, '2028-02-27'));
      writeFileSync(path, JSON.stringify({ ...json, startDay: 'x', colour: 'red' }));
      await expect(readCase(path)).rejects.toThrow(
        /case\.json cannot be played: \n[^]*colour[^]*startDay/,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
