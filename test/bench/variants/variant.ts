import type { Program } from '../../../infra/stack/index.ts';

/**
 * Who does the same work: certway; (a) a hand-written workflow that appends by a regular activity; (a2) by a local one;
 * (b) Restate with its XState integration; (c) DBOS, a workflow per command; (d) a plain process that folds and appends.
 */
export type VariantName = 'certway' | 'a' | 'a2' | 'b' | 'c' | 'd';

/** Commands of the review. */
export type CommandName = 'addRemark' | 'pauseReview' | 'resumeReview';

/** A command as all variants take it; the same id twice is one command. */
export interface Command {
  readonly id: string;
  readonly name: CommandName;
  readonly text?: string;
}

/** What a command came to. */
export type Reply =
  | { readonly kind: 'accepted'; readonly eventId: string }
  | { readonly kind: 'refused'; readonly code: string };

/** One way to run reviews. */
export interface Variant {
  readonly name: VariantName;
  /** The process that is killed and measured. */
  readonly program: Program;
  /** What works for it beside that process. */
  readonly servers: readonly Program[];
  /** Name under which the process tells what it has used. */
  readonly usageName: string;
  /** Resolves when the review is known; its first event may come later. */
  readonly start: (entity: string) => Promise<void>;
  /** Asks again under the same id until there is an answer. @throws Error when there is none for a minute */
  readonly command: (entity: string, command: Command) => Promise<Reply>;
  /** Events of the workflow's present run; absent where there is no workflow. */
  readonly historyLength?: (entity: string) => Promise<number>;
}

/** Who gives the commands. */
export const actor = { id: 'r-1', role: 'reviewer' } as const;

/** What a command says. */
export function payloadOf({ text }: Command): { actor: typeof actor; text?: string } {
  return { actor, ...(text !== undefined && { text }) };
}

const ANSWERED_WITHIN_MS = 60_000;
const PAUSE_MS = 20;

/**
 * Asks until there is an answer.
 * @param ask - gives `undefined`, or throws, when nothing is known yet
 * @throws what `ask` threw last when a minute has passed
 */
export async function answered(ask: () => Promise<Reply | undefined>): Promise<Reply> {
  let fault: unknown;
  for (const end = Date.now() + ANSWERED_WITHIN_MS; Date.now() < end;) {
    try {
      const reply = await ask();
      if (reply) return reply;
    } catch (error) {
      fault = error;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  throw new Error('a command was not answered', { cause: fault });
}
