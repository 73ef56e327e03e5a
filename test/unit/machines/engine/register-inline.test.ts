import { describe, expect, it } from '@jest/globals';
import {
  assign,
  emit,
  enqueueActions,
  fromCallback,
  fromObservable,
  fromPromise,
  fromTransition,
  raise,
  spawnChild,
} from 'xstate';
import type { AnyContract } from '../../../../machines/engine/contract/index.ts';
import { faultsOf } from '../../../../machines/engine/lint/index.ts';
import { graph } from './faulty-machine.ts';
import { contractOf, type Small } from '../../../support/small-machine.ts';

const job = fromPromise(() => Promise.resolve());
const inline = (config: object, implementations: object = {}, small: Small = {}) => {
  const machine = graph(config, implementations);
  const contract = contractOf(machine, small) as unknown as AnyContract;
  return faultsOf(contract, machine, { inline: true });
};

describe('register inline, what is allowed', () => {
  it.each<[string, object, object?]>([
    ['an inline action', { entry: () => undefined }],
    ['an action that runs code', { entry: 'note' }, { actions: { note: () => undefined } }],
    ['an inline guard', { on: { Go: { guard: () => true, actions: [] } } }],
    ['a delay that is a number', { initial: 'a', states: { a: { after: { 5: 'b' } }, b: {} } }],
    [
      'a delay that the contract does not know',
      { initial: 'a', states: { a: { after: { soon: 'b' } }, b: {} } },
      { delays: { soon: 1 } },
    ],
    ['a later event with a number', { entry: raise({ type: 'Nag' }, { delay: 5 }) }],
    ['a later event whose delay is code', { entry: raise({ type: 'Nag' }, { delay: () => 5 }) }],
    ['an emitted event that the contract does not know', { entry: emit({ type: 'Told' }) }],
    ['a wildcard at the root', { on: { '*': {} } }],
    ['a promise', { invoke: { src: 'job' } }, { actors: { job } }],
    ['a promise in the graph', { invoke: { src: job } }],
    ['a machine', { entry: spawnChild('child' as never) }, { actors: { child: graph({}) } }],
    ['no version', { version: undefined }],
    [
      'an inline action that is enqueued',
      {
        entry: enqueueActions(({ enqueue }) => {
          enqueue(() => undefined);
        }),
      },
    ],
  ])('given %s, when registered inline, then there is no fault', (_what, config, more = {}) => {
    expect(inline(config, more)).toEqual([]);
  });

  it('given code with effects, when registered inline, then none of it is run', () => {
    const ran: string[] = [];
    const run = (name: string) => () => {
      ran.push(name);
      return {};
    };
    const faults = inline({
      context: run('context'),
      entry: [assign(run('assign')), emit(run('emit') as never), enqueueActions(run('enqueue'))],
      on: { Go: { actions: assign(run('later')), guard: run('guard') } },
      initial: 'a',
      states: { a: { always: { guard: run('always'), target: 'b' } }, b: {} },
    });
    expect([faults, ran]).toEqual([[], []]);
  });
});

describe('register inline, what stays refused', () => {
  const end = 'ends with the process; declare it with activity() or childMachine()';
  const nothing = { subscribe: () => ({ unsubscribe: () => undefined }) };
  it.each<[string, object, object, string]>([
    [
      'a callback',
      {},
      { actors: { job: fromCallback(() => undefined) } },
      `actor job: a callback ${end}`,
    ],
    [
      'a callback in the graph',
      { invoke: { src: fromCallback(() => undefined) } },
      {},
      `m: invoke: a callback ${end}`,
    ],
    [
      'an observable',
      {},
      { actors: { job: fromObservable(() => nothing) } },
      `actor job: an observable ${end}`,
    ],
    [
      'transition logic',
      { entry: spawnChild(fromTransition((state: object) => state, {})) },
      {},
      `m: spawnChild: transition logic ${end}`,
    ],
    [
      'spawn inside assign',
      { entry: assign({ ref: ({ spawn }) => spawn(job) }) },
      {},
      'm: spawn inside assign leaves nothing durable; use spawnChild',
    ],
    [
      'spawn inside context',
      { context: ({ spawn }: { spawn: (logic: object) => unknown }) => ({ ref: spawn(job) }) },
      {},
      'm: spawn inside context leaves nothing durable; use spawnChild',
    ],
    [
      'a systemId',
      { invoke: { src: 'job', systemId: 'job' } },
      { actors: { job } },
      'm: invoke: job has a systemId, which no other workflow knows; use its id',
    ],
    [
      'a systemId of logic in the graph',
      { invoke: { src: job, systemId: 'job' } },
      {},
      'm: invoke: the actor has a systemId, which no other workflow knows; use its id',
    ],
    [
      'snapshots that are followed',
      { invoke: { src: 'job', onSnapshot: { actions: [] } } },
      { actors: { job } },
      'm: invoke: the snapshots of job are not followed; let it report events',
    ],
    [
      'a Date in the context',
      { context: { at: new Date(0) } },
      {},
      'm: context.at is a Date, which becomes a string; keep the ISO-8601 string',
    ],
    [
      'an action nobody implements',
      { entry: 'note' },
      {},
      'm: action note is not implemented in setup()',
    ],
    [
      'another version',
      { version: '2' },
      {},
      "machine version 2: set version to the contract's, 1",
    ],
  ])('given %s, when registered inline, then it is named', (_what, config, more, fault) => {
    expect(inline(config, more, { contract: { version: '1' } })).toEqual([fault]);
  });
});
