// The corpus: what machines of every version have recorded. A build that folds it to another state than the one
// recorded is not the same version: raise the version, keep the definition in `versions`, add a migration, and record
// the new version beside the old one with
//
//   RECORD_STREAMS=1 npm run test:replay -- streams
//
// which writes test/replay/streams/<machine>.<scenario>.<version>.jsonl and `….state.json` for the present version of
// each machine and leaves those of other versions alone. Deleting a stream needs a decision record.
import { describe, expect, it } from '@jest/globals';
import { adopt, canonicalJson, dehydrate, takeOver } from '../../machines/engine/index.ts';
import type { DurableMachine, RecordedEvent } from '../../machines/engine/index.ts';
import { machines } from '../../machines/index.ts';
import { order, parcel } from '../support/order-machine.ts';
import { readStreams, recordStreams } from '../support/streams.ts';

if (process.env['RECORD_STREAMS'] === '1') recordStreams();
const streams = readStreams();

/** The graph's hash may change within a version: that it means the same is what is proved here. */
function comparable(state: object): string {
  const { machine, ...rest } = state as { readonly machine: { readonly version: string } };
  return canonicalJson({ ...rest, outbox: {}, version: machine.version });
}

function folded(machine: DurableMachine, events: readonly RecordedEvent[]): string {
  const adopted = adopt(machine, undefined, events);
  expect(adopted.missing).toEqual([]);
  // Of an earlier version: there is a way to the present one.
  expect(takeOver(machine, adopted).entity).toBe(adopted.state.entity);
  return comparable(dehydrate(adopted.machine, adopted.state));
}

/** The same graph, in which no action of the machine does anything. */
function changed(machine: DurableMachine): DurableMachine {
  const names = Object.keys(machine.logic.implementations.actions);
  const actions = Object.fromEntries(names.map((name) => [name, []]));
  return { ...machine, logic: machine.logic.provide({ actions: actions as never }) };
}

function outcomeOf(work: () => string): string {
  try {
    return work();
  } catch (error) {
    return String(error);
  }
}

describe('recorded event streams', () => {
  it('given the machines of the application, and of the tests, when the corpus is looked at, then the present version of each is in it', () => {
    const names = streams.map(({ name }) => name);
    for (const { contract } of machines) {
      expect(names).toContain(`${contract.id}.worked-case.${contract.version}`);
    }
    for (const { contract } of [order, parcel]) {
      expect(names).toContain(`${contract.id}.delivered.${contract.version}`);
    }
  });

  it.each(streams)(
    'given $name, when it is folded, then the recorded state comes out',
    ({ machine, events, state }) => {
      expect(folded(machine, events)).toBe(comparable(state));
    },
  );

  it.each(streams)(
    'given $name and a machine that does otherwise, when it is folded, then it is found out',
    ({ machine, events, state }) => {
      expect(outcomeOf(() => folded(changed(machine), events))).not.toBe(comparable(state));
    },
  );
});
