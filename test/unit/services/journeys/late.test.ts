import { describe, expect, it } from '@jest/globals';
import { dehydrate, type Simulation } from '../../../../machines/engine/index.ts';
import { machines } from '../../../../machines/index.ts';
import { lateForecast, type LateForecast } from '../../../../services/journeys/index.ts';
import { lateLines } from '../../../../services/cli/look/forecast.ts';
import { justBefore } from '../../../support/cases.ts';

const journey = 'globex-27001';
const finding = `${journey}/nc-s2-003`;

interface Asked {
  readonly entity: string;
  readonly deadline: string;
  readonly by?: readonly string[];
}

function asked(runner: Simulation, { entity, deadline, by = [] }: Asked): LateForecast | string {
  const states = runner
    .entities()
    .filter((each) => runner.state(each).snapshot.status === 'active')
    .map((each) => dehydrate(runner.machine(each), runner.state(each)));
  return lateForecast({ machines, states, now: runner.now(), entity, deadline, days: 10, by });
}

function told(runner: Simulation, question: Asked): LateForecast {
  const found = asked(runner, question);
  if (typeof found === 'string') throw new Error(found);
  return found;
}

describe('what slips when a deadline is met late', () => {
  it('given an answer that the decision waits for, when it is late, then what counts from the decision slips, by its rules', () => {
    const { runner } = justBefore('concur');
    const before = JSON.stringify(runner.log());
    const by = ['concur', 'grantCertification'];
    const found = told(runner, { entity: journey, deadline: 'abAnswerDue', by });
    expect(found.inTime).toMatchObject({ on: found.deadline.due, refusal: null });
    expect(found.late.refusal).toBeNull();
    expect(found.slips.map(({ name, rule, days }) => [name, rule, days])).toEqual([
      // Business days do not slip by the same number.
      ['issueDue', 'T-12', expect.any(Number)],
      ['surveillanceDue', 'T-13', 10],
      ['certificateExpiry', 'T-16', 10],
      ['restorationWindow', 'T-17', 10],
    ]);
    // The calendar years that owe a surveillance stay.
    expect(found.unmoved.map(({ name }) => name)).toEqual([
      ...['abAnswerDue', 'surveillanceDue', 'surveillanceDue'],
    ]);
    const lines = lateLines(found);
    expect(lines[0]).toMatch(
      /^concur, then grantCertification on \d{4}-\d\d-\d\d, and on \d{4}-\d\d-\d\d instead; due ab answer due of globex-27001, \d{4}-\d\d-\d\d \(T-11\)$/,
    );
    expect(lines).toContain(`only then: AbAnswerDueElapsed of ${journey}`);
    expect(lines.join('\n')).toMatch(
      /^surveillance due of globex-27001 +T-13 +\d{4}-\d\d-\d\d +\d{4}-\d\d-\d\d +\+10 d$/m,
    );
    // Nothing was given to the journey itself.
    expect(JSON.stringify(runner.log())).toBe(before);
  });

  it('given one command that ends a deadline, when none is named, then it is that one, and what was missed is told', () => {
    const found = told(justBefore('submitCap').runner, { entity: finding, deadline: 'capDue' });
    expect(found.commands).toEqual(['submitCap']);
    expect(found.slips).toEqual([]);
    expect(found.unmoved).toContainEqual(
      expect.objectContaining({ name: 'majorClosureWindow', rule: 'T-07' }),
    );
    const missed = { entity: finding, type: 'CapDeadlineMissed' };
    expect(found.late.events).toContainEqual(missed);
    expect(found.inTime.events).not.toContainEqual(missed);
    expect(lateLines(found)).toContain('no deadline slips');
  });

  it('given a command that a rule refuses late, when asked, then the rule is told', () => {
    const { runner } = justBefore('acceptQuote');
    const question = { entity: journey, deadline: 'quoteValidity', by: ['acceptQuote'] };
    const found = told(runner, question);
    expect(found.late.refusal).toMatch(/^acceptQuote is refused: T-01 /);
    expect(lateLines(found)[1]).toBe(`on ${found.late.on} ${String(found.late.refusal)}`);
  });

  it.each([
    [
      'submitCap',
      { entity: finding, deadline: 'capsDue' },
      /^globex-27001\/nc-s2-003 has no deadline capsDue now; it has capDue, responseDue\.$/,
    ],
    [
      'submitCap',
      { entity: finding, deadline: 'responseDue' },
      /^No single command of globex-27001\/nc-s2-003 ends responseDue: name with --by/,
    ],
    [
      'submitCap',
      { entity: finding, deadline: 'capDue', by: ['submitCup'] },
      /globex-27001\/nc-s2-003 has no command submitCup\.$/,
    ],
    [
      'submitCap',
      { entity: finding, deadline: 'capDue', by: ['verifyCorrectiveAction'] },
      /^On \d{4}-\d\d-\d\d, with the values of its example, verifyCorrectiveAction is refused: /,
    ],
    [
      'acceptQuote',
      { entity: journey, deadline: 'quoteValidity' },
      /^quoteValidity of globex-27001 is ended by acceptQuote, rejectQuote, .*: name with --by/,
    ],
    [
      'selectRcb',
      { entity: journey, deadline: 'capDue' },
      /no deadline capDue now; it has none\.$/,
    ],
  ])(
    'given %s to come and %j, when asked, then it says what is wrong',
    (command, question, text) => {
      expect(asked(justBefore(command).runner, question)).toMatch(text);
    },
  );
});
