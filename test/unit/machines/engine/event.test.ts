import { describe, expect, it } from '@jest/globals';
import {
  actorEntity,
  childEntity,
  entityName,
  entityOfEvent,
  eventId,
  isReceived,
  journeyOf,
  type Cause,
} from '../../../../machines/engine/index.ts';
import { actorIdOf } from '../../../../machines/engine/step/effects.ts';
import { doneEvent, elapsedEvent, failedEvent } from '../../../../machines/engine/state/event.ts';

describe('ids', () => {
  it.each([
    ['globex-27001', 'globex-27001', 'self'],
    ['globex-27001/nc-s2-003', 'globex-27001', 'nc-s2-003'],
    ['globex-27001/nc-s2-003/inner', 'globex-27001', 'nc-s2-003~inner'],
  ])(
    'given the workflow id %s, when taken apart, then journey %s and entity %s',
    (entity, journey, name) => {
      expect(journeyOf(entity)).toBe(journey);
      expect(entityName(entity)).toBe(name);
    },
  );

  it.each(['globex', 'globex/nc-1', 'globex/nc-1~2', 'a:b'])(
    'given events of %s, when an id is made of one, then it tells the entity',
    (entity) => {
      expect(eventId(entity, 12)).toBe(`${entity}:12`);
      expect(entityOfEvent(eventId(entity, 12))).toBe(entity);
    },
  );

  it('given a parent and a name, when a child is named, then below the parent', () => {
    expect(childEntity('globex', 'nc-1')).toBe('globex/nc-1');
  });

  it.each([
    [1, 'globex/nc-1'],
    [2, 'globex/nc-1~2'],
    [13, 'globex/nc-1~13'],
  ])(
    'given the start %i of an actor, when it gets an entity, then it is %s, and tells the actor',
    (generation, entity) => {
      expect(actorEntity('globex', 'nc-1', { generation })).toBe(entity);
      expect(actorIdOf('globex', entity)).toBe('nc-1');
    },
  );
});

describe('names of events', () => {
  it.each([
    ['capDue', 'CapDueElapsed', 'CapDueDone', 'CapDueFailed'],
    [
      'first-surveillance',
      'FirstSurveillanceElapsed',
      'FirstSurveillanceDone',
      'FirstSurveillanceFailed',
    ],
    ['T-13.due', 'T13DueElapsed', 'T13DueDone', 'T13DueFailed'],
    ['Nag', 'NagElapsed', 'NagDone', 'NagFailed'],
  ])(
    'given %s, when it elapses, answers or fails, then %s, %s, %s',
    (name, elapsed, done, failed) => {
      expect([elapsedEvent(name), doneEvent(name), failedEvent(name)]).toEqual([
        elapsed,
        done,
        failed,
      ]);
    },
  );

  it.each<[Cause, boolean]>([
    ['start', false],
    ['command', false],
    ['timer', false],
    ['actor', false],
    ['child', true],
    ['parent', true],
    ['derived', false],
    ['refused', false],
  ])(
    'given the cause %s, when asked whether the event was received, then %s',
    (cause, received) => {
      expect(isReceived({ cause })).toBe(received);
    },
  );
});
