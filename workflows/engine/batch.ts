import type { Waiting } from './entity.ts';

/** Inputs decided and appended together. */
const MOST_INPUTS = 64;
/**
 * What they take as JSON together, characters. The server ends a workflow that schedules an activity with more than 2 MB,
 * and what is recorded of an input, the events that follow from it among it, is more than what was given.
 */
const MOST_CHARACTERS = 512 * 1024;

/**
 * Takes the inputs that have waited longest from a queue, at least one; a wish to set one of them aside is heard at once,
 * however many wait before it.
 */
export function nextBatch(queue: Waiting[]): Waiting[] {
  const first = queue.splice(0, countOf(queue));
  const wishes = queue.filter(({ input }) => input.cause === 'setAside');
  for (const wish of wishes) queue.splice(queue.indexOf(wish), 1);
  return [...first, ...wishes];
}

function countOf(queue: readonly Waiting[]): number {
  // One alone goes whatever its size, and is not measured.
  if (queue.length <= 1) return queue.length;
  let characters = 0;
  const first = queue.slice(0, MOST_INPUTS);
  const tooMuch = first.findIndex(({ input }) => {
    characters += JSON.stringify(input).length;
    return characters > MOST_CHARACTERS;
  });
  return tooMuch === -1 ? first.length : Math.max(1, tooMuch);
}
