import { describe, expect, it } from '@jest/globals';
import { stateOf, type Simulation } from '../../../../../machines/engine/index.ts';
import { expectFoldEqualsState, justBefore, refusedBy } from '../../../../support/cases.ts';

const journey = 'globex-27001';
const reviewer = { id: 'r-1', role: 'applicationReviewer' };
const act = (runner: Simulation, command: string, payload: object): string[] =>
  refusedBy(runner, journey, [command, { actor: reviewer, ...payload }]);
const state = (runner: Simulation): string => stateOf(runner.state(journey));
const types = (runner: Simulation): string[] => runner.log(journey).map(({ type }) => type);
const repeat = { on: '2026-11-02', part: 'part', reason: 'a second data centre' };

describe('T-03, how long Stage 1 is valid', () => {
  it('given Stage 1 of 20 October 2026, when authorised, then the last opening day is stored as a deadline', () => {
    const { runner, step } = justBefore('authoriseStage2');
    expect(refusedBy(runner, journey, [step.command, step.payload])).toEqual([]);
    expect(runner.log(journey).at(-1)?.data).toMatchObject({
      openBy: '2027-04-20',
      validity: { rule: 'T-03', due: '2027-04-20', at: '2027-04-20T22:00:00.000Z' },
    });
  });

  it('given no plan, when the day ends, then it has lapsed once, and a review makes it valid again', () => {
    const { runner, step } = justBefore('scheduleStage2');
    runner.travelTo('2027-04-20T21:59:59.999Z');
    expect(state(runner)).toBe('stage2/scheduling');
    runner.travelTo('2027-04-20T22:00:00.000Z');
    expect(types(runner).slice(-2)).toEqual(['Stage1ValidityElapsed', 'Stage1ValidityLapsed']);
    expect(state(runner)).toBe('stage2/lapsed');
    const late = { ...step.payload, from: '2027-05-03', to: '2027-05-07' };
    expect(refusedBy(runner, journey, ['scheduleStage2', late])).toEqual(['R-S2-01']);
    runner.travelTo('2027-04-22T12:00:00.000Z');
    const review = { on: '2027-04-22', justification: 'Nothing has changed.' };
    expect(act(runner, 'authoriseStage2', review)).toEqual([]);
    expect(state(runner)).toBe('stage2/scheduling');
    expect(refusedBy(runner, journey, ['scheduleStage2', late])).toEqual([]);
    expect(types(runner).filter((type) => type === 'Stage1ValidityLapsed')).toHaveLength(1);
    expectFoldEqualsState(runner);
  });

  it('given a planned Stage 2, when the day passes, then R-S2-01 refuses its opening until Stage 1 is reviewed', () => {
    const waiting = justBefore('holdOpeningMeeting', 3);
    const { runner, step } = waiting;
    runner.travelTo('2027-04-22T12:00:00.000Z');
    expect(state(runner)).toBe('stage2/planned/lapsed');
    const open = [step.command, { ...step.payload, on: '2027-04-22' }] as const;
    expect(refusedBy(runner, step.entity, [...open])).toEqual(['R-S2-01']);
    const review = { on: '2027-04-22', justification: 'Nothing has changed.' };
    expect(act(runner, 'authoriseStage2', review)).toEqual([]);
    expect(state(runner)).toBe('stage2/planned/valid');
    expect(refusedBy(runner, step.entity, [...open])).toEqual([]);
    expectFoldEqualsState(runner);
  });

  it('given a Stage 2 that has opened, when the day passes, then nothing lapses', () => {
    const { runner } = justBefore('holdClosingMeeting', 3);
    runner.travelTo('2027-04-22T12:00:00.000Z');
    expect(types(runner)).not.toContain('Stage1ValidityElapsed');
  });
});

describe('Stage 1 again', () => {
  it('given a change between the stages, when the body has it repeated, then Stage 2 waits for it', () => {
    const { runner, step } = justBefore('scheduleStage2');
    expect(act(runner, 'repeatStage1', repeat)).toEqual([]);
    expect(state(runner)).toBe('stage1/scheduling');
    expect(refusedBy(runner, journey, [step.command, step.payload])).toEqual(['COMMAND_REFUSED']);
    const { payload } = justBefore('scheduleStage1').step;
    const again = { ...payload, from: '2026-11-09', to: '2026-11-09' };
    expect(runner.command(journey, 'scheduleStage1', again)).toMatchObject({
      answer: { answers: { audit: 'stage-1-2' } },
    });
    expectFoldEqualsState(runner);
  });

  it('given the client, when it asks to repeat Stage 1, then the role is refused: R-S1-07', () => {
    const { runner } = justBefore('authoriseStage2');
    const client = { id: 'c-1', role: 'client' };
    expect(refusedBy(runner, journey, ['repeatStage1', { actor: client, ...repeat }])[0]).toBe(
      'ROLE_NOT_ALLOWED',
    );
    expect(act(runner, 'repeatStage1', { ...repeat, on: '2026-10-26' })).toEqual([]);
  });

  it('given what Stage 1 taught, when authorised with another competence, then SOD-08 asks the team of Stage 2 for it', () => {
    const { runner, step } = justBefore('authoriseStage2');
    const learned = { ...step.payload, competences: ['operational-technology'] };
    expect(refusedBy(runner, journey, [step.command, learned])).toEqual([]);
    expect(runner.state(journey).snapshot.context).toMatchObject({
      competences: { team: ['software', 'cloud', 'operational-technology'] },
    });
  });
});
