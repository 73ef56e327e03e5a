import { JourneyError, type Given, type Giving } from '../journeys/index.ts';

interface Recording {
  readonly command: string;
  /** Rule that refuses it where it is on record already. */
  readonly knownBy: string;
  /** Rule that refuses it where it does not concern the journey, if that cannot be told from outside. */
  readonly elsewhereBy?: string;
}

/**
 * What concerns many journeys at once, and the command that records it in one of them. Source: IAF MD 2, IAF MD 26,
 * R-AB-03, R-AB-04, R-STD-07, R-STD-08.
 */
export const occasions: Readonly<
  Record<'accreditation-lost' | 'accreditation-regained' | 'edition-end', Recording>
> = {
  'accreditation-lost': { command: 'recordAccreditationLoss', knownBy: 'R-AB-04' },
  'accreditation-regained': { command: 'recordAccreditation', knownBy: 'R-AB-04' },
  'edition-end': { command: 'announceEditionEnd', knownBy: 'R-STD-08', elsewhereBy: 'R-STD-07' },
};

/** The word for what happened. */
export type Occasion = keyof typeof occasions;

/** What is to be recorded in each of many journeys. */
export interface FanOutOrder {
  readonly occasion: Occasion;
  /** What it is about: with occasion and day it tells one order from another. */
  readonly about: string;
  /** Local date on which it happened, `YYYY-MM-DD`. */
  readonly on: string;
  /** Fields of the command besides. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly actor: { readonly id: string; readonly role: string };
}

/**
 * What became of it in one journey. `known`: it was on record already; `elsewhere`: it does not concern this one;
 * `ended`: nobody is there any more to be told; `failed`: nobody knows, so it is given again.
 */
export type Outcome = 'recorded' | 'known' | 'elsewhere' | 'refused' | 'ended' | 'failed';

/** What became of it in which journey. */
export interface FannedOut {
  readonly journey: string;
  readonly outcome: Outcome;
  /** Id of the event; absent where none was recorded. */
  readonly eventId?: string;
  /** Why it was not recorded. */
  readonly reason?: string;
}

/** How it is done. */
export interface FanOutOptions {
  readonly give: (giving: Giving) => Promise<Given>;
  /** Called after each journey. */
  readonly onProgress?: ((done: number, of: number) => void) | undefined;
  /** Aborted when no further journeys are to be told. */
  readonly signal?: AbortSignal;
}

/** So many are told side by side. */
const PARALLEL = 8;

/** Id of the command in every journey: told again on the same day, none records it twice. */
export function commandIdOf({ occasion, about, on }: FanOutOrder): string {
  return `${occasion}:${about}:${on}`;
}

/**
 * Gives one command to many journeys. What one of them answers, or that it does not, keeps no other from being told.
 * @returns in the order in which they are given
 */
export async function* fanOut(
  order: FanOutOrder,
  journeys: readonly string[],
  { give, onProgress, signal }: FanOutOptions,
): AsyncGenerator<FannedOut> {
  for (let index = 0; index < journeys.length; index += PARALLEL) {
    if (signal?.aborted) return;
    const group = journeys.slice(index, index + PARALLEL);
    const told = await Promise.all(group.map((journey) => tellOne(order, journey, give)));
    onProgress?.(index + group.length, journeys.length);
    yield* told;
  }
}

async function tellOne(
  order: FanOutOrder,
  journey: string,
  give: FanOutOptions['give'],
): Promise<FannedOut> {
  const { occasion, on, fields, actor } = order;
  const { command } = occasions[occasion];
  const payload = { on, ...fields, actor };
  try {
    const given = await give({ entity: journey, command, payload, id: commandIdOf(order) });
    return { journey, ...outcomeOf(occasion, given) };
  } catch (error) {
    return { journey, ...withoutAnswer(error) };
  }
}

function outcomeOf(occasion: Occasion, given: Given): Omit<FannedOut, 'journey'> {
  if (given.kind === 'accepted') return { outcome: 'recorded', eventId: given.eventId };
  const rules = given.refusal.rules.map(({ id }) => id);
  return { outcome: refusedAs(occasions[occasion], rules), reason: given.text };
}

function refusedAs({ knownBy, elsewhereBy }: Recording, rules: readonly string[]): Outcome {
  if (elsewhereBy !== undefined && rules.includes(elsewhereBy)) return 'elsewhere';
  return rules.length === 1 && rules[0] === knownBy ? 'known' : 'refused';
}

function withoutAnswer(error: unknown): Omit<FannedOut, 'journey'> {
  const reason = error instanceof Error ? error.message : String(error);
  const isGone =
    error instanceof JourneyError && (error.kind === 'exists' || error.kind === 'unknown');
  return { outcome: isGone ? 'ended' : 'failed', reason };
}
