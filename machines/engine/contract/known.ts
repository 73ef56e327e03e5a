/**
 * What an event has set by now.
 * @throws Error when none has: the graph asks for it in a state that comes before that event
 */
export function known<Value>(value: Value | null): Value {
  if (value === null)
    throw new Error('the state in which this is asked comes after the event that sets it');
  return value;
}
