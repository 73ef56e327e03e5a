import { and, assign, emit, not, or, setup } from 'xstate';
import { activity, childMachine } from '../../../machines/engine/index.ts';
import { MINUTE } from './scenario.ts';

/** What the machines of the scenarios remember. */
export interface Traced {
  /** Marks that actions have left, in order. */
  readonly trace: readonly string[];
  readonly count: number;
}
interface Heard {
  readonly type: string;
  readonly n?: number;
  readonly output?: unknown;
  readonly error?: unknown;
}
interface Told {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** Where every machine begins. */
export const context: Traced = { trace: [], count: 0 };

/** Leaves a mark in the trace. */
export const mark = (name: string) => ({ type: 'mark' as const, params: { name } });

/** Implementations that the machines of the scenarios share. */
export const basic = setup({
  types: {
    context: {} as Traced,
    events: {} as Heard,
    emitted: {} as Told,
    input: {} as { readonly n?: number },
    tags: {} as string,
    meta: {} as object,
  },
  actors: {
    job: activity<{ n: number }, unknown>(),
    other: activity<undefined, unknown>(),
    kid: childMachine<{ n: number }, unknown>(),
  },
  delays: {
    soon: MINUTE,
    later: 3 * MINUTE,
    longer: 7 * MINUTE,
    growing: ({ context: { count } }) => (2 + count) * MINUTE,
  },
  guards: {
    isOdd: ({ context: { count } }) => count % 2 === 1,
    isBig: ({ context: { count } }) => count > 2,
    isAtLeast: ({ context: { count } }, params: { n: number }) => count >= params.n,
    isBigAndEven: and(['isBig', not('isOdd')]),
    isBigOrOdd: or(['isBig', 'isOdd']),
    isPositive: ({ event }) => (event.n ?? 0) > 0,
  },
  actions: {
    up: assign({ count: ({ context: { count } }) => count + 1 }),
    mark: assign({
      trace: ({ context: { trace } }, params: { name: string }) => [...trace, params.name],
    }),
    keepNumber: assign({ count: ({ context: { count }, event }) => event.n ?? count }),
    keepOutput: assign({
      trace: ({ context: { trace }, event }) => [...trace, `out ${JSON.stringify(event.output)}`],
    }),
    keepError: assign({
      trace: ({ context: { trace }, event }) => [
        ...trace,
        `err ${(event.error as { message: string }).message}`,
      ],
    }),
    tellAll: emit(({ context: { count } }) => ({ type: 'Told', count })),
  },
});
