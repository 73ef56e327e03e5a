import { describe, expect, it } from '@jest/globals';
import { expectFoldEqualsState, justBefore, refusedBy } from '../../../../support/cases.ts';

const journey = 'globex-27001';
const office = { id: 'o-1', role: 'cbAdmin' };

/** Commands that bar a person from audits while an audit waits for its opening meeting. */
const barring = (
  on: string,
): Readonly<Record<string, readonly [entity: string, command: string, object][]>> => ({
  'SOD-03': [
    [
      journey,
      'declareConflict',
      { actor: office, person: 'a-3', interest: 'advised on the risk assessment', until: on },
    ],
  ],
  'SOD-07': [
    [
      journey,
      'lodgeComplaint',
      {
        ...{ actor: office, on, complainant: 'x-1', statement: 's', persons: [] },
        about: 'certificationBody',
      },
    ],
    [`${journey}/complaint-1`, 'acknowledgeComplaint', { actor: office, on }],
    [`${journey}/complaint-1`, 'assignComplaintHandlers', { actor: office, handlers: ['a-3'] }],
  ],
});

describe('a running audit', () => {
  it.each(['SOD-03', 'SOD-07'])(
    'given somebody barred by %s since it began, when to join the team, then that is refused',
    (rule) => {
      const { runner, step } = justBefore('holdOpeningMeeting', 3);
      const joins = { id: 'a-3', role: 'auditor', impartialityDeclared: true };
      const replace = { actor: office, leaves: 'a-2', joins, reason: 'illness' };
      for (const [entity, command, payload] of barring(runner.now().slice(0, 10))[rule] ?? [])
        expect([command, refusedBy(runner, entity, [command, payload])]).toEqual([command, []]);
      expect(refusedBy(runner, step.entity, ['replaceTeamMember', replace])).toEqual([rule]);
      const other = { ...replace, joins: { ...joins, id: 'a-4' } };
      expect(refusedBy(runner, step.entity, ['replaceTeamMember', other])).not.toContain(rule);
      expectFoldEqualsState(runner);
    },
  );
});
