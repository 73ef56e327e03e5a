import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { machines } from '../../../../machines/index.ts';
import { loadScenario, memoryStage, playScenario } from '../../../../services/scenario/index.ts';

const folder = 'infra/scenarios';
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml'))
  .sort();

const playFile = (path: string, change: (text: string) => string = (text) => text) =>
  playScenario(
    loadScenario(path, machines, (name) => {
      const text = readFileSync(name, 'utf8');
      return name === path ? change(text) : text;
    }),
    memoryStage(machines),
  );

describe('scenario files', () => {
  it.each(files)('given %s, when it is played in memory, then all is as expected', async (name) => {
    const played = await playFile(join(folder, name));
    expect(played).toMatchObject({ failures: [], unlikeTheirLog: [], movedYears: 0 });
    expect(played.commands).toBeGreaterThan(0);
  });

  it('given a file with a wrong day, rule, answer, state and event, when it is played, then each is told with its line', async () => {
    const path = join(folder, 'example.yaml');
    const changed = (text: string): string =>
      [
        ['{ T-01: 2027-03-31 }', '{ T-01: 2027-03-30 }'],
        ['refused: R-APP-03', 'refused: R-APP-04'],
        ['answers: { audit: stage-1 }', 'answers: { audit: stage-9 }'],
        ['state: stage1/planned', 'state: stage2/planned'],
        ['notRecorded: [QuoteAccepted]', 'notRecorded: [QuoteIssued]'],
        ['{ of: stage-1, state: planned }', '{ of: stage-7, state: planned }'],
      ].reduce((whole, [from = '', to = '']) => {
        expect(whole).toContain(from);
        return whole.replace(from, to);
      }, text);
    const lines = changed(readFileSync(path, 'utf8')).split('\n');
    const { failures } = await playFile(path, changed);
    const told = failures.map(({ file, date, of, command, expected }) => {
      return [file, date, of, command ?? '', expected].join(' ');
    });
    expect(told).toEqual([
      `${path} 2027-01-30 journey issueQuote refused by R-APP-04`,
      `${path} 2027-01-30 journey  T-01 due 2027-03-30`,
      `${path} 2027-01-30 journey  QuoteIssued not recorded`,
      `${path} 2027-04-02 journey scheduleStage1 answers with {"audit":"stage-9"}`,
      `${path} 2027-04-02 journey  state stage2/planned`,
      `${path} 2027-04-02 stage-7  there is stage-7`,
    ]);
    expect(lines.slice((failures[4]?.line ?? 0) - 1, failures[4]?.line).join()).toContain(
      'stage2/planned',
    );
  });

  it('given a command that is refused against expectation, when it is played, then the scenario goes on', async () => {
    const path = join(folder, 'example.yaml');
    const { failures, commands } = await playFile(path, (text) =>
      text.replace(
        'with: { candidate: northcert, auditDays: 7 }',
        'with: { candidate: othercert, auditDays: 7 }',
      ),
    );
    expect(commands).toBe((await playFile(path)).commands);
    expect(failures[0]).toMatchObject({ command: 'recordProposal', expected: 'accepted' });
    expect(failures[0]?.given).toMatch(
      /^refused by R-SEL-02: recordProposal refused: R-SEL-02 .*\nNow: /,
    );
    expect(failures.length).toBeGreaterThan(5);
  });

  it('given a command for somebody who does not exist, when it is played, then that is its refusal', async () => {
    const { failures } = await playFile(join(folder, 'example.yaml'), (text) =>
      text.replace(
        '    do: skipPreAudit\n',
        '    to: stage-9\n    do: agreeAuditPlan\n    refused: ENTITY_UNKNOWN\n',
      ),
    );
    expect(failures[0]).toMatchObject({ command: 'scheduleStage1' });
  });

  it('given an abort, when it is played, then it ends with the reason', async () => {
    const scenario = loadScenario(join(folder, 'example.yaml'), machines);
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(playScenario(scenario, memoryStage(machines), { signal })).rejects.toThrow(
      'enough',
    );
  });
});
