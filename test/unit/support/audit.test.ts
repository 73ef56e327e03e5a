import { describe, expect, it } from '@jest/globals';
import {
  createSimulation,
  dehydrate,
  type Outcome,
  type RecordedEvent,
} from '../../../machines/engine/index.ts';
import { GENESIS_HASH, hashOfBytes, toBytes } from '../../../services/event-log/index.ts';
import { audit, type Evidence, type Operation, type Stored } from '../../support/audit.ts';
import { order, parcel } from '../../support/order-machine.ts';

const machines = [order, parcel];
const clerk = { id: 'a-17', role: 'clerk' };

/** Writes events as the log does: each entity's chain, in the order of recording. */
function stored(events: readonly RecordedEvent[]): Stored[] {
  const last = new Map<string, string>();
  return events.map((event, index) => {
    const text = toBytes('acme-cert', event, last.get(event.entity) ?? GENESIS_HASH);
    last.set(event.entity, hashOfBytes(text));
    return { streamSequence: index + 1, text, event };
  });
}

function evidence(): Evidence & { readonly stored: Stored[]; readonly operations: Operation[] } {
  const runner = createSimulation({ machines, at: '2026-11-24T10:00:00.000Z' });
  runner.start('order', 'o-1', { customer: 'globex' });
  const operations: Operation[] = [];
  const give = (entity: string, command: string, payload: { commandId: string } & object) => {
    const outcome: Outcome = runner.command(entity, command, { actor: clerk, ...payload });
    operations.push({
      ...{ entity, id: payload.commandId, sender: 'a-17' },
      outcome: outcome.kind === 'accepted' ? 'accepted' : 'refused',
      ...(outcome.kind === 'accepted' && { eventId: outcome.answer.eventId }),
    });
  };
  give('o-1', 'orderParcel', { commandId: 'c-1', weight: 2 } as { commandId: string });
  give('o-1', 'hurryParcel', { commandId: 'c-2', parcel: 'parcel-1' } as { commandId: string });
  give('o-1', 'closeOrder', { commandId: 'c-3' });
  const carrier = { id: 'c-4', role: 'carrier' };
  const weigh = { commandId: 'c-4', actor: carrier, weight: 3 } as { commandId: string };
  give('o-1/parcel-1', 'weighParcel', weigh);
  give('o-1', 'addNote', { commandId: 'c-5', text: 'x' } as { commandId: string });
  const all = stored(runner.log());
  const states = runner.entities().map((entity) => {
    const last = all.filter(({ event }) => event.entity === entity).at(-1);
    const position = {
      ...{ sequence: last?.event.sequence, streamSequence: last?.streamSequence },
      hash: hashOfBytes(last?.text ?? ''),
    };
    const live = dehydrate(runner.machine(entity), runner.state(entity));
    return [entity, { ...live, position, path: '', problem: null, waiting: 0 }] as const;
  });
  return { machines, stored: all, operations, states: new Map(states) };
}

type Sound = ReturnType<typeof evidence>;
const changed = (all: readonly Stored[], index: number, change: Partial<RecordedEvent>) =>
  all.map((each, at) => (at === index ? { ...each, event: { ...each.event, ...change } } : each));
const indexOf = ({ stored: all }: Sound, type: string, entity = 'o-1') =>
  all.findIndex(({ event }) => event.type === type && event.entity === entity);

describe('audit', () => {
  it('given a sound history, when audited, then there is no fault', () => {
    expect(audit(evidence())).toEqual([]);
    expect(evidence().stored).toHaveLength(8);
  });

  it.each<[string, string, (sound: Sound) => Partial<Evidence>]>([
    [
      'an accepted command without event',
      'I1 o-1 c-9: accepted, 0 events',
      ({ operations }) => ({
        operations: [...operations, { entity: 'o-1', id: 'c-9', outcome: 'accepted' }],
      }),
    ],
    [
      'a refused command with an event',
      'I1 o-1 c-5: refused, 1 events',
      ({ operations }) => ({
        operations: operations.map((one) =>
          one.id === 'c-5' ? { ...one, outcome: 'refused' } : one,
        ),
      }),
    ],
    [
      'a signal without an event',
      'I1 o-1 s-1: sent, 0 events',
      ({ operations }) => ({
        operations: [...operations, { entity: 'o-1', id: 's-1', outcome: 'sent' }],
      }),
    ],
    [
      'a command recorded twice',
      'I1 o-1 c-5: accepted, 2 events',
      (sound) => {
        const again = sound.stored[indexOf(sound, 'NoteAdded')] as Stored;
        const { event } = again;
        const twice = { ...event, sequence: event.sequence + 1, step: event.step + 1 };
        return { stored: stored([...sound.stored.map((each) => each.event), twice]) };
      },
    ],
    [
      'an answer that names another event',
      'I1 o-1 c-5: accepted, answered o-1:1, not o-1:5',
      ({ operations }) => ({
        operations: operations.map((one) =>
          one.id === 'c-5' ? { ...one, eventId: 'o-1:1' } : one,
        ),
      }),
    ],
    [
      'a gap',
      'I2 o-1:9: a gap, or twice',
      (sound) => ({ stored: changed(sound.stored, indexOf(sound, 'NoteAdded'), { sequence: 9 }) }),
    ],
    [
      'another stream order',
      'I2 o-1:2: not in stream order',
      ({ stored: all }) => ({
        stored: all.map((each, index) => (index === 1 ? { ...each, streamSequence: 1 } : each)),
      }),
    ],
    [
      'a cause that does not exist',
      'I3 o-1/parcel-1:1 ParcelPacked: no cause o-1:77',
      (sound) => ({
        stored: changed(sound.stored, indexOf(sound, 'ParcelPacked', 'o-1/parcel-1'), {
          causationId: 'o-1:77',
        }),
      }),
    ],
    [
      'a workflow in another state',
      'I4 o-1: the fold is another state',
      ({ states }) => {
        const live = states.get('o-1') as { snapshot: object };
        const other = { ...live, snapshot: { ...live.snapshot, value: 'closed' } };
        return { states: new Map([...states, ['o-1', other]]) };
      },
    ],
    [
      'a workflow behind its log',
      'I4 o-1: not at the end',
      ({ states }) => {
        const live = states.get('o-1') as { position: object };
        const behind = { ...live, position: { ...live.position, sequence: 1 } };
        return { states: new Map([...states, ['o-1', behind]]) };
      },
    ],
    [
      'a living entity that nobody runs',
      'I4 o-1: no state',
      ({ states }) => ({ states: new Map([...states].filter(([entity]) => entity !== 'o-1')) }),
    ],
    [
      'changed bytes',
      'I6 o-1:3: does not follow the one before',
      ({ stored: all }) => ({
        stored: all.map((each, index) =>
          index === 1 ? { ...each, text: each.text.replace('clerk', 'clark') } : each,
        ),
      }),
    ],
    [
      'commands of one sender in another order',
      'I9 a-17: recorded in another order than given',
      ({ operations }) => ({ operations: operations.toReversed() }),
    ],
    [
      'a message nobody took',
      'I9 o-1: 1 messages, o-1/parcel-1 has taken 0',
      (sound) => ({
        stored: stored(
          sound.stored
            .map(({ event }) => event)
            .filter(({ type, entity }) => entity === 'o-1' || type === 'ParcelPacked'),
        ),
      }),
    ],
    [
      'messages that were swapped',
      'I9 o-1/parcel-1: messages of o-1 swapped',
      (sound) => {
        const hurried = sound.stored[indexOf(sound, 'Hurry', 'o-1/parcel-1')] as Stored;
        return { stored: [...sound.stored, hurried] };
      },
    ],
  ])('given %s, when audited, then %s', (_name, fault, plant) => {
    const sound = evidence();
    expect(audit({ ...sound, ...plant(sound) })).toContain(fault);
  });
});
