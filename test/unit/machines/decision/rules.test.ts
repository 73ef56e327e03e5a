import { describe, expect, it } from '@jest/globals';
import { createSimulation, stateOf, type Simulation } from '../../../../machines/engine/index.ts';
import { machines } from '../../../../machines/index.ts';
import {
  confirmed,
  expectFoldEqualsState,
  passReview,
  refusedBy,
  voteOf,
} from '../../../support/cases.ts';

const entity = 'globex-27001/decision-1';
const admin = { id: 'o-1', role: 'cbAdmin' };
const member = (id: string): object => ({ id, role: 'panelMember' });
const due = (date: string) => ({
  ...{ rule: 'T-10', anchor: 'globex-27001:160' },
  ...{ due: date, at: `${date}T23:00:00.000Z` },
});
const input = {
  subject: 'certification',
  audits: ['stage-1', 'stage-2'],
  auditors: ['a-1'],
  formerAuditors: ['a-2'],
  completeOn: '2027-01-15',
  decisionDue: due('2027-02-14'),
  firstAlert: due('2027-02-04'),
  lastAlert: due('2027-02-09'),
  policy: { zone: 'Europe/Berlin', panelQuorum: 3, staff: [] as object[] },
};

function started(policy: object = {}): Simulation {
  const runner = createSimulation({ machines, at: '2027-01-18T12:00:00.000Z' });
  runner.start('decision', entity, { ...input, policy: { ...input.policy, ...policy } });
  return runner;
}
const ask = (runner: Simulation, command: string, payload: object): string[] =>
  refusedBy(runner, entity, [command, payload]);

/** A panel that has voted. */
function voted(votes: Record<string, string>): Simulation {
  const runner = started();
  expect(passReview(runner, entity)).toEqual([]);
  expect(ask(runner, 'convenePanel', { actor: admin, members: Object.keys(votes) })).toEqual([]);
  for (const [id, vote] of Object.entries(votes)) {
    expect(voteOf(runner, entity, [id, vote])).toEqual([]);
  }
  return runner;
}
const propose = (runner: Simulation, on = '2027-01-18'): string[] =>
  ask(runner, 'proposeCertification', { actor: member('p-1'), on });
const proposeRefusal = (runner: Simulation): string[] =>
  ask(runner, 'proposeRefusal', { actor: member('p-1'), on: '2027-01-18', reasons: ['r'] });

describe('decision rules', () => {
  it.each(['a-1', 'a-2'])(
    'given the auditor %s, present or former, when it reviews, then SOD-02 refuses',
    (id) => {
      const runner = started();
      expect(passReview(runner, entity, id)).toEqual(['SOD-02']);
    },
  );

  it('given an auditor of the file, when named for the panel, then SOD-01 refuses; a former one, SOD-07', () => {
    const runner = started();
    passReview(runner, entity);
    const convene = (members: string[]): string[] =>
      ask(runner, 'convenePanel', { actor: admin, members });
    expect(convene(['p-1', 'a-1', 'p-3'])).toEqual(['SOD-01']);
    expect(convene(['p-1', 'a-2', 'p-3'])).toEqual(['SOD-07']);
    expect(convene(['p-1', 'p-2', 'p-3'])).toEqual([]);
  });

  it('given somebody outside the panel or recused, when it votes, then ROLE-03 refuses', () => {
    const runner = voted({ 'p-1': 'for', 'p-2': 'for', 'p-3': 'for' });
    expect(voteOf(runner, entity, ['p-9', 'for'])).toEqual(['ROLE-03']);
    const recuse = { actor: member('p-1'), member: 'p-2', reason: 'conflict' };
    expect(ask(runner, 'recusePanelMember', recuse)).toEqual(['ROLE-04']);
    expect(ask(runner, 'recusePanelMember', { ...recuse, actor: admin, member: 'p-9' })).toEqual([
      'ROLE-04',
    ]);
    expect(ask(runner, 'recusePanelMember', { ...recuse, actor: member('p-2') })).toEqual([]);
    expect(ask(runner, 'castVote', { actor: member('p-2'), vote: 'for' })).toEqual(['ROLE-03']);
    expect(propose(runner)).toEqual(['R-DEC-09']);
    expectFoldEqualsState(runner);
  });

  it.each([
    ['all for', ['for', 'for', 'for'], true],
    ['two of three', ['for', 'for', 'against'], true],
    ['a tie', ['for', 'for', 'against', 'against'], false],
    ['a veto', ['for', 'for', 'for', 'veto'], false],
    ['an abstention below the quorum', ['for', 'for', 'abstain'], false],
    ['an abstention above the quorum', ['for', 'for', 'against', 'abstain'], true],
    ['a minority', ['for', 'against', 'against'], false],
  ])(
    'given %s, when the panel concludes, then R-DEC-09 decides which proposal is possible',
    (_, votes, isFor) => {
      const panel = Object.fromEntries(votes.map((vote, index) => [`p-${index + 1}`, vote]));
      const isQuorate = votes.filter((vote) => vote !== 'abstain').length >= 3;
      expect(propose(voted(panel))).toEqual(isFor ? [] : ['R-DEC-09']);
      expect(proposeRefusal(voted(panel))).toEqual(!isFor && isQuorate ? [] : ['R-DEC-09']);
    },
  );

  it('given a file complete on 15 January, when the proposal lies before it, then DATE-02 refuses', () => {
    const panel = { 'p-1': 'for', 'p-2': 'for', 'p-3': 'for' };
    expect(propose(voted(panel), '2027-01-14')).toEqual(['DATE-02']);
    expect(propose(voted(panel), '2027-01-19')).toEqual(['DATE-01']);
    expect(propose(voted(panel), '2027-01-15')).toEqual([]);
  });

  it('given a staff list, when somebody acts in an office it does not hold, then ROLE-02 refuses', () => {
    const runner = started({ staff: [{ id: 't-1', roles: ['technicalReviewer'] }] });
    expect(passReview(runner, entity, 't-2')).toEqual(['ROLE-02']);
    expect(passReview(runner, entity, 't-1')).toEqual([]);
    expect(
      ask(runner, 'convenePanel', { actor: { id: 't-1', role: 'cbAdmin' }, members: ['p-1'] }),
    ).toEqual(['ROLE-02']);
  });

  it('given a file that lacks something, when returned and submitted again, then it is reviewed again', () => {
    const runner = started();
    const reviewer = { id: 't-1', role: 'technicalReviewer' };
    expect(ask(runner, 'returnFile', { actor: reviewer, reasons: ['dates'] })).toEqual(['SOD-04']);
    expect(ask(runner, 'declareImpartiality', { actor: reviewer })).toEqual([]);
    const lacking = ['auditReports'];
    expect(ask(runner, 'returnFile', { actor: reviewer, reasons: ['r'], lacking })).toEqual([]);
    expect(stateOf(runner.state(entity))).toBe('technicalReview/returned');
    expect(
      ask(runner, 'resubmitFile', { actor: { id: 'a-1', role: 'leadAuditor' }, answer: 'added' }),
    ).toEqual([]);
    const some = confirmed.filter((check) => check !== 'auditReports');
    expect(ask(runner, 'passTechnicalReview', { actor: reviewer, confirmed: some })).toEqual([
      'R-DEC-05',
    ]);
    expect(ask(runner, 'passTechnicalReview', { actor: reviewer, confirmed })).toEqual([]);
  });

  it('given a member that has not declared impartiality, when it acts for the panel, then SOD-04 refuses', () => {
    const runner = started();
    passReview(runner, entity);
    ask(runner, 'convenePanel', { actor: admin, members: ['p-1', 'p-2'] });
    const actor = member('p-1');
    expect(ask(runner, 'castVote', { actor, vote: 'for' })).toEqual(['SOD-04']);
    expect(ask(runner, 'requestPanelInformation', { actor, question: 'q' })).toEqual(['SOD-04']);
    expect(ask(runner, 'declareImpartiality', { actor })).toEqual([]);
    expect(ask(runner, 'castVote', { actor, vote: 'for' })).toEqual([]);
    expect(ask(runner, 'castVote', { actor: member('p-2'), vote: 'for' })).toEqual(['SOD-04']);
    expect(ask(runner, 'declareImpartiality', { actor: member('p-9') })).toEqual(['ROLE-03']);
    expectFoldEqualsState(runner);
  });
});
