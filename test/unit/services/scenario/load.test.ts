import { describe, expect, it } from '@jest/globals';
import { machines } from '../../../../machines/index.ts';
import { loadScenario } from '../../../../services/scenario/index.ts';

const begin = `scenario: A beginning
start: { journey: globex-27001, on: 2026-11-30, input: { client: globex, persons: 50 } }
people:
  client: { id: c-1, role: client }
`;
const good = `${begin}steps:
  - by: client
    do: shortlistRcb
    with: { candidate: northcert }
`;

const load = (files: Readonly<Record<string, string>>, path = 'a.yaml') =>
  loadScenario(path, machines, (name) => {
    const text = files[name];
    if (text === undefined) throw new Error(`no such file ${name}`);
    return text;
  });
const faultsOf = (text: string, more: Readonly<Record<string, string>> = {}): string[] => {
  try {
    load({ ...more, 'a.yaml': text });
    return [];
  } catch (error) {
    return (error as Error).message.split('\n');
  }
};

describe('loadScenario', () => {
  it('given a file, when it is loaded, then its steps have a day, a person and a place', () => {
    const scenario = load({ 'a.yaml': good });
    expect(scenario).toMatchObject({ title: 'A beginning', startsOn: '2026-11-30' });
    expect(scenario.steps).toEqual([
      {
        place: { file: 'a.yaml', line: 6 },
        date: '2026-11-30',
        gives: {
          ...{ by: { id: 'c-1', role: 'client' }, to: ['journey'], command: 'shortlistRcb' },
          ...{ payload: { candidate: 'northcert' }, refused: undefined, answers: {} },
        },
        looks: [],
      },
    ]);
  });

  it('given a file that continues another one, when it is loaded, then people, input and days go on', () => {
    const text = `scenario: Goes on
continues: parts/b.yaml
input: { policy: demonstration }
people: { office: { id: o-1, role: cbAdmin } }
steps:
  - { by: client, do: requestProposal, with: { candidate: northcert } }
  - { on: 2026-12-01, by: office, do: terminateEngagement, expect: { state: terminated } }
`;
    const scenario = load({ 'x/a.yaml': text, 'x/parts/b.yaml': good }, 'x/a.yaml');
    expect(scenario).toMatchObject({
      ...{ title: 'Goes on', journey: 'globex-27001' },
      input: { client: 'globex', persons: 50, policy: 'demonstration' },
    });
    expect(scenario.steps.map(({ date, place }) => [date, place.file])).toEqual([
      ['2026-11-30', 'x/parts/b.yaml'],
      ['2026-11-30', 'x/a.yaml'],
      ['2026-12-01', 'x/a.yaml'],
    ]);
  });

  it('given a file with many faults of form, when it is loaded, then each is named with its line and path', () => {
    const text = `scenario: 7
colour: red
start: { journey: globex-27001, on: 30.11.2026, input: {} }
steps:
  - by: client
  - do: shortlistRcb
  - by: client
    do: shortlistRcb
    refused: R-SEL-01
    answers: { a: 1 }
    exspect: { state: x }
  - expect:
      due: { T-05: tomorrow }
  - expect: { state: 7 }
`;
    expect(faultsOf(text)).toEqual([
      'a.yaml:1: scenario: must be a text; what looks like a number goes in quotes',
      'a.yaml:2: colour: there is no such field',
      'a.yaml:3: start.on: must be a date such as 2026-11-30',
      'a.yaml:5: steps.0: needs something that is done (do), something that is expected (expect), or both',
      'a.yaml:5: steps.0: has by but no do',
      'a.yaml:6: steps.1: says what is done but not by whom: by',
      'a.yaml:7: steps.2: what is refused answers nothing',
      'a.yaml:11: steps.2.exspect: there is no such field',
      'a.yaml:13: steps.3.expect.due.T-05: must be a date, or none',
      'a.yaml:14: steps.4.expect.state: must be the path of a state, or a list of them',
    ]);
  });

  it('given commands, people, events and days that do not exist, when it is loaded, then each is named at once', () => {
    const text = `${begin}steps:
  - on: 2026-11-29
    by: nobody
    do: shortlistRcb
    with: { candidate: northcert }
  - by: client
    do: acceptPlan
  - by: client
    do: recordProposal
    with:
      candidate: northcert
      auditDays: ten
      colour: red
  - by: client
    do: submitCap
    with: { rootCause: 7, correction: c, actions: [] }
  - expect: { recorded: [QuoteElapsed] }
`;
    const found = faultsOf(text);
    expect(found.slice(0, 2)).toEqual([
      'a.yaml:6: steps.0.on: 2026-11-29 lies before 2026-11-30, the day of what comes before',
      'a.yaml:7: steps.0.by: nobody is called nobody; under people there are client',
    ]);
    expect(found[2]).toMatch(
      /^a\.yaml:11: steps\.1\.do: there is no command acceptPlan; there are .*acceptQuote/,
    );
    expect(found.slice(3).join('\n')).toMatch(
      /a\.yaml:16: steps\.2\.with\.auditDays: must be number[^]*a\.yaml:17: steps\.2\.with\.colour: there is no such field[^]*a\.yaml:20: steps\.3\.with\.rootCause: must be string.* goes in quotes[^]*a\.yaml:21: steps\.4\.expect\.0: there is no event QuoteElapsed; there are /,
    );
  });

  it('given ranges in a list, when it is loaded, then everything in between is there, and other texts stay', () => {
    const text = `${begin}steps:
  - by: client
    do: provideInformation
    with: { answers: [A.5.9 to A.5.11, 7.5.1 to 7.5.2, A.5.1 to A.6.2, from 1 to 3], languages: ['10.2'] }
`;
    expect(load({ 'a.yaml': text }).steps[0]?.gives?.payload).toEqual({
      answers: ['A.5.9', 'A.5.10', 'A.5.11', '7.5.1', '7.5.2', 'A.5.1 to A.6.2', 'from 1 to 3'],
      languages: ['10.2'],
    });
  });

  it('given a payload that is to be refused for its form, when it is loaded, then it is left as it is', () => {
    const text = `${begin}steps:
  - { by: client, do: shortlistRcb, with: { colour: red }, refused: COMMAND_INVALID }
`;
    expect(faultsOf(text)).toEqual([]);
  });

  it.each([
    [
      'no beginning',
      `scenario: a\nsteps: [{ expect: { state: x } }]\n`,
      /^a\.yaml:1: a scenario either begins/,
    ],
    ['a wrong input', good.replace('persons: 50', 'persons: many'), /^a\.yaml:2: input: persons: /],
    [
      'an input of its own',
      `${good}input: { client: x }\n`,
      /^a\.yaml:1: input changes what another/,
    ],
    ['no YAML', 'scenario: "a\nsteps: [', /^a\.yaml:\d: /],
    ['nothing', '', /^a\.yaml:1: /],
    [
      'a file that is not there',
      'scenario: a\ncontinues: c.yaml\nsteps: [{ expect: { state: x } }]',
      /^c\.yaml:1: cannot be read: no such file c\.yaml$/,
    ],
    [
      'a file that continues itself',
      'scenario: a\ncontinues: a.yaml\nsteps: [{ expect: { state: x } }]',
      /^a\.yaml:2: continues: the file continues itself: a\.yaml → a\.yaml$/,
    ],
  ])('given %s, when it is loaded, then the fault says so', (_, text, fault) => {
    expect(faultsOf(text)[0]).toMatch(fault);
  });
});
