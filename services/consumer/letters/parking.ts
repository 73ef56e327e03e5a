import type { DeadLetter, DeadLetterNote, DeadLetters } from './dead-letters.ts';

/**
 * The parked events of one consumer, by entity. Behind a parked event all later ones of its entity are parked too:
 * whoever needs order must not see event n+1 before n, and once n is redriven the others follow in order.
 */
export interface Parking {
  /** The first parked event of an entity. */
  first(entity: string): DeadLetter | undefined;
  has(entity: string, streamSequence: number): boolean;
  /** Takes note of a letter that the stream holds. */
  note(letter: DeadLetter): void;
  /** Stores a letter's state and takes note of it. */
  put(letter: Pick<DeadLetter, 'note' | 'data'>): Promise<void>;
}

/** Prepares an empty one. */
export function createParking(letters: DeadLetters): Parking {
  const entities = new Map<string, Map<number, DeadLetter>>();
  const note = (letter: DeadLetter): void => {
    const { entity, streamSequence, state } = letter.note;
    const parked = entities.get(entity) ?? new Map<number, DeadLetter>();
    if (state === 'handled') parked.delete(streamSequence);
    else parked.set(streamSequence, letter);
    if (parked.size > 0) entities.set(entity, parked);
    else entities.delete(entity);
  };
  return {
    note,
    first: (entity) => {
      const parked = entities.get(entity);
      return parked?.get(Math.min(...parked.keys()));
    },
    has: (entity, streamSequence) => entities.get(entity)?.has(streamSequence) ?? false,
    put: async (letter) => note(await letters.put(letter)),
  };
}

/** Whether an entity's first parked event is to be handled: somebody has redriven it, or only followed one that now is. */
export function isDue({ state, cause }: DeadLetterNote): boolean {
  return state === 'redriven' || cause === 'behind';
}
