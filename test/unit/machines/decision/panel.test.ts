import { describe, expect, it } from '@jest/globals';
import { createSimulation, hashOf, type Simulation } from '../../../../machines/engine/index.ts';
import { machines } from '../../../../machines/index.ts';
import {
  expectFoldEqualsState,
  justBefore,
  passReview,
  refusedBy,
  voteOf,
} from '../../../support/cases.ts';

const journey = 'globex-27001';
const entity = `${journey}/decision-1`;
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
  formerAuditors: [],
  completeOn: '2027-01-15',
  decisionDue: due('2027-02-14'),
  firstAlert: due('2027-02-04'),
  lastAlert: due('2027-02-09'),
  policy: { zone: 'Europe/Berlin', panelQuorum: 3, staff: [] },
};
const ask = (runner: Simulation, command: string, payload: object): string[] =>
  refusedBy(runner, entity, [command, payload]);

function started(more: object = {}): Simulation {
  const runner = createSimulation({ machines, at: '2027-01-18T12:00:00.000Z' });
  runner.start('decision', entity, { ...input, ...more });
  return runner;
}

/** A panel of four in which all have voted for the certificate. */
function inFavour(more: object = {}): Simulation {
  const runner = started(more);
  passReview(runner, entity);
  ask(runner, 'convenePanel', { actor: admin, members: ['p-1', 'p-2', 'p-3', 'p-4'] });
  for (const id of ['p-1', 'p-2', 'p-3', 'p-4']) {
    expect(voteOf(runner, entity, [id, 'for'])).toEqual([]);
  }
  return runner;
}
const propose = (runner: Simulation, by = 'p-1'): string[] =>
  ask(runner, 'proposeCertification', { actor: member(by), on: '2027-01-18', minutes: 'm' });
const refuse = (runner: Simulation): string[] =>
  ask(runner, 'proposeRefusal', { actor: member('p-1'), on: '2027-01-18', reasons: ['r'] });

describe('questions of a panel', () => {
  it('given an open question, when the panel concludes either way, then R-DEC-03 refuses until it is answered', () => {
    const runner = inFavour();
    const question = { actor: member('p-2'), question: 'Which sites?' };
    expect(runner.command(entity, 'requestPanelInformation', question)).toMatchObject({
      answer: { answers: { id: 'q-1' } },
    });
    expect(propose(runner)).toEqual(['R-DEC-03']);
    expect(refuse(runner)).toContain('R-DEC-03');
    const answer = { actor: { id: 'a-1', role: 'leadAuditor' }, id: 'q-1', answer: 'Both.' };
    expect(ask(runner, 'providePanelInformation', { ...answer, id: 'q-2' })).toEqual(['R-DEC-03']);
    expect(ask(runner, 'providePanelInformation', answer)).toEqual([]);
    expect(ask(runner, 'providePanelInformation', answer)).toEqual(['R-DEC-03']);
    expect(propose(runner)).toEqual([]);
    expectFoldEqualsState(runner);
  });

  it('given somebody outside the panel, when it asks, then ROLE-03 refuses', () => {
    const question = { actor: member('p-9'), question: 'q' };
    expect(ask(inFavour(), 'requestPanelInformation', question)).toEqual(['ROLE-03', 'SOD-04']);
  });
});

describe('a negative recommendation', () => {
  const overturn = { actor: member('p-2'), reasons: ['shown since'] };

  it('given one, when the panel proposes to certify, then R-DEC-07 wants reasons and SOD-09 another member', () => {
    const runner = inFavour({ recommendation: 'doNotRecommend' });
    expect(propose(runner)).toEqual(['R-DEC-07']);
    expect(ask(runner, 'overturnRecommendation', overturn)).toEqual([]);
    expect(propose(runner, 'p-2')).toEqual(['SOD-09']);
    expect(propose(runner, 'p-1')).toEqual([]);
    expect(runner.log(entity).at(-1)?.data).toMatchObject({ record: { isOverturned: true } });
  });

  it.each(['recommend', 'recommendAfterCap', null])(
    'given %s, when it is overturned, then R-DEC-07 refuses and the proposal needs nothing',
    (recommendation) => {
      const runner = inFavour({ recommendation });
      expect(ask(runner, 'overturnRecommendation', overturn)).toEqual(['R-DEC-07']);
      expect(propose(runner)).toEqual([]);
    },
  );
});

describe('the record of a decision', () => {
  it('given recusal, questions and votes, when proposed, then the record tells all of it', () => {
    const file = { items: [], hash: hashOf([]) };
    const runner = inFavour({ file });
    const recuse = { actor: admin, member: 'p-4', reason: 'former employer' };
    expect(ask(runner, 'recusePanelMember', recuse)).toEqual([]);
    expect(ask(runner, 'castVote', { actor: member('p-2'), vote: 'against' })).toEqual([]);
    expect(propose(runner)).toEqual([]);
    expect(runner.log(entity).at(-1)?.data).toEqual({
      on: '2027-01-18',
      minutes: 'm',
      record: {
        file: file.hash,
        reviewer: 't-1',
        panel: ['p-1', 'p-2', 'p-3'],
        recused: ['p-4'],
        declared: ['t-1', 'p-1', 'p-2', 'p-3', 'p-4'],
        questions: [],
        votes: [
          { member: 'p-1', vote: 'for' },
          { member: 'p-2', vote: 'against' },
          { member: 'p-3', vote: 'for' },
        ],
        isOverturned: false,
      },
    });
  });

  it('given the complete file of the worked case, when handed over, then it lists audits and nonconformities with hashes, no pre-audit', () => {
    const { runner, step } = justBefore('completeDecisionFile');
    expect(refusedBy(runner, journey, [step.command, step.payload])).toEqual([]);
    const begun = runner.log(entity)[0]?.data as {
      audits: string[];
      file: { hash: string; items: { kind: string; id: string; event?: string; hash: string }[] };
    };
    expect(begun.audits).toEqual(['stage-1', 'stage-2']);
    const ids = begun.file.items.map(({ kind, id }) => `${kind} ${id}`);
    expect(ids).toEqual([
      'applicationReview application-review',
      'programme audit-programme',
      'applicability 4',
      'audit stage-1',
      'audit stage-2',
      ...[1, 2, 3, 4, 5].map((number) => `nonconformity nc-s2-00${number}`),
    ]);
    expect(begun.file.hash).toBe(hashOf(begun.file.items));
    const log = runner.log(journey);
    for (const { event } of begun.file.items.filter(({ event: id }) => id !== undefined)) {
      expect(log.map(({ sequence }) => `${journey}:${sequence}`)).toContain(event);
    }
  });

  it('given a nonconformity that got another grade, when handed over, then the hash of the file is another', () => {
    const hash = (runner: Simulation): unknown => {
      const file = { actor: admin, on: '2027-01-15' };
      expect(refusedBy(runner, journey, ['completeDecisionFile', file])).toEqual([]);
      return (runner.log(entity)[0]?.data as { file: { hash: string } }).file.hash;
    };
    const { runner } = justBefore('completeDecisionFile');
    const withdraw = {
      ...{ actor: { id: 'a-1', role: 'leadAuditor' } },
      ...{ on: '2027-01-15', reason: 'in error' },
    };
    refusedBy(runner, `${journey}/nc-s2-001`, ['withdrawNonconformity', withdraw]);
    expect(hash(runner)).not.toBe(hash(justBefore('completeDecisionFile').runner));
  });
});

describe('the day for a proposal', () => {
  it('given a file complete on 15 January, when thirty days pass, then T-10 reminds twice and says who has the file', () => {
    const { runner } = justBefore('declareImpartiality');
    const types = (): string[] => runner.log(entity).map(({ type }) => type);
    runner.travelTo('2027-02-04T23:00:00.000Z');
    expect(types()).toEqual(['TechnicalReviewStarted', 'FirstAlertElapsed']);
    runner.travelTo('2027-02-14T22:59:59.999Z');
    expect(types()).not.toContain('DecisionOverdue');
    runner.travelTo('2027-02-14T23:00:00.000Z');
    expect(runner.log(entity).at(-1)).toMatchObject({
      type: 'DecisionOverdue',
      data: { rule: 'T-10', due: '2027-02-14', waitingFor: 'technicalReview' },
    });
    expectFoldEqualsState(runner);
  });

  it('given a proposal, when the day passes, then nothing is late', () => {
    const runner = inFavour();
    expect(propose(runner)).toEqual([]);
    runner.travelTo('2027-03-01T12:00:00.000Z');
    expect(runner.log(entity).map(({ type }) => type)).not.toContain('DecisionDueElapsed');
  });
});
