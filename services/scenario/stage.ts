import type { DueDate } from '../../machines/engine/index.ts';

/** What became of a command. */
export type Reply =
  | { readonly kind: 'accepted'; readonly answers: Readonly<Record<string, unknown>> }
  | {
      readonly kind: 'refused';
      /** Rule ids; the code of the refusal when no rule said no. */
      readonly because: readonly string[];
      readonly text: string;
    };

/** What can be seen of an entity. */
export interface Sight {
  /** State value of its machine. */
  readonly value: unknown;
  /** Open deadlines. */
  readonly due: readonly Pick<DueDate, 'rule' | 'due'>[];
  /** Everything it has recorded, in order. */
  readonly events: readonly { readonly type: string; readonly data: object }[];
  /** Zone in which its dates are meant, where it keeps one. */
  readonly zone: string | undefined;
}

/** Where a scenario is played. Entities are named by workflow id. */
export interface Stage {
  /** Instant of its clock, epoch milliseconds; `undefined` when the clock can be set to anything. */
  readonly now: () => Promise<number | undefined>;
  /** Starts a journey. @throws Error when it does not start */
  readonly begin: (journey: string, input: object, atMs: number) => Promise<void>;
  /** Lets time pass until an instant, and everything happen that falls due on the way. */
  readonly travelTo: (ms: number) => Promise<void>;
  readonly give: (entity: string, command: string, payload: object) => Promise<Reply>;
  /** @returns `undefined` when there is no such entity */
  readonly look: (entity: string) => Promise<Sight | undefined>;
  /** Folds the log of every entity of the journey. @returns those whose state is another than the fold */
  readonly unlikeTheirLog: () => Promise<readonly string[]>;
}
